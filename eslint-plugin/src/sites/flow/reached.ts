import { firstNotBelow } from '../tree-sitter/bisect.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors, nearest, within } from '../tree-sitter/walk.ts';
import { controlOf, decisionOf, holds, isLoop, isOptional, partsOf, type Branches } from './branches.ts';
import { furthestOf } from './furthest.ts';
import { memoize } from '../memoize.ts';

const FUNCTIONS: ReadonlySet<string | undefined> = new Set(['function', 'lambda']);

const isFunction = (node: SyntaxNode, branches: Branches): boolean =>
  FUNCTIONS.has(controlOf(node, branches));

const functionsAround = memoize((branches: Branches) =>
  nearest((ancestor) => (isFunction(ancestor, branches) || !ancestor.parent ? ancestor : undefined)),
);

const EXITS: ReadonlySet<string | undefined> = new Set(['exit', 'break']);

/** The exits of a function in source order, and the offset that none of some leaves out what begins there or behind it. */
const exitsIn = memoize((routine: SyntaxNode, branches: Branches) => {
  const all = [...within(routine)].filter((node) => EXITS.has(controlOf(node, branches)));
  return { all, furthest: furthestOf(all.map((exit) => harmlessFrom(exit, branches))) };
});

/**
 * Whether a node is reached from an offset of its function on every path but those of failures: no other condition leaves
 * it out, and nothing else leaves the function or loop before.
 * @param from an offset before the node; what has happened there, the bind for instance, succeeded
 */
export function isReached(node: SyntaxNode, from: number, branches: Branches): boolean {
  let inside = node;
  for (const ancestor of ancestors(node)) {
    // what holds both leaves none of them out, nor does anything around it
    if (holds(ancestor, from)) {
      break;
    }
    if (
      isOptional(inside, ancestor, branches) &&
      !isTried(inside, ancestor, branches) &&
      !isForFailure(decisionOf(ancestor, branches), branches)
    ) {
      return false;
    }
    if (isFunction(ancestor, branches)) {
      break;
    }
    inside = ancestor;
  }
  const exits = exitsIn(functionsAround(branches)(node) ?? node, branches);
  const first = firstNotBelow(exits.all, from, ({ start }) => start);
  let behind = firstNotBelow(exits.all, node.start, ({ start }) => start);
  // an exit that the node is part of is reached with it
  for (let last = exits.all[behind - 1]; last && behind > first && holds(last, node.start);) {
    behind -= 1;
    last = exits.all[behind - 1];
  }
  return exits.furthest(first, behind) <= node.start;
}

/** What is tried is reached. */
const isTried = (part: SyntaxNode, node: SyntaxNode, branches: Branches): boolean =>
  controlOf(node, branches) === 'try' && partsOf(node, branches).includes(part);

const isForFailure = (condition: SyntaxNode | undefined, { asksForFailure }: Branches): boolean =>
  condition !== undefined && asksForFailure?.(condition) === true;

/** The offset from which on nothing is left out by an exit: the end of the failure or loop that it is of; infinite for others. */
function harmlessFrom(exit: SyntaxNode, branches: Branches): number {
  const isOfLoop = controlOf(exit, branches) === 'break';
  for (const ancestor of ancestors(exit)) {
    const kind = controlOf(ancestor, branches);
    const isIf = kind === 'if' || kind === 'else if';
    if (
      (isOfLoop && (isLoop(ancestor, branches) || kind === 'switch')) ||
      kind === 'catch' ||
      (isIf && isForFailure(decisionOf(ancestor, branches), branches))
    ) {
      return ancestor.end;
    }
  }
  return Infinity;
}
