import * as flow from '../../flow/first-only.ts';
import type { History } from '../../flow/history.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { ancestors, holds, within } from '../../tree-sitter/walk.ts';
import { BRANCHES } from '../dialect/branches.ts';
import { assignmentsIn } from '../lower/assignments.ts';
import type { OptionStep } from '../lower/options.ts';
import type { Bind, Creation, SetOption } from '../lower/unit.ts';

/** The `if` that sets an option on the first of several sockets alone; undefined where there is none. */
export const firstOnly = (
  { option: { call } }: OptionStep,
  bind: SyntaxNode,
  { creations }: History<Creation, SetOption, Bind>,
): SyntaxNode | undefined =>
  flow.firstOnly({ option: call, bind, made: [...creations].map(({ node }) => node) }, REPETITION);

const isFunction = ({ type }: SyntaxNode): boolean => type === 'function_definition';

const REPETITION: flow.Repetition = {
  branches: BRANCHES,
  isBoundary: isFunction,
  ask: (condition) => ask(condition.type === 'condition_clause' ? condition.field('value') : condition),
  later: (variable, region) => ({
    values: !isFunction(region)
      ? [...valuesGiven(variable, region), ...steps(variable, region)]
      : outlives(variable, region)
        ? valuesGiven(variable, region)
        : [],
  }),
};

/** Whether a variable is there when its function runs again: a field, one of the file, a static one. */
function outlives(variable: SyntaxNode, routine: SyntaxNode): boolean {
  if (variable.type === 'field_expression') {
    return true;
  }
  const { types } = assignmentsIn(routine);
  return (
    !types.has(variable.text) || new RegExp(`\\bstatic\\b[^;]*\\b${variable.text}\\b`).test(routine.text)
  );
}

/** The numbers that a region gives a variable, what it is declared with left out. */
function valuesGiven(variable: SyntaxNode, region: SyntaxNode): (number | undefined)[] {
  return assignmentsIn(isFunction(region) ? region : functionOf(region))
    .to(variable.text)
    .map(({ value }) => {
      const isIn = holds(region, value) && value.parent?.type === 'assignment_expression';
      const isFirst = region.field('initializer')?.start === value.parent?.start;
      return isIn && !isFirst ? literal(value) : undefined;
    });
}

const functionOf = (node: SyntaxNode): SyntaxNode => [...ancestors(node)].find(isFunction) ?? node.root;

/** What a variable is after it was counted once from 0: `i++`, `n += 1`. */
function steps({ text }: SyntaxNode, region: SyntaxNode): number[] {
  return [...within(region)].some(
    (node) =>
      (node.type === 'update_expression' && node.field('argument')?.text === text) ||
      (node.type === 'assignment_expression' &&
        node.field('operator')?.text === '+=' &&
        node.field('left')?.text === text),
  )
    ? [1]
    : [];
}

function ask(condition: SyntaxNode | undefined): flow.Question | undefined {
  const node = condition && unwrap(condition);
  switch (node?.type) {
    case 'identifier':
    case 'field_expression':
      return flow.asTruth(node);
    case 'unary_expression': {
      const inside = node.children[0]?.text === '!' ? ask(node.field('argument')) : undefined;
      return inside && flow.negated(inside);
    }
    case 'binary_expression': {
      const [left, right] = [node.field('left'), node.field('right')];
      const other = right && literal(right);
      const variable = left && unwrap(left);
      return variable && /^(?:identifier|field_expression)$/.test(variable.type) && other !== undefined
        ? flow.compared(variable, node.field('operator')?.text ?? '', other)
        : undefined;
    }
    default:
      return undefined;
  }
}

function literal(expression: SyntaxNode): number | undefined {
  const { type, text } = unwrap(expression);
  return type === 'number_literal'
    ? Number(text.replace(/[uUlL]+$/, ''))
    : type === 'true'
      ? 1
      : type === 'false'
        ? 0
        : undefined;
}
