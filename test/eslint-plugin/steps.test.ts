import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { within } from '../../eslint-plugin/src/sites/effort.ts';
import { frontEndFor } from '../../eslint-plugin/src/sites/front-ends.ts';
import { readTargets } from '../../eslint-plugin/src/sites/targets.ts';
import type { Growing } from './growing.ts';
import { GROWING } from './growth.ts';
import { configFor } from './lint.ts';

const COUNT = 200;

/** How many steps the sites of a text take. */
function stepsOf({ filename, text }: Growing, count: number): number {
  const linter = new Linter();
  // without rules: ESLint hands over what it has read
  const [config] = [configFor({ filename }).map(({ rules: _, ...rest }) => rest)];
  const messages = linter.verify(text(count), config, { filename });
  expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
  const sourceCode = linter.getSourceCode();
  const { steps, value } = within(Number.MAX_SAFE_INTEGER, () =>
    frontEndFor(sourceCode, readTargets({}), filename)?.(),
  );
  expect(value?.length).toBeGreaterThan(0);
  return steps;
}

const growth = (of: Growing): number => stepsOf(of, 2 * COUNT) / stepsOf(of, COUNT);
const named = (of: Growing): readonly [string, Growing] => [`${of.filename}: ${of.name}`, of];

describe('the steps of twice as much', () => {
  it.each(GROWING.map(named))('are about twice as many: %s', (_, of) => {
    expect(growth(of)).toBeLessThan(2.1);
  });
});
