import { spend } from '../../effort.ts';
import { unwrap, type Node } from '../ast.ts';
import type { File } from '../file.ts';
import { fromTypeNode } from './annotation.ts';
import { resolveCall } from './call.ts';
import { memberOf, thisValue } from './member.ts';
import { FOREIGN, isForeignExport, moduleExport, TOO_MANY, UNKNOWN, type Value } from './value.ts';
import { resolveIdentifier } from './variable.ts';

/** Resolution is bounded: what lies beyond longer chains and more steps or alternatives counts as unknown. */
const MAX_DEPTH = 24;
const MAX_STEPS = 2_000;
const MAX_VALUES = 500;

/**
 * What an expression may evaluate to, looking backward from it through the scopes of its file.
 * Never evaluates anything; what it cannot follow is `unknown`.
 */
export function resolve(file: File, expression: Node): readonly Value[] {
  spend();
  const values = resolveBare(file, unwrap(expression));
  return values.every((value) => value.kind === 'unknown' || isForeignExport(file, value))
    ? asserted(file, expression, values)
    : values;
}

function resolveBare(file: File, node: Node): readonly Value[] {
  const { resolved, inProgress, budget } = file;
  const known = resolved.get(node);
  if (known) {
    return known;
  }
  if (inProgress.size === 0) {
    budget.left = MAX_STEPS;
  }
  budget.left -= 1;
  if (inProgress.has(node) || inProgress.size > MAX_DEPTH || budget.left < 0) {
    budget.cuts += 1;
    return [UNKNOWN];
  }
  inProgress.add(node);
  try {
    return keeping(file, () => distinct(resolveNode(file, node)), resolved.set.bind(resolved, node));
  } finally {
    inProgress.delete(node);
  }
}

/** What `x as Radio` says of a value of which nothing else is known. */
function asserted(file: File, expression: Node, otherwise: readonly Value[]): readonly Value[] {
  const isAssertion = expression.type === 'TSAsExpression' || expression.type === 'TSTypeAssertion';
  const values = isAssertion ? fromTypeNode(file, expression.typeAnnotation) : [];
  return values.length > 0 ? values : otherwise;
}

/** Asks, and keeps the answer; one that a bound or a cycle cut short is not worth keeping, but at the end of the question. */
export function keeping(
  { budget, inProgress }: File,
  ask: () => readonly Value[],
  keep: (values: readonly Value[]) => unknown,
): readonly Value[] {
  const { cuts } = budget;
  const values = ask();
  if (budget.cuts === cuts || inProgress.size === 1) {
    keep(values);
  }
  return values;
}

/** The values once each, and not too many. */
export function distinct(values: readonly Value[]): readonly Value[] {
  // what many expressions stand for is one list: what was found for it once is found again
  if (values.length === 1 || checked.has(values)) {
    return values;
  }
  spend(values.length);
  const found = withoutRepetition(values);
  checked.add(found);
  return found;
}

const checked = new WeakSet<readonly Value[]>();

function withoutRepetition(values: readonly Value[]): readonly Value[] {
  const seen = new Set<unknown>();
  const kept = values.filter((value) => {
    const key = keyOf(value);
    return !seen.has(key) && Boolean(seen.add(key));
  });
  return kept.length === 0
    ? [UNKNOWN]
    : kept.length > MAX_VALUES
      ? [...kept.slice(0, MAX_VALUES), TOO_MANY]
      : kept;
}

function keyOf(value: Value): unknown {
  switch (value.kind) {
    case 'unknown':
    case 'foreign':
      return value.kind;
    case 'export':
      return [value.isGlobal, value.module, ...value.path].join(' ');
    case 'instance':
      return value.creation?.node ?? value.type;
    case 'own-instance':
      return value.creation?.node ?? value;
    case 'function':
    case 'class':
    case 'object':
    case 'declared':
      return value.node;
    case 'bound':
      return value;
  }
}

/** Like `resolve`, for several expressions of which any may be the value. */
export function resolveAny(file: File, expressions: Iterable<Node>): Value[] {
  const values: Value[] = [];
  for (const expression of expressions) {
    values.push(...resolve(file, expression));
  }
  return values;
}

function resolveNode(file: File, node: Node): readonly Value[] {
  switch (node.type) {
    case 'Identifier':
      return resolveIdentifier(file, node);
    case 'ThisExpression':
      return thisValue(node);
    case 'MemberExpression':
      return memberOf(file, node);
    case 'CallExpression':
    case 'NewExpression':
      return resolveCall(file, node);
    case 'ImportExpression':
      return node.source.type === 'Literal' ? [moduleExport(String(node.source.value))] : [UNKNOWN];
    case 'AwaitExpression':
      return resolve(file, node.argument);
    case 'ConditionalExpression':
      return resolveAny(file, [node.consequent, node.alternate]);
    case 'LogicalExpression':
      return resolveAny(file, [node.left, node.right]);
    case 'AssignmentExpression':
      return node.operator === '=' ? resolve(file, node.right) : resolveAny(file, [node.left, node.right]);
    case 'SequenceExpression':
      return node.expressions.length > 0 ? resolve(file, node.expressions.at(-1) as Node) : [UNKNOWN];
    case 'FunctionExpression':
    case 'FunctionDeclaration':
    case 'ArrowFunctionExpression':
      return [{ kind: 'function', node }];
    case 'ClassExpression':
    case 'ClassDeclaration':
      return [{ kind: 'class', node }];
    case 'ObjectExpression':
      return [{ kind: 'object', node }];
    case 'Literal':
    case 'TemplateLiteral':
    case 'ArrayExpression':
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'UpdateExpression':
      return [FOREIGN];
    default:
      return [UNKNOWN];
  }
}
