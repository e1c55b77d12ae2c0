import type { ConfiguredPort } from '../configured-port/index.ts';
import type { OutputOptions } from './arguments.ts';
import { UsageError } from './exit.ts';
import { note } from './output.ts';
import type { NamedPort } from './port-names.ts';

/**
 * The given port, else the best of the current folder; says which where a person reads.
 * @param example a command line that names a port, for where there is none
 */
export async function targetPort(
  given: NamedPort | undefined,
  options: OutputOptions,
  example: string,
): Promise<NamedPort> {
  if (given !== undefined) {
    return given;
  }
  const { port } = await configuredPort(options, example);
  return { port };
}

/** The same for what is about TCP alone. */
export async function targetTcpPort(
  given: NamedPort | undefined,
  options: OutputOptions,
  example: string,
): Promise<number> {
  const { port, protocol } = await targetPort(given, options, example);
  if (protocol === 'udp') {
    throw new UsageError(`this is about TCP alone, and ${port}/udp is none: ${example}`);
  }
  return port;
}

async function configuredPort(options: OutputOptions, example: string): Promise<ConfiguredPort> {
  const { bestPort, findConfiguredPorts } = await import('../configured-port/index.ts');
  const best = bestPort(await findConfiguredPorts('.'));
  if (!best) {
    throw new UsageError(`no port is configured in this folder: name one, as in ${example}`);
  }
  const { place } = await import('../report/port-text.ts');
  note(options, `Port ${best.port}, as ${place(best)} says.`);
  return best;
}
