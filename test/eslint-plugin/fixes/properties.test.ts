import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULTS, lint, SETUPS } from './lint.ts';
import { listeningPrograms } from './programs/calls.ts';
import { violations } from './properties.ts';
import { PROGRAMS, SEED } from './seed.ts';

describe('fixes and suggestions for generated programs', () => {
  it(
    'parse, keep every comment, remove their report, bring no other, and are complete in one run',
    { timeout: 120_000 },
    () => {
      fc.assert(
        fc.property(listeningPrograms, fc.constantFrom(...SETUPS), (program, setup) => {
          for (const { rule, after } of [...violations(program, DEFAULTS), ...violations(program, setup)]) {
            throw new Error(`${rule}\n${program.file}, ${setup.name}:\n${program.text}\nbecame:\n${after}`);
          }
        }),
        { seed: SEED, numRuns: PROGRAMS },
      );
    },
  );

  it('are offered for enough of the programs to tell, by every rule', () => {
    const programs = fc.sample(listeningPrograms, { seed: SEED, numRuns: 500 });
    const messages = programs.flatMap(({ text, file }) => lint(text, file, DEFAULTS));
    const counts = new Map<string | null, { fixes: number; suggestions: number }>();
    for (const { ruleId, fix, suggestions = [] } of messages) {
      const { fixes = 0, suggestions: before = 0 } = counts.get(ruleId) ?? {};
      counts.set(ruleId, { fixes: fixes + (fix ? 1 : 0), suggestions: before + suggestions.length });
    }
    expect(counts.get('rebind/prefer-explicit-reuse')?.fixes).toBeGreaterThan(100);
    expect(counts.get('rebind/prefer-explicit-reuse')?.suggestions).toBeGreaterThan(200);
    expect(counts.get('rebind/no-ineffective-reuse')?.suggestions).toBeGreaterThan(20);
    expect(counts.get('rebind/no-unsafe-reuse')?.suggestions).toBeGreaterThan(10);
    expect(counts.get(null)).toBeUndefined();
  });
});
