import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inNamespace } from '../../network/namespace.ts';

/** A program's text with the value of PORT it runs with; null for none. */
export interface Run {
  readonly file: string;
  readonly text: string;
  readonly port: string | null;
}

/** What a program notes: a word, or a call that reached libuv: `['tcp', 'bind', '127.0.0.1', 3000, 0]`. */
type Note = string | readonly (string | number)[];

/** What a run did: calls that reached libuv, callbacks, events and errors in order, and the addresses in the end. */
export interface Outcome {
  readonly notes: readonly Note[];
  readonly sockets: readonly unknown[];
  /** It did not come to an end. */
  readonly expired?: true;
}

const RUNNER = fileURLToPath(new URL('run-programs.mjs', import.meta.url));
const NODE = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));

/** A name for a Unix domain socket that no other test has. */
export const pipeName = join(tmpdir(), `rebind-fixes-${process.pid}.sock`);

/** Runs programs in real Node, `processes` at a time, and tells what each did; the same text and PORT run once. */
export async function observe(runs: readonly Run[], processes: number): Promise<(run: Run) => Outcome> {
  const keyOf = ({ file, text, port }: Run): string => JSON.stringify([file, text, port]);
  const unique = [...new Map(runs.map((run) => [keyOf(run), run])).values()];
  const batches = Array.from({ length: processes }, (_, index) =>
    unique.filter((__, position) => position % processes === index),
  );
  const outcomes = new Map<string, Outcome>();
  await Promise.all(
    batches.map(async (batch) => {
      const observed = await runBatch(batch);
      for (const [index, run] of batch.entries()) {
        const outcome = observed[index];
        if (outcome) {
          outcomes.set(keyOf(run), outcome);
        }
      }
    }),
  );
  return (run) => {
    const outcome = outcomes.get(keyOf(run));
    if (!outcome) {
      throw new Error(`This program was not run:\n${run.text}`);
    }
    return outcome;
  };
}

async function runBatch(batch: readonly Run[]): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rebind-fixes-'));
  try {
    const paths = new Map<string, string>();
    const programs = batch.map(({ file, text, port }) => {
      const key = file + text;
      const path = paths.get(key) ?? join(folder, `${paths.size}.${file}`);
      if (!paths.has(key)) {
        paths.set(key, path);
        writeFileSync(path, text);
      }
      return { path, port };
    });
    const [input, output] = [join(folder, 'runs.json'), join(folder, 'outcomes.json')];
    writeFileSync(input, JSON.stringify(programs));
    await promisify(execFile)(...inNamespace(NODE, RUNNER, input, output), {
      cwd: folder,
      timeout: 80_000,
      maxBuffer: 1 << 26,
    });
    return JSON.parse(readFileSync(output, 'utf8')) as Outcome[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
