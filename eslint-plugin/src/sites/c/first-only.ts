import type { History } from '../flow/history.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { unwrap } from '../tree-sitter/unwrap.ts';
import { ancestors, within } from '../tree-sitter/walk.ts';
import { assignmentsIn } from './assignments.ts';
import type { OptionStep } from './options.ts';
import type { Bind, Creation, SetOption } from './unit.ts';

const holds = (outer: SyntaxNode, { start, end }: SyntaxNode): boolean =>
  outer.start <= start && end <= outer.end;

/**
 * The `if` that sets an option on the first of several sockets alone: its condition fails from the second time on, in a loop
 * or function that makes a socket each time it runs. Undefined where there is none.
 */
export function firstOnly(
  { option: { call } }: OptionStep,
  bind: SyntaxNode,
  { creations }: History<Creation, SetOption, Bind>,
): SyntaxNode | undefined {
  const made = [...creations].map(({ node }) => node);
  let inside: SyntaxNode = call;
  for (const parent of ancestors(call)) {
    if (parent.type === 'function_definition') {
      return undefined;
    }
    const condition = parent.type === 'if_statement' ? parent.field('condition') : undefined;
    if (
      condition &&
      parent.field('consequence') === inside &&
      ![...made, bind].some((node) => holds(parent, node)) &&
      runningAgain(parent, made).some((region) => failsLater(condition, region))
    ) {
      return parent;
    }
    inside = parent;
  }
  return undefined;
}

/** The loops and the function around a statement that make a socket each time they run. */
function runningAgain(statement: SyntaxNode, made: readonly SyntaxNode[]): SyntaxNode[] {
  return [...ancestors(statement)].filter(
    (region) =>
      /^(?:(?:for|while|do)_statement|for_range_loop|function_definition)$/.test(region.type) &&
      made.length > 0 &&
      made.every((creation) => holds(region, creation)),
  );
}

/** Whether a condition fails whenever a region runs again, by what the region itself does. */
function failsLater(condition: SyntaxNode, region: SyntaxNode): boolean {
  const question = ask(condition.type === 'condition_clause' ? condition.field('value') : condition);
  if (!question) {
    return false;
  }
  const { variable, isHeld } = question;
  if (region.type === 'function_definition') {
    return outlives(variable, region) && valuesGiven(variable, region).some((value) => !isHeld(value));
  }
  return [...valuesGiven(variable, region), ...steps(variable, region)].some((value) => !isHeld(value));
}

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
function valuesGiven(variable: SyntaxNode, region: SyntaxNode): number[] {
  return assignmentsIn(region.type === 'function_definition' ? region : functionOf(region))
    .to(variable.text)
    .flatMap(({ value }) => {
      const isIn = holds(region, value) && value.parent?.type === 'assignment_expression';
      const isFirst = region.field('initializer')?.start === value.parent?.start;
      const number = isIn && !isFirst ? literal(value) : undefined;
      return number === undefined ? [] : [number];
    });
}

const functionOf = (node: SyntaxNode): SyntaxNode =>
  [...ancestors(node)].find(({ type }) => type === 'function_definition') ?? node.root;

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

/** A condition as a question about one variable. */
interface Question {
  readonly variable: SyntaxNode;
  readonly isHeld: (value: number) => boolean;
}

function ask(condition: SyntaxNode | undefined): Question | undefined {
  const node = condition && unwrap(condition);
  switch (node?.type) {
    case 'identifier':
    case 'field_expression':
      return { variable: node, isHeld: (value) => value !== 0 };
    case 'unary_expression': {
      const inside = node.children[0]?.text === '!' ? ask(node.field('argument')) : undefined;
      return inside && { ...inside, isHeld: (value) => !inside.isHeld(value) };
    }
    case 'binary_expression': {
      const [left, right] = [node.field('left'), node.field('right')];
      const other = right && literal(right);
      const variable = left && unwrap(left);
      const compare = COMPARISONS[node.field('operator')?.text ?? ''];
      return variable &&
        /^(?:identifier|field_expression)$/.test(variable.type) &&
        other !== undefined &&
        compare
        ? { variable, isHeld: (value) => compare(value, other) }
        : undefined;
    }
    default:
      return undefined;
  }
}

const COMPARISONS: Readonly<Partial<Record<string, (one: number, other: number) => boolean>>> = {
  '==': (one, other) => one === other,
  '!=': (one, other) => one !== other,
  '<': (one, other) => one < other,
};

function literal(expression: SyntaxNode): number | undefined {
  const { type, text } = unwrap(expression);
  return type === 'number_literal' ? Number(text) : type === 'true' ? 1 : type === 'false' ? 0 : undefined;
}
