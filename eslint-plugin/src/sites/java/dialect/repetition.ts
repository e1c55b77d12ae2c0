import type { Repetition } from '../../flow/first-only.ts';
import { holds } from '../../tree-sitter/walk.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { valueOf } from '../lower/evaluate.ts';
import { isField } from '../lower/fields.ts';
import { variableOf } from '../lower/scope.ts';
import { BRANCHES } from './branches.ts';

const NAME = /^(?:identifier|field_access)$/;

/** What holds the first time alone, in the grammar of Java. */
export const REPETITION: Repetition = {
  branches: BRANCHES,
  boundary: /^(?:lambda_expression|class_body)$/,
  variable: NAME,
  unwrap,
  literal: (node) => {
    const isObject = node.type === 'string_literal' || node.type === 'object_creation_expression';
    const value = node.type === 'null_literal' ? 0 : isObject ? 1 : valueOf(node);
    return typeof value === 'boolean' || typeof value === 'number' ? Number(value) : undefined;
  },
  negated: (node) => {
    const object = node.field('object');
    return node.type === 'unary_expression' && node.text.startsWith('!')
      ? node.field('operand')
      : object && NAME.test(object.type) && node.field('name')?.text === 'isEmpty'
        ? object
        : undefined;
  },
  compared: (node) =>
    node.type === 'binary_expression'
      ? [node.field('left'), node.field('operator')?.text ?? '', node.field('right')]
      : undefined,
  counted: ({ type, text, named: [subject] }) =>
    // `count++ == 0` asks for the value before
    type === 'update_expression' && subject && text.startsWith(subject.text) ? subject : undefined,
  given: (node) => {
    switch (node.type) {
      case 'assignment_expression':
        return [node.field('left'), node.field('operator')?.text === '=' ? node.field('right') : 1];
      case 'update_expression':
        return node.text.includes('++') ? [node.named[0], 1] : undefined;
      case 'method_invocation':
        return /^(?:add|put|addLast)$/.test(node.field('name')?.text ?? '')
          ? [node.field('object'), 1]
          : undefined;
      default:
        return undefined;
    }
  },
  // declared outside of what runs again, or counting a loop's turns
  isKept: (subject, region) => {
    const variable = subject.type === 'identifier' ? variableOf(subject, subject.text) : undefined;
    return (
      isField(variable) ||
      (variable !== undefined && !holds(region, variable.node)) ||
      (region.type === 'for_statement' && variable?.scope === region)
    );
  },
};
