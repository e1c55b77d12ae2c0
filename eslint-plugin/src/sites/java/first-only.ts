import { memoize } from '../memoize.ts';
import { grouped } from '../grouped.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors, within } from '../tree-sitter/walk.ts';
import { unwrap } from '../tree-sitter/unwrap.ts';
import { valueOf } from './evaluate.ts';
import { isField } from './fields.ts';
import { LOOP } from './placement.ts';
import { variableOf } from './scope.ts';
import type { BindStep, JavaHistory } from './step.ts';

const holds = (outer: SyntaxNode, { start, end }: SyntaxNode): boolean =>
  outer.start <= start && end <= outer.end;

/**
 * The `if` that sets an option on the first of several sockets alone: its condition fails from the second time on, in a loop or
 * method that makes a socket each time. Undefined where there is none.
 */
export function firstOnly(
  option: SyntaxNode,
  { bind }: BindStep,
  { creations }: JavaHistory,
): SyntaxNode | undefined {
  const made = [...creations].map(({ creation }) => creation.node);
  let inner = option;
  for (const around of ancestors(option)) {
    const condition = around.type === 'if_statement' ? around.field('condition') : undefined;
    if (
      condition &&
      around.field('consequence') === inner &&
      ![...made, bind.call].some((node) => holds(around, node)) &&
      again(around, made).some((region) => failsLater(unwrap(condition), region))
    ) {
      return around;
    }
    if (/^(?:lambda_expression|class_body)$/.test(around.type)) {
      return undefined;
    }
    inner = around;
  }
  return undefined;
}

/** The loops and the method around a statement that make a socket each time they run. */
function again(statement: SyntaxNode, made: readonly SyntaxNode[]): SyntaxNode[] {
  return [...ancestors(statement)].filter(
    (region) =>
      (LOOP.test(region.type) || region.type === 'method_declaration') &&
      made.length > 0 &&
      made.every((node) => holds(region, node)),
  );
}

/** A condition as a question about one variable: which value makes it true, as a number. */
interface Question {
  readonly subject: SyntaxNode;
  readonly isHeld: (value: number) => boolean;
}

/** Whether a condition fails whenever a region runs again, by what the region itself does. */
function failsLater(condition: SyntaxNode, region: SyntaxNode): boolean {
  const question = ask(condition);
  if (!question) {
    return false;
  }
  const { subject, isHeld } = question;
  const variable = subject.type === 'identifier' ? variableOf(subject, subject.text) : undefined;
  const isOutside = isField(variable) || (variable !== undefined && !holds(region, variable.node));
  const isCounter =
    region.type === 'for_statement' &&
    variable !== undefined &&
    holds(region, variable.node) &&
    variable.scope === region;
  return (
    (isOutside || isCounter) &&
    valuesGiven(subject, region).some((value) => value !== undefined && !isHeld(value))
  );
}

function ask(node: SyntaxNode): Question | undefined {
  switch (node.type) {
    case 'identifier':
    case 'field_access':
      return { subject: node, isHeld: Boolean };
    case 'unary_expression': {
      const inner = node.text.startsWith('!') ? node.field('operand') : undefined;
      const question = inner && ask(unwrap(inner));
      return question && { ...question, isHeld: (value) => !question.isHeld(value) };
    }
    case 'update_expression': {
      const [subject] = node.named;
      // `count++ == 0` asks for the value before
      return subject && node.text.startsWith(subject.text) ? ask(subject) : undefined;
    }
    case 'method_invocation': {
      const object = node.field('object');
      // what is added to a list counts as 1
      return object && node.field('name')?.text === 'isEmpty' && isName(object)
        ? { subject: object, isHeld: (value) => value === 0 }
        : undefined;
    }
    case 'binary_expression':
      return askComparison(node);
    default:
      return undefined;
  }
}

const isName = ({ type }: SyntaxNode): boolean => type === 'identifier' || type === 'field_access';

function askComparison(node: SyntaxNode): Question | undefined {
  const [left, right] = [node.field('left'), node.field('right')];
  const other = right && literal(right);
  const question = left && other !== undefined ? ask(unwrap(left)) : undefined;
  if (!question || other === undefined) {
    return undefined;
  }
  const { subject } = question;
  switch (node.field('operator')?.text) {
    case '==':
      return { subject, isHeld: (value) => value === other };
    case '!=':
      return { subject, isHeld: (value) => value !== other };
    case '<':
      return { subject, isHeld: (value) => value < other };
    default:
      return undefined;
  }
}

/** What a region gives a variable, as numbers: a flag's value, 1 for what counts up or is added to. */
const valuesGiven = (subject: SyntaxNode, region: SyntaxNode): readonly (number | undefined)[] =>
  valuesIn(region).get(bare(subject)) ?? [];

/** What a region gives which variables. */
const valuesIn = memoize((region: SyntaxNode) =>
  grouped(
    [...within(region)].flatMap((node): [string, number | undefined][] => {
      switch (node.type) {
        case 'assignment_expression': {
          const [left, right] = [node.field('left'), node.field('right')];
          return left && right
            ? [[bare(left), node.field('operator')?.text === '=' ? literal(right) : 1]]
            : [];
        }
        case 'update_expression':
          return node.named[0] && node.text.includes('++') ? [[bare(node.named[0]), 1]] : [];
        case 'method_invocation': {
          const object = node.field('object');
          return object && /^(?:add|put|addLast)$/.test(node.field('name')?.text ?? '')
            ? [[bare(object), 1]]
            : [];
        }
        default:
          return [];
      }
    }),
  ),
);

const bare = ({ text }: SyntaxNode): string => text.replaceAll(/\s+/g, '').replace(/^this\./, '');

/** A literal as a number; an object is 1 and `null` is 0. */
function literal(expression: SyntaxNode): number | undefined {
  const node = unwrap(expression);
  if (node.type === 'null_literal') {
    return 0;
  }
  const isObject = node.type === 'string_literal' || node.type === 'object_creation_expression';
  const value = isObject ? 1 : valueOf(node);
  return typeof value === 'boolean' || typeof value === 'number' ? Number(value) : undefined;
}
