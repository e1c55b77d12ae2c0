import { spend } from '../../effort.ts';
import { PLATFORMS, type Platform } from '../../site.ts';
import { unwrap, type Node } from '../ast.ts';
import type { File } from '../file.ts';
import { evaluateCall } from './call.ts';
import { evaluateMember } from './member.ts';
import { evaluateBinary, evaluateLogical, evaluateTemplate, evaluateUnary } from './operators.ts';
import {
  constant,
  MAX_ALTERNATIVES,
  onlyConstant,
  truthiness,
  type Constant,
  type Inner,
  type Static,
} from './static.ts';
import { evaluateIdentifier } from './variable.ts';

const MAX_DEPTH = 16;
const MAX_STEPS = 400;

/** How far one evaluation may still go, shared by all its parts. */
interface Budget {
  left: number;
}

/**
 * The values an expression may have, from the source alone.
 * @param platform evaluates `process.platform` and its like as this platform; absent, they are unknown
 */
export function evaluate(file: File, expression: Node, platform?: Platform): readonly Static[] {
  return evaluateWithin(file, expression, platform, { left: MAX_STEPS }, 0);
}

function evaluateWithin(
  file: File,
  expression: Node,
  platform: Platform | undefined,
  budget: Budget,
  depth: number,
): readonly Static[] {
  const node = unwrap(expression);
  const unknown: readonly Static[] = [{ kind: 'unknown', node }];
  spend();
  budget.left -= 1;
  if (depth > MAX_DEPTH || budget.left < 0) {
    return unknown;
  }
  const inner: Inner = (child) => evaluateWithin(file, child, platform, budget, depth + 1);
  const values = evaluateNode(file, node, platform, inner) ?? unknown;
  return values.length === 0 || values.length > MAX_ALTERNATIVES ? unknown : values;
}

/** Whether a condition holds on a platform; undefined where the source does not tell. */
export function truthOn(file: File, condition: Node, platform: Platform): boolean | undefined {
  return truthOfAny(evaluate(file, condition, platform));
}

/** Whether all values are true, or all false. */
function truthOfAny(values: readonly Static[]): boolean | undefined {
  const [truth, ...others] = new Set(values.map(truthiness));
  return others.length === 0 ? truth : undefined;
}

function evaluateNode(
  file: File,
  node: Node,
  platform: Platform | undefined,
  inner: Inner,
): readonly Static[] | undefined {
  switch (node.type) {
    case 'Literal':
      return 'regex' in node ? [{ kind: 'object' }] : constant(node.value, node);
    case 'TemplateLiteral':
      return evaluateTemplate(node, inner);
    case 'Identifier':
      return evaluateIdentifier(file, node, inner);
    case 'MemberExpression':
      return evaluateMember(file, node, platform, inner);
    case 'UnaryExpression':
      return evaluateUnary(node, inner);
    case 'BinaryExpression':
      return evaluateBinary(node, inner);
    case 'LogicalExpression':
      return evaluateLogical(node, inner);
    case 'ConditionalExpression': {
      // within this evaluation's budget: `x = x ? 1 : 2` asks for itself
      const test = platform === undefined ? undefined : truthOfAny(inner(node.test));
      return test === undefined
        ? [...inner(node.consequent), ...inner(node.alternate)]
        : inner(test ? node.consequent : node.alternate);
    }
    case 'CallExpression':
      return evaluateCall(file, node, platform, inner);
    case 'AwaitExpression':
      return inner(node.argument);
    case 'AssignmentExpression':
      return node.operator === '=' ? inner(node.right) : undefined;
    case 'SequenceExpression':
      return node.expressions.length > 0 ? inner(node.expressions.at(-1) as Node) : undefined;
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return [{ kind: 'function' }];
    case 'ObjectExpression':
    case 'ArrayExpression':
    case 'NewExpression':
      return [{ kind: 'object' }];
    default:
      return undefined;
  }
}

/** A boolean option's value on each platform. */
export function booleanByPlatform(
  file: File,
  node: Node,
  read: (value: Constant) => boolean | undefined,
): Record<Platform, boolean | 'unknown'> {
  const on = (platform: Platform): boolean | 'unknown' => {
    const value = onlyConstant(evaluate(file, node, platform));
    return (value && read(value.value)) ?? 'unknown';
  };
  return Object.fromEntries(PLATFORMS.map((platform) => [platform, on(platform)])) as Record<
    Platform,
    boolean | 'unknown'
  >;
}
