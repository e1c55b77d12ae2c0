import type { AST } from 'eslint';
import { evaluator, onlyOf, type Form, type Value } from '../../flow/values.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { fieldAround, variableOf, type Variable } from './scope.ts';
import { positionIn } from '../../tree-sitter/bisect.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { writesOf } from './writes.ts';

/** Methods that give what they are given, as another type: `Integer.valueOf(0)`. */
const CONVERTERS = new Set(['valueOf', 'parseInt', 'intValue', 'parseBoolean']);

/** Names of constants for port 0. */
const EPHEMERAL = /^(?:ANY|EPHEMERAL|RANDOM|DYNAMIC|AUTO|FREE|ZERO)_?PORT$|^PORT_?(?:ANY|AUTO|RANDOM|ZERO)$/;

/** All values an expression may have, as far as the file tells. */
export const valuesOf = evaluator((node: SyntaxNode) => lower(unwrap(node)));

/** The value of a constant expression; undefined for any other. */
export function valueOf(expression: SyntaxNode): number | boolean | string | undefined {
  const value = onlyOf(valuesOf(expression));
  return value?.kind === 'number' || value?.kind === 'boolean' || value?.kind === 'string'
    ? value.value
    : undefined;
}

function lower(node: SyntaxNode): Form<SyntaxNode> | undefined {
  const range: AST.Range = [node.start, node.end];
  switch (node.type) {
    case 'decimal_integer_literal':
    case 'hex_integer_literal':
    case 'octal_integer_literal':
    case 'binary_integer_literal': {
      const value = integer(node.text);
      return value === undefined ? undefined : literal({ kind: 'number', value, range });
    }
    case 'true':
    case 'false':
      return literal({ kind: 'boolean', value: node.type === 'true' });
    case 'string_literal':
      return literal({ kind: 'string', value: node.text.slice(1, -1), range });
    case 'unary_expression':
      return { is: 'operation', operator: node.text.charAt(0), operands: node.fields('operand') };
    case 'binary_expression':
      return {
        is: 'operation',
        operator: node.field('operator')?.text ?? '',
        operands: [...node.fields('left'), ...node.fields('right')],
      };
    case 'ternary_expression':
      return { is: 'any', of: [...node.fields('consequence'), ...node.fields('alternative')] };
    case 'identifier':
    case 'field_access':
      return lowerName(node);
    case 'method_invocation':
      return lowerCall(node);
    default:
      return undefined;
  }
}

const literal = (value: Value): Form<SyntaxNode> => ({ is: 'value', value });

function lowerName(node: SyntaxNode): Form<SyntaxNode> | undefined {
  const [, holder, name = ''] = /^(?:(.*)\.)?(\w+)$/s.exec(node.text.replaceAll(/\s+/g, '')) ?? [];
  if (holder === 'Boolean' && (name === 'TRUE' || name === 'FALSE')) {
    return literal({ kind: 'boolean', value: name === 'TRUE' });
  }
  const variable = namedVariable(node);
  const initial = variable && initialOf(variable, node);
  return initial
    ? { is: 'any', of: [initial] }
    : EPHEMERAL.test(name)
      ? literal({ kind: 'number', value: 0 })
      : undefined;
}

/** `Integer.parseInt(System.getenv("PORT"))`, `System.getenv().getOrDefault("PORT", "8080")` */
function lowerCall(call: SyntaxNode): Form<SyntaxNode> | undefined {
  const name = call.field('name')?.text ?? '';
  const [first, second] = call.field('arguments')?.named ?? [];
  if (!first) {
    return undefined;
  }
  const isDefault = name === 'getOrDefault' && call.field('object')?.text.endsWith('getenv()') === true;
  return name === 'getenv' || isDefault
    ? { is: 'environment', variable: first, fallback: isDefault ? second : undefined }
    : CONVERTERS.has(name)
      ? { is: 'conversion', of: first }
      : { is: 'computed', from: [first] };
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
