import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentAt, PORTS, withPorts } from '../roles.ts';
import { baseOf, watch } from './batch.ts';
import type { Ran } from './outcome.ts';
import { FIRST_MARK } from './trace.ts';

const RUNNER = fileURLToPath(new URL('runner.py', import.meta.url));

/** How the runner ends a program that does not parse. */
const REFUSED = 'exit 95';

/** Runs texts in every situation, each in a process forked from one interpreter, and tells what each did. */
export async function runPython(texts: readonly string[], folder: string): Promise<Ran[]> {
  await Promise.all([
    ...texts.map((text, index) => writeFile(join(folder, `${index}.py`), withPorts(text, baseOf(index)))),
    writeFile(
      join(folder, 'config.json'),
      JSON.stringify({
        programs: texts.length,
        ports: PORTS,
        mark: FIRST_MARK,
        variables: environmentAt(0)
          .filter(([name]) => name !== 'PEER_PORT')
          .map(([name, offset]) => [name, Number(offset)]),
      }),
    ),
  ]);
  const outcomes = await watch(
    folder,
    ['python3', '-B', RUNNER, folder],
    texts.map((_, index) => index),
  );
  return texts.map((_, index): Ran => {
    const own = outcomes(index);
    const free = own.get('free');
    return free?.status === REFUSED ? { refused: free.output } : { outcomes: own, warnings: [] };
  });
}
