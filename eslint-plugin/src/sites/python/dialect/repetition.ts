import type { Repetition } from '../../flow/first-only.ts';
import { argumentsOf } from '../lower/arguments.ts';
import { readBinding } from '../lower/bindings.ts';
import type { PythonFile } from '../lower/file.ts';
import { unwrap } from '../lower/place.ts';
import { BRANCHES } from './branches.ts';

const NAME = /^(?:identifier|attribute)$/u;

/** None is NaN, which is false and equals nothing else. */
const CONSTANTS: Readonly<Partial<Record<string, number>>> = { true: 1, false: 0, none: Number.NaN };

/** What holds the first time alone, in the grammar of Python. */
export const repetitionIn = (file: PythonFile): Repetition => ({
  branches: BRANCHES,
  boundary: /_definition$/u,
  variable: NAME,
  unwrap,
  literal: ({ type, text }) => (type === 'integer' ? Number(text) : CONSTANTS[type]),
  negated: (node) => (node.type === 'not_operator' ? node.field('argument') : undefined),
  compared: ({ type, named: [left, right], children }) =>
    type === 'comparison_operator'
      ? [left, children.flatMap(({ isNamed, text }) => (isNamed ? [] : [text])).join(' '), right]
      : undefined,
  counted: (node) =>
    node.type === 'call' && node.field('function')?.text === 'len' ? argumentsOf(node)[0] : undefined,
  given: (node) => {
    const { parent } = node;
    if (!NAME.test(node.type) || !parent) {
      return undefined;
    }
    const isAdded =
      parent.type === 'attribute' &&
      /^(?:append|add)$/u.test(parent.field('attribute')?.text ?? '') &&
      parent.parent?.type === 'call';
    return isAdded || (parent.type === 'augmented_assignment' && parent.field('left') === node)
      ? [node, 1]
      : [node, readBinding(node)?.value];
  },
  isKept: ({ type, text, start }, region) =>
    region.type !== 'function_definition' ||
    type === 'attribute' ||
    file.ownerOf(text, start)?.start !== region.start,
  // `for i in range(n)`, `for i, port in enumerate(ports)`
  countsIn: ({ text }, loop) => {
    const left = loop.type === 'for_statement' ? loop.field('left') : undefined;
    const call = loop.field('right');
    const [first, second] = call?.field('arguments')?.named ?? [];
    switch (call?.field('function')?.text) {
      case 'range':
        return left?.text === text && (second === undefined || first?.text === '0');
      case 'enumerate':
        return left?.named[0]?.text === text && second === undefined;
      default:
        return false;
    }
  },
});
