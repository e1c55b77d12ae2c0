import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inNamespace } from '../../../network/namespace.ts';
import { PORTS } from '../roles.ts';
import { SITUATIONS, type Outcome, type Situation } from './outcome.ts';
import { callsByProgram, WATCHED } from './trace.ts';

const FIRST_PORT = 2_000;

/** How many texts one run takes: below the ports that the kernel gives out by itself. */
export const BATCH = Math.floor((32_000 - FIRST_PORT) / PORTS);

/** The first port of a text of a batch. */
export const baseOf = (index: number): number => FIRST_PORT + index * PORTS;

/** Runs the programs of a batch by their runner in every situation, watched by strace. */
export async function watch(
  folder: string,
  runner: readonly string[],
  indices: readonly number[],
): Promise<(index: number) => ReadonlyMap<Situation, Outcome>> {
  const bySituation = new Map<Situation, Map<number, Outcome>>();
  for (const situation of SITUATIONS) {
    bySituation.set(situation, await watchIn(situation, folder, runner));
  }
  return (index) =>
    new Map(
      SITUATIONS.map((situation) => {
        const outcome = bySituation.get(situation)?.get(index);
        if (!outcome && indices.includes(index)) {
          throw new Error(`Program ${index} was not run.`);
        }
        return [situation, outcome ?? { calls: [], status: 'not run', output: '' }];
      }),
    );
}

async function watchIn(
  situation: Situation,
  folder: string,
  runner: readonly string[],
): Promise<Map<number, Outcome>> {
  const path = (what: string): string => join(folder, `${situation.replace(' ', '-')}.${what}`);
  const refusing = situation === 'refused once' ? ['-e', 'inject=bind:error=EADDRINUSE:when=1'] : [];
  await promisify(execFile)(
    ...inNamespace(
      'strace',
      ...['-f', '--seccomp-bpf', '-qq', '-e', 'signal=none', '-e', `trace=${WATCHED}`, ...refusing],
      ...['-o', path('trace'), ...runner],
      ...[String(FIRST_PORT), path('report'), path('output'), situation === 'held' ? '1' : '0'],
    ),
    { cwd: folder, timeout: 600_000, maxBuffer: 1 << 26 },
  );
  const [trace, report, output] = await Promise.all(
    ['trace', 'report', 'output'].map((what) => readFile(path(what))),
  );
  const calls = callsByProgram(String(trace), baseOf);
  return new Map(
    String(report)
      .trim()
      .split('\n')
      .map((line) => {
        const [index, how = '', status = '', from, to] = line.split(' ');
        const said = String(output?.subarray(Number(from), Number(to)));
        const outcome = {
          calls: calls.get(Number(index)) ?? [],
          status: `${how} ${status}`,
          output: withoutPlaces(said),
        };
        return [Number(index), outcome];
      }),
  );
}

/** What a program says, without names and places that a change moves or that the batch brings. */
const withoutPlaces = (said: string): string =>
  said
    .replaceAll(/_zq\d+/g, '')
    .replaceAll(/^(?:programs: )?(?:\d+\.c(?:pp)?:\d+: )?/gm, '')
    .replaceAll(/File "\d+\.py", line \d+/g, 'File');
