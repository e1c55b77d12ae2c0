import { describe, expect, it } from 'vitest';

interface Input {
  readonly language: string;
  readonly text: string;
}
interface Seed extends Input {
  readonly name: string;
}

// by names that TypeScript does not follow: benchmarks are JavaScript
const [CHECK, INPUTS]: readonly string[] = ['../../bench/fuzz/check.mjs', '../../bench/fuzz/inputs.mjs'];
const { faultsOf } = (await import(CHECK ?? '')) as {
  readonly faultsOf: (input: Input) => readonly { readonly what: string }[] | undefined;
};
const { allSeeds, inputsOf, prefixesOf } = (await import(INPUTS ?? '')) as {
  readonly allSeeds: (isOwnOnly: boolean) => readonly Seed[];
  readonly inputsOf: (seeds: readonly Seed[], seed: number) => (number: number) => Input;
  readonly prefixesOf: (seeds: readonly Seed[]) => readonly Input[];
};

const seeds = allSeeds(true);

/** The texts at which something is wrong, with what it is. */
function faulty(texts: readonly Input[]): unknown[] {
  return texts.flatMap((input) => {
    const faults = faultsOf(input) ?? [];
    return faults.length > 0 ? [{ ...input, faults }] : [];
  });
}

describe('texts that nobody wrote', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'of seed %i are linted and fixed without a fault',
    { timeout: 120_000 },
    (seed) => {
      const inputOf = inputsOf(seeds, seed);
      expect(faulty(Array.from({ length: 100 }, (_, number) => inputOf(number)))).toEqual([]);
    },
  );

  it('are mostly such that something is said of them', () => {
    const inputOf = inputsOf(seeds, 1);
    const texts = Array.from({ length: 60 }, (_, number) => inputOf(number));
    expect(texts.filter((input) => faultsOf(input)).length).toBeGreaterThan(50);
    expect(new Set(texts.map(({ language }) => language)).size).toBe(6);
    // none is the text that it was made of, or another's
    expect(new Set(texts.map(({ text }) => text)).size).toBeGreaterThan(50);
  });
});

it.each(['c', 'cpp', 'java', 'python', 'javascript', 'typescript'])(
  'a file in %s is linted without a fault after each line, as it is typed',
  { timeout: 120_000 },
  (language) => {
    const file = seeds.find((seed) => seed.language === language && seed.name.includes('examples'));
    expect(faulty(prefixesOf(file ? [file] : []))).toEqual([]);
    expect(file?.text.split('\n').length).toBeGreaterThan(20);
  },
);
