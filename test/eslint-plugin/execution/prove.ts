import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layoutFaults, lintProgram, type Change, type Linted } from './changes.ts';
import { faultsOf } from './check.ts';
import type { Fault } from './fault.ts';
import type { Language, Program } from './program.ts';
import { BATCH } from './run/batch.ts';
import type { Ran } from './run/outcome.ts';
import { runJava } from './run/java.ts';
import { runPosix } from './run/posix.ts';
import { runPython } from './run/python.ts';

/** A fault with the program and the change that show it. */
export interface Failure extends Fault {
  readonly program: Program;
  readonly change: Change | undefined;
  /** The system calls and words of both, for those who read. */
  readonly before: Ran | undefined;
  readonly after: Ran | undefined;
}

/** What was seen of programs. */
export interface Proof {
  readonly programs: number;
  readonly fixed: number;
  readonly suggestions: number;
  /** How many times a program was run. */
  readonly runs: number;
  readonly failures: readonly Failure[];
}

const RUNNERS: Readonly<Record<Language, (texts: readonly string[], folder: string) => Promise<Ran[]>>> = {
  c: (texts, folder) => runPosix('c', texts, folder),
  cpp: (texts, folder) => runPosix('cpp', texts, folder),
  java: runJava,
  python: runPython,
};

/** Runs every program of one language before and after each change that ESLint makes or offers. */
export async function prove(language: Language, programs: readonly Program[]): Promise<Proof> {
  const linted = programs.map(lintProgram);
  const texts = new Set(
    programs.flatMap(({ text }, index) => [
      text,
      ...(linted[index]?.changes ?? []).map((change) => change.text),
    ]),
  );
  const ran = await runTexts(language, [...texts]);
  return {
    programs: programs.length,
    fixed: programs.filter(({ text }, index) => linted[index]?.changes[0]?.text !== text).length,
    suggestions: linted.reduce((sum, { changes }) => sum + changes.length - 1, 0),
    runs: [...ran.values()].reduce((sum, one) => sum + ('outcomes' in one ? one.outcomes.size : 0), 0),
    failures: programs.flatMap((program, index) => {
      const one = linted[index];
      return one ? failuresOf(program, one, (text) => ran.get(text)) : [];
    }),
  };
}

function failuresOf(
  program: Program,
  { changes, faults }: Linted,
  ranOf: (text: string) => Ran | undefined,
): Failure[] {
  const before = ranOf(program.text);
  return [
    ...faults.map((fault) => ({ ...fault, program, change: undefined, before, after: undefined })),
    ...changes.flatMap((change) => {
      const after = ranOf(change.text);
      return before && after
        ? [
            ...layoutFaults(change.what, program.text, change.text),
            ...faultsOf(program, change, before, after),
          ].map((fault) => ({
            ...fault,
            program,
            change,
            before,
            after,
          }))
        : [];
    }),
  ];
}

/** Runs texts in every situation. */
export async function runTexts(language: Language, texts: readonly string[]): Promise<Map<string, Ran>> {
  const ran = new Map<string, Ran>();
  for (let start = 0; start < texts.length; start += BATCH) {
    const batch = texts.slice(start, start + BATCH);
    const folder = await mkdtemp(join(tmpdir(), 'rebind-execution-'));
    try {
      const outcomes = await RUNNERS[language](batch, folder);
      for (const [index, outcome] of outcomes.entries()) {
        ran.set(batch[index] ?? '', outcome);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return ran;
}
