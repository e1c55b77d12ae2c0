import type { SyntaxNode } from '../tree-sitter/node.ts';
import { fieldAround, variableOf, type Variable } from './scope.ts';
import { positionIn } from '../tree-sitter/bisect.ts';
import { unwrap } from '../tree-sitter/unwrap.ts';
import { writesOf } from './writes.ts';

const MAX_DEPTH = 10;

/** Constants of wrappers that are the value they are given: `Integer.valueOf(0)`, `Boolean.TRUE`. */
const CONVERTERS = new Set(['valueOf', 'parseInt', 'intValue', 'parseBoolean']);

/** The value of a constant expression; undefined for any other. */
export function valueOf(expression: SyntaxNode, depth = 0): number | boolean | string | undefined {
  const node = unwrap(expression);
  if (depth > MAX_DEPTH) {
    return undefined;
  }
  switch (node.type) {
    case 'decimal_integer_literal':
    case 'hex_integer_literal':
    case 'octal_integer_literal':
    case 'binary_integer_literal':
      return integer(node.text);
    case 'true':
      return true;
    case 'false':
      return false;
    case 'string_literal':
      return node.text.slice(1, -1);
    case 'unary_expression': {
      const operand = node.field('operand');
      const value = operand && valueOf(operand, depth + 1);
      const operator = node.text[0];
      return typeof value === 'number' && operator === '-'
        ? -value
        : typeof value === 'boolean' && operator === '!'
          ? !value
          : undefined;
    }
    case 'binary_expression':
      return calculated(node, depth);
    case 'field_access': {
      const text = node.text.replaceAll(/\s+/g, '');
      if (text === 'Boolean.TRUE' || text === 'Boolean.FALSE') {
        return text === 'Boolean.TRUE';
      }
      const variable = namedVariable(node);
      return variable && constantOf(variable, node, depth);
    }
    case 'identifier': {
      const variable = namedVariable(node);
      return variable && constantOf(variable, node, depth);
    }
    case 'method_invocation': {
      const [first] = node.field('arguments')?.named ?? [];
      const isConversion = CONVERTERS.has(node.field('name')?.text ?? '') && first;
      const value = isConversion ? valueOf(first, depth + 1) : undefined;
      return typeof value === 'string' ? converted(value) : value;
    }
    default:
      return undefined;
  }
}

/** The variable that `port`, `this.port` or `Defaults.PORT` is. */
export function namedVariable(node: SyntaxNode): Variable | undefined {
  if (node.type === 'identifier') {
    return variableOf(node, node.text);
  }
  const object = node.field('object');
  return object?.type === 'this' || /^[A-Z]/.test(object?.text ?? '')
    ? fieldAround(node, node.field('field')?.text ?? '')
    : undefined;
}

function integer(text: string): number | undefined {
  const digits = text.replaceAll('_', '').replace(/l$/i, '');
  const value = Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return Number.isSafeInteger(value) ? value : undefined;
}

function converted(text: string): number | boolean | undefined {
  return text === 'true' || text === 'false'
    ? text === 'true'
    : /^\d+$/.test(text)
      ? Number(text)
      : undefined;
}

function calculated(node: SyntaxNode, depth: number): number | undefined {
  const [left, right] = [node.field('left'), node.field('right')].map(
    (side) => side && valueOf(side, depth + 1),
  );
  const operator = node.field('operator')?.text ?? node.children[1]?.text;
  if (typeof left !== 'number' || typeof right !== 'number') {
    return undefined;
  }
  return operator === '+' ? left + right : operator === '-' ? left - right : undefined;
}

/** The value of a variable that has only one where it is read. */
function constantOf(
  variable: Variable,
  use: SyntaxNode,
  depth: number,
): number | boolean | string | undefined {
  const initial = initialOf(variable, use);
  return initial && valueOf(initial, depth + 1);
}

/** The initial value of a variable, where nothing else can have been assigned when it is read. */
export function initialOf(variable: Variable, use: SyntaxNode): SyntaxNode | undefined {
  const { value, name, kind, isFinal, isPublic, node, scope } = variable;
  if (!value || (kind === 'field' && !isFinal && isPublic)) {
    return undefined;
  }
  if (isFinal) {
    return value;
  }
  const end = kind === 'field' ? scope.end : use.start;
  const writes = writesOf(scope.root, name);
  const isWritten = (from: number, to: number): boolean => (writes[positionIn(writes, from)] ?? to) < to;
  return isWritten(node.end, end) || (kind === 'field' && isWritten(scope.start, node.start))
    ? undefined
    : value;
}
