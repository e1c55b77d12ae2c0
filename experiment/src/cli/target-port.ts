import type { CommonOptions } from './arguments.ts';
import { UsageError } from './exit.ts';
import { errorStyle } from './output.ts';

/**
 * The given port, else the best of the current folder; says which where a person reads.
 * @param example a command line that names a port, for where there is none
 */
export async function targetPort(
  given: number | undefined,
  options: CommonOptions,
  example: string,
): Promise<number> {
  if (given !== undefined) {
    return given;
  }
  const { bestPort, findConfiguredPorts } = await import('../configured-port/index.ts');
  const best = bestPort(await findConfiguredPorts('.'));
  if (!best) {
    throw new UsageError(`no port is configured in this folder: name one, as in ${example}`);
  }
  if (!options.json) {
    const { place } = await import('../report/port-text.ts');
    process.stderr.write(`${errorStyle.dim(`Port ${best.port}, as ${place(best)} says.`)}\n`);
  }
  return best.port;
}
