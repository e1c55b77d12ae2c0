import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sample } from '../../../examples/support/toolchain.ts';
import { fix, lint } from '../../lint.ts';
import { listener } from './program.ts';

const SEED = 20_261_126;
const RUNS = 150;

const SAMPLES = [
  ...['c', 'cpp'].flatMap((folder) =>
    readdirSync(sample(folder)).map((name): [string, string] => [
      name.endsWith('.c') ? 'server.c' : 'server.cpp',
      readFileSync(join(sample(folder), name), 'utf8'),
    ]),
  ),
  [
    'server.c',
    listener(
      '    int on = 0;\n    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR | SO_REUSEPORT, &on, sizeof(on));\n',
    ),
  ] as [string, string],
];

/** What is put into a file, or taken out of it, where it hurts. */
const PIECES = [
  '{',
  '}',
  '(',
  ')',
  ';',
  '"',
  "'",
  '/*',
  '*/',
  '\\\n',
  '#if X\n',
  '#else\n',
  '#endif\n',
  'else ',
  'if (x) ',
  'bind(',
  'socket(',
  '\0',
  '\r\n',
  '\u{1f600}',
  '&',
  '::',
];

interface Mutation {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.integer({ min: 0, max: 40 }),
  insert: fc.constantFrom('', ...PIECES),
});

function mutate(code: string, mutations: readonly Mutation[]): string {
  return mutations.reduce((text, { at, remove, insert }) => {
    const start = Math.floor(at * text.length);
    return text.slice(0, start) + insert + text.slice(start + remove);
  }, code);
}

describe('mutated programs in C and C++', () => {
  it('are linted without an error, and fixed so that a second --fix finds nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SAMPLES),
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        ([filename, code], mutations) => {
          const mutated = mutate(code, mutations);
          expect(lint(mutated, { filename }).filter(({ fatal }) => fatal)).toEqual([]);
          const fixed = fix(mutated, { filename });
          expect(fix(fixed, { filename })).toBe(fixed);
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
  });
});
