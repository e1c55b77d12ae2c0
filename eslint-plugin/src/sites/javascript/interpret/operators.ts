import type { TSESTree } from '@typescript-eslint/utils';
import { spend } from '../../effort.ts';
import { memoize } from '../../memoize.ts';
import type { Interpreter } from './interpreter.ts';
import { constant, isObject, onlyConstant, truthiness, UNKNOWN, type Constant, type Value } from './value.ts';

/** How a string with unknown parts reads: text when its known beginning cannot begin a number. */
function startingWith(start: string): readonly Value[] {
  return [
    {
      kind: 'string',
      text: start.trim() !== '' && Number.isNaN(Number(start)) && !/^\s*[+-]?[\d.]/.test(start),
    },
  ];
}

/** Whether a template has a character that no number has. */
const hasText = memoize(({ quasis }: TSESTree.TemplateLiteral) => {
  spend(quasis.length);
  return quasis.some(({ value }) => /[^\d\s]/.test(value.cooked ?? ''));
});

export function template(it: Interpreter, node: TSESTree.TemplateLiteral): readonly Value[] {
  let text = node.quasis[0]?.value.cooked ?? '';
  for (const [index, part] of node.expressions.entries()) {
    spend();
    const value = onlyConstant(it.ask(part));
    if (!value) {
      return [{ kind: 'string', text: hasText(node) }];
    }
    text += String(value.value) + (node.quasis[index + 1]?.value.cooked ?? '');
  }
  return constant(text);
}

export function unary(it: Interpreter, node: TSESTree.UnaryExpression): readonly Value[] {
  switch (node.operator) {
    case '+':
    case '-':
      return toNumbers(it.ask(node.argument), (value) => (node.operator === '-' ? -value : value));
    case '!':
      return it.ask(node.argument).map((value) => {
        const truth = truthiness(value);
        return truth === undefined ? { kind: 'unknown', node } : { kind: 'constant', value: !truth };
      });
    case 'void':
      return constant(undefined);
    case '~':
      return [{ kind: 'number' }];
    case 'typeof':
      return [{ kind: 'string', text: true }];
    default:
      return [UNKNOWN];
  }
}

/** The values as Number() gives them. */
export function toNumbers(
  values: readonly Value[],
  map: (value: number) => number = (value) => value,
): readonly Value[] {
  return values.map((value): Value => {
    switch (value.kind) {
      case 'constant':
        return typeof value.value === 'bigint'
          ? { kind: 'number' }
          : { kind: 'constant', value: map(Number(value.value)), node: value.node };
      case 'environment':
        return { ...value, numeric: true };
      default:
        return { kind: 'number' };
    }
  });
}

export function binary(it: Interpreter, node: TSESTree.BinaryExpression): readonly Value[] | undefined {
  if (node.left.type === 'PrivateIdentifier') {
    return undefined;
  }
  const left = it.ask(node.left);
  const right = it.ask(node.right);
  const [one, other] = [onlyConstant(left), onlyConstant(right)];
  if (one && other) {
    return binaryConstant(node.operator, one.value, other.value);
  }
  switch (node.operator) {
    case '+': {
      const start = left[0];
      if (
        left.length === 1 &&
        ((start?.kind === 'constant' && typeof start.value === 'string') || start?.kind === 'string')
      ) {
        return start.kind === 'constant' ? startingWith(String(start.value)) : [start];
      }
      const end = right[0];
      if (
        right.length === 1 &&
        end?.kind === 'constant' &&
        typeof end.value === 'string' &&
        /[^\d\s]/.test(end.value)
      ) {
        return [{ kind: 'string', text: true }];
      }
      const isNumber = (value: Value): boolean =>
        value.kind === 'number' ||
        (value.kind === 'constant' && typeof value.value === 'number') ||
        (value.kind === 'environment' && value.numeric);
      return left.every(isNumber) && right.every(isNumber) ? [{ kind: 'number' }] : undefined;
    }
    case '-':
    case '*':
    case '/':
    case '%':
    case '**':
    case '|':
    case '&':
    case '^':
    case '<<':
    case '>>':
    case '>>>':
      return [{ kind: 'number' }];
    default:
      return undefined;
  }
}

function binaryConstant(operator: string, left: Constant, right: Constant): readonly Value[] | undefined {
  switch (operator) {
    case '===':
      return constant(left === right);
    case '!==':
      return constant(left !== right);
    case '==':
      return constant(left == right);
    case '!=':
      return constant(left != right);
    case '+':
      return typeof left === 'number' && typeof right === 'number'
        ? constant(left + right)
        : typeof left === 'string' || typeof right === 'string'
          ? constant(String(left) + String(right))
          : [{ kind: 'number' }];
    case '-':
      return constant(Number(left) - Number(right));
    case '*':
      return constant(Number(left) * Number(right));
    default:
      return undefined;
  }
}

/** `a || b`, `a && b`, `a ?? b`: of the left side what lets the right side be. */
export function logical(it: Interpreter, node: TSESTree.LogicalExpression): readonly Value[] {
  const left = it.ask(node.left);
  const right = it.ask(node.right);
  if (it.asks === 'identity') {
    return [...left, ...right];
  }
  const passes = (value: Value): boolean => {
    if (value.kind !== 'constant') {
      return node.operator !== '&&' || (value.kind !== 'function' && !isObject(value));
    }
    switch (node.operator) {
      case '||':
        return Boolean(value.value);
      case '&&':
        return !value.value;
      case '??':
        return value.value !== null && value.value !== undefined;
    }
  };
  const kept = left.filter(passes);
  const certain = left.every(
    (value) => value.kind === 'constant' || value.kind === 'function' || isObject(value),
  );
  // short circuit: the right side is reached only where the left lets it
  return certain && kept.length === left.length ? kept : [...kept, ...right];
}
