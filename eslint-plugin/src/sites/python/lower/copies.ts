import type { Place } from '../../flow/step.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { argumentsOf } from './arguments.ts';
import { unwrap } from './place.ts';
import { placeIn, type PythonStep, type Scope } from './step.ts';

/** Calls that return the socket they are given, by what they are called. */
export const PASSES_ON = /(?:^|\.)(?:closing|wrap_socket|enter_context|aclosing)$/u;

/** Whether a target takes a value apart: `a, b = ...` */
export const isPattern = ({ type }: SyntaxNode): boolean =>
  /^(?:pattern_list|tuple_pattern|list_pattern)$/u.test(type);

/** The places an expression may be the value of: both branches of a condition. */
export function sourcesOf(scope: Scope, node: SyntaxNode | undefined): readonly Place[] {
  if (!node) {
    return [];
  }
  const value = unwrap(node);
  switch (value.type) {
    case 'conditional_expression':
      return [value.named[0], value.named[2]].flatMap((branch) => sourcesOf(scope, branch));
    case 'boolean_operator':
    case 'list':
    case 'tuple':
      return value.named.flatMap((part) => sourcesOf(scope, part));
    case 'assignment':
      return sourcesOf(scope, value.field('left'));
    case 'named_expression':
      return sourcesOf(scope, value.field('name'));
    case 'call':
      return PASSES_ON.test(value.field('function')?.text ?? '')
        ? sourcesOf(scope, argumentsOf(value)[0])
        : [];
    default: {
      const place = placeIn(scope, value);
      return place ? [place] : [];
    }
  }
}

/** Where a copy happens. */
type At = Pick<PythonStep, 'at' | 'node'>;

export function readCopy(
  scope: Scope,
  left: SyntaxNode | undefined,
  right: SyntaxNode | undefined,
  at: At,
): readonly PythonStep[] {
  if (!left || !right) {
    return [];
  }
  if (isPattern(left) && /^(?:expression_list|tuple|list)$/u.test(right.type)) {
    return left.named.flatMap((target, index) => readCopy(scope, target, right.named[index], at));
  }
  const into = placeIn(scope, left);
  return into ? sourcesOf(scope, right).map((from): PythonStep => ({ ...at, kind: 'copy', into, from })) : [];
}

/** `for s in socks`, `for i, s in enumerate(socks)`, `for name, s in socks.items()` */
export function readLoop(scope: Scope, node: SyntaxNode): readonly PythonStep[] {
  const [left, right] = [node.field('left'), node.field('right')];
  const copy = (target: SyntaxNode | undefined, source: SyntaxNode | undefined): readonly PythonStep[] =>
    readCopy(scope, target, source, { node, at: node.start });
  const callee = right?.type === 'call' ? right.field('function') : undefined;
  if (!right || !callee) {
    return copy(left, right);
  }
  const given = argumentsOf(right);
  const object = callee.field('object');
  switch (callee.field('attribute')?.text ?? callee.text) {
    case 'enumerate':
      return copy(left?.named[1], given[0]);
    case 'items':
      return copy(left?.named[1], object);
    case 'values':
      return copy(left, object);
    case 'zip':
      return given.flatMap((source, index) => copy(left?.named[index], source));
    case 'list':
    case 'tuple':
    case 'reversed':
    case 'sorted':
      return copy(left, given[0]);
    default:
      return [];
  }
}
