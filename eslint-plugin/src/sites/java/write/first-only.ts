import { memoize } from '../../memoize.ts';
import * as flow from '../../flow/first-only.ts';
import { grouped } from '../../grouped.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { holds, within } from '../../tree-sitter/walk.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { BRANCHES } from '../dialect/branches.ts';
import { valueOf } from '../lower/evaluate.ts';
import { isField } from '../lower/fields.ts';
import { variableOf } from '../lower/scope.ts';
import type { BindStep, JavaHistory } from '../lower/step.ts';

/** The `if` that sets an option on the first of several sockets alone; undefined where there is none. */
export const firstOnly = (
  option: SyntaxNode,
  { bind }: BindStep,
  { creations }: JavaHistory,
): SyntaxNode | undefined =>
  flow.firstOnly(
    { option, bind: bind.call, made: [...creations].map(({ creation }) => creation.node) },
    REPETITION,
  );

const REPETITION: flow.Repetition = {
  branches: BRANCHES,
  isBoundary: ({ type }) => /^(?:lambda_expression|class_body)$/.test(type),
  ask: (condition) => ask(unwrap(condition)),
  later: (variable, region) => ({ values: isKept(variable, region) ? valuesGiven(variable, region) : [] }),
};

/** Whether a variable is there when a region runs again: it is declared outside of it, or counts a loop's turns. */
function isKept(subject: SyntaxNode, region: SyntaxNode): boolean {
  const variable = subject.type === 'identifier' ? variableOf(subject, subject.text) : undefined;
  const isInside = variable !== undefined && holds(region, variable.node);
  return (
    isField(variable) ||
    (variable !== undefined && !isInside) ||
    (region.type === 'for_statement' && isInside && variable.scope === region)
  );
}

function ask(node: SyntaxNode): flow.Question | undefined {
  switch (node.type) {
    case 'identifier':
    case 'field_access':
      return flow.asTruth(node);
    case 'unary_expression': {
      const inner = node.text.startsWith('!') ? node.field('operand') : undefined;
      const question = inner && ask(unwrap(inner));
      return question && flow.negated(question);
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
        ? flow.compared(object, '==', 0)
        : undefined;
    }
    case 'binary_expression': {
      const [left, right] = [node.field('left'), node.field('right')];
      const other = right && literal(right);
      const question = left && other !== undefined ? ask(unwrap(left)) : undefined;
      return question && other !== undefined
        ? flow.compared(question.variable, node.field('operator')?.text ?? '', other)
        : undefined;
    }
    default:
      return undefined;
  }
}

const isName = ({ type }: SyntaxNode): boolean => type === 'identifier' || type === 'field_access';

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
