import { describe, expect, it } from 'vitest';
import { GENERATORS, generate } from './generate.ts';
import { LANGUAGES } from './program.ts';

const MANY = 3_000;

describe.each(LANGUAGES)('programs in %s', (language) => {
  it('are the same for the same seed, and others for another', () => {
    const texts = (seed: number): string[] =>
      Array.from({ length: 20 }, (_, index) => generate(language, seed, index).text);
    expect(texts(7)).toEqual(texts(7));
    expect(texts(7)).not.toEqual(texts(8));
  });

  it('make every choice of every dimension', () => {
    const programs = Array.from({ length: MANY }, (_, index) => generate(language, 1, index));
    // a second socket cannot be all that a first one can
    const dimensions = GENERATORS[language].dimensions.filter(({ name }) => !name.startsWith('1.'));
    for (const { name, choices } of dimensions) {
      const made = new Set(programs.map((program) => program.choices[name]));
      expect(
        choices.filter((choice) => !made.has(choice)),
        name,
      ).toEqual([]);
    }
  });
});
