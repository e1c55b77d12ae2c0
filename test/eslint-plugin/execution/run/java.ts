import { execFile } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentAt, PORTS, withPorts } from '../roles.ts';
import { baseOf, watch } from './batch.ts';
import type { Ran } from './outcome.ts';

const RUNNER = fileURLToPath(new URL('Runner.java', import.meta.url));

/** Compiles texts at once, runs each in every situation in a thread of one JVM, and tells what each did. */
export async function runJava(texts: readonly string[], folder: string): Promise<Ran[]> {
  await copyFile(RUNNER, join(folder, 'Runner.java'));
  const variables = environmentAt(0).filter(([name]) => name !== 'PEER_PORT');
  await writeFile(
    join(folder, 'config'),
    [texts.length, PORTS, ...variables.map(([name, offset]) => `${name} ${offset}`)].join('\n'),
  );
  await Promise.all(
    texts.map(async (text, index) => {
      await mkdir(join(folder, `p${index}`));
      await writeFile(
        join(folder, `p${index}`, 'Program.java'),
        `package p${index}; ${withPorts(text, baseOf(index))}`,
      );
    }),
  );
  const refused = await compile(folder, texts.length);
  const indices = texts.flatMap((_, index) => (refused.has(index) ? [] : [index]));
  const outcomes = await watch(
    folder,
    ['java', '-Xshare:auto', '-XX:TieredStopAtLevel=1', '-cp', folder, 'Runner', join(folder, 'config')],
    indices,
  );
  return texts.map((_, index): Ran => {
    const message = refused.get(index);
    return message === undefined ? { outcomes: outcomes(index), warnings: [] } : { refused: message };
  });
}

/** Compiles all that can be; tells what the compiler says of the rest. */
async function compile(folder: string, programs: number): Promise<ReadonlyMap<number, string>> {
  const refused = new Map<number, string>();
  for (;;) {
    const files = Array.from({ length: programs }, (_, index) => index)
      .filter((index) => !refused.has(index))
      .map((index) => `p${index}/Program.java`);
    await writeFile(join(folder, 'files'), ['Runner.java', ...files].join('\n'));
    const said = await javac(folder);
    if (said === '') {
      return refused;
    }
    const before = refused.size;
    for (const [, index = '', message = ''] of said.matchAll(/^p(\d+)\/Program\.java:\d+: error: (.*)$/gm)) {
      refused.set(Number(index), refused.get(Number(index)) ?? message);
    }
    if (refused.size === before) {
      throw new Error(`The programs are not compiled: ${said.slice(0, 2000)}`);
    }
  }
}

/** What javac says of what it refuses. */
function javac(folder: string): Promise<string> {
  const flags = ['-J-XX:TieredStopAtLevel=1', '-nowarn', '-proc:none', '-Xmaxerrs', '100000', '-d', '.'];
  return new Promise((resolve) => {
    execFile(
      'javac',
      [...flags, '@files'],
      { cwd: folder, maxBuffer: 1 << 28, env: { ...process.env, LC_ALL: 'C' } },
      (error, _stdout, stderr) => {
        resolve(error === null ? '' : stderr);
      },
    );
  });
}
