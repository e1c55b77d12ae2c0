import { describe, expect, it } from 'vitest';
import { missing } from '../../examples/support/toolchain.ts';
import { hasNamespaces } from '../../network/namespace.ts';
import { describeFailure } from './describe.ts';
import { generate } from './generate.ts';
import type { Language } from './program.ts';
import { prove } from './prove.ts';

const SEED = 20_261_128;

/** How many programs of each language run, and what has to be installed for them. */
const LANGUAGES: readonly (readonly [language: Language, programs: number, compiler: string])[] = [
  ['c', 120, 'gcc'],
  ['cpp', 60, 'g++'],
  ['java', 40, 'javac'],
  ['python', 80, 'python3'],
];

describe.skipIf(!hasNamespaces || missing('strace', '-V'))(
  'generated programs, run before and after every change while their system calls are watched',
  () => {
    it.each(LANGUAGES)(
      'in %s do what they did, and servers get SO_REUSEADDR',
      { timeout: 150_000 },
      async (language, programs, compiler) => {
        if (missing(compiler)) {
          return;
        }
        const proof = await prove(
          language,
          Array.from({ length: programs }, (_, index) => generate(language, SEED, index)),
        );
        expect(
          proof.failures.map(({ kind }) => kind),
          proof.failures.slice(0, 2).map(describeFailure).join('\n\n'),
        ).toEqual([]);
        // most are servers
        expect(proof.fixed).toBeGreaterThan(programs / 3);
      },
    );
  },
);
