import type { TSESTree } from '@typescript-eslint/utils';
import { spend } from '../../effort.ts';
import { memoize } from '../../memoize.ts';
import { constant, onlyConstant, truthiness, type Constant, type Inner, type Static } from './static.ts';

/** How a string with unknown parts reads: text when its known beginning cannot begin a number. */
function startingWith(start: string): readonly Static[] {
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

export function evaluateTemplate(node: TSESTree.TemplateLiteral, inner: Inner): readonly Static[] {
  let text = node.quasis[0]?.value.cooked ?? '';
  for (const [index, part] of node.expressions.entries()) {
    spend();
    const value = onlyConstant(inner(part));
    if (!value) {
      return [{ kind: 'string', text: hasText(node) }];
    }
    text += String(value.value) + (node.quasis[index + 1]?.value.cooked ?? '');
  }
  return constant(text);
}

export function evaluateUnary(node: TSESTree.UnaryExpression, inner: Inner): readonly Static[] | undefined {
  switch (node.operator) {
    case '+':
    case '-':
      return toNumbers(inner(node.argument), (value) => (node.operator === '-' ? -value : value));
    case '!':
      return inner(node.argument).map((value) => {
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
      return undefined;
  }
}

/** The values as Number() gives them. */
export function toNumbers(
  values: readonly Static[],
  map: (value: number) => number = (value) => value,
): readonly Static[] {
  return values.map((value): Static => {
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

export function evaluateBinary(node: TSESTree.BinaryExpression, inner: Inner): readonly Static[] | undefined {
  if (node.left.type === 'PrivateIdentifier') {
    return undefined;
  }
  const left = inner(node.left);
  const right = inner(node.right);
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
      const isNumber = (value: Static): boolean =>
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

function binaryConstant(operator: string, left: Constant, right: Constant): readonly Static[] | undefined {
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

export function evaluateLogical(node: TSESTree.LogicalExpression, inner: Inner): readonly Static[] {
  const left = inner(node.left);
  const right = inner(node.right);
  const passes = (value: Static): boolean => {
    if (value.kind !== 'constant') {
      return node.operator !== '&&' || (value.kind !== 'function' && value.kind !== 'object');
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
    (value) => value.kind === 'constant' || value.kind === 'function' || value.kind === 'object',
  );
  // short circuit: the right side is reached only where the left lets it
  return certain && kept.length === left.length ? kept : [...kept, ...right];
}
