import { expect, it } from 'vitest';
import {
  asTruth,
  compared,
  negated,
  type Question,
} from '../../../../eslint-plugin/src/sites/flow/first-only.ts';
import { SyntaxNode } from '../../../../eslint-plugin/src/sites/tree-sitter/node.ts';

/** A node of no language, with nothing around it. */
const first = new SyntaxNode({ type: 'identifier', startIndex: 0, endIndex: 0 } as never, '');
const NOTHING = Number.NaN;

it.each<[text: string, question: Question | undefined, held: readonly number[], not: readonly number[]]>([
  ['first', asTruth(first), [1, 2], [0, NOTHING]],
  ['!first', negated(asTruth(first)), [0, NOTHING], [1, 2]],
  ['first == 0', compared(first, '==', 0), [0], [1, NOTHING]],
  ['first != 0', compared(first, '!=', 0), [1, NOTHING], [0]],
  ['first < 1', compared(first, '<', 1), [0], [1, 2]],
  ['first is None', compared(first, 'is', NOTHING), [NOTHING], [0, 1]],
  ['first is not None', compared(first, 'is not', NOTHING), [0, 1], [NOTHING]],
])('`if (%s)` holds for some values of its variable alone', (_, question, held, not) => {
  expect(held.map((value) => question?.isHeld(value))).toEqual(held.map(() => true));
  expect(not.map((value) => question?.isHeld(value))).toEqual(not.map(() => false));
});

it('asks nothing of a first time by an operator that tells nothing of one', () => {
  expect(compared(first, '>>', 0)).toBeUndefined();
});
