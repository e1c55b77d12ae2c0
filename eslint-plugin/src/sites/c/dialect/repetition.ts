import type { Repetition } from '../../flow/first-only.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { assignmentsIn } from '../lower/assignments.ts';
import { BRANCHES } from './branches.ts';

/** What holds the first time alone, in the grammars of C and C++. */
export const REPETITION: Repetition = {
  branches: BRANCHES,
  boundary: /^function_definition$/,
  variable: /^(?:identifier|field_expression)$/,
  unwrap: (node) => unwrap((node.type === 'condition_clause' ? node.field('value') : undefined) ?? node),
  literal: ({ type, text }) =>
    type === 'number_literal'
      ? Number(text.replace(/[uUlL]+$/, ''))
      : type === 'true' || type === 'false'
        ? Number(type === 'true')
        : undefined,
  negated: (node) =>
    node.type === 'unary_expression' && node.children[0]?.text === '!' ? node.field('argument') : undefined,
  compared: (node) =>
    node.type === 'binary_expression'
      ? [node.field('left'), node.field('operator')?.text ?? '', node.field('right')]
      : undefined,
  given: (node, region) => {
    switch (node.type) {
      case 'update_expression':
        return [node.field('argument'), 1];
      case 'assignment_expression':
        switch (node.field('operator')?.text) {
          case '=':
            // what a loop begins with is given once
            return region.field('initializer')?.start === node.start
              ? undefined
              : [node.field('left'), node.field('right')];
          case '+=':
            return [node.field('left'), 1];
          default:
            return undefined;
        }
      default:
        return undefined;
    }
  },
  isKept: (variable, region) => region.type !== 'function_definition' || outlives(variable, region),
};

/** Whether a variable is there when its function runs again: a field, one of the file, a static one. */
function outlives(variable: SyntaxNode, routine: SyntaxNode): boolean {
  return (
    variable.type === 'field_expression' ||
    !assignmentsIn(routine).types.has(variable.text) ||
    new RegExp(`\\bstatic\\b[^;]*\\b${variable.text}\\b`).test(routine.text)
  );
}
