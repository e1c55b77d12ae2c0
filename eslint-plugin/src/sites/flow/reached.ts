import { firstNotBelow } from '../tree-sitter/bisect.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors, nearest, within } from '../tree-sitter/walk.ts';
import { conditionOf, isOptional } from './branches.ts';
import { furthestOf } from './furthest.ts';
import { memoize } from '../memoize.ts';

/** Whether a condition asks whether something failed, and nothing else. */
export type AsksForFailure = (condition: SyntaxNode) => boolean;

/** What leaves a function or a loop, in the grammars of C, C++, Java and Python. */
const EXITS =
  /^(?:return_statement|goto_statement|throw_statement|raise_statement|break_statement|continue_statement)$/;

const FUNCTIONS =
  /^(?:function_definition|method_declaration|constructor_declaration|lambda_expression|lambda)$/;

const functionAround = nearest((ancestor) =>
  FUNCTIONS.test(ancestor.type) || !ancestor.parent ? ancestor : undefined,
);

const LOOPS =
  /^(?:for_statement|for_range_loop|enhanced_for_statement|while_statement|do_statement|switch_statement)$/;

/** The exits of a function in source order, and the offset that none of some leaves out what begins there or behind it. */
const exitsIn = memoize((routine: SyntaxNode, asksForFailure: AsksForFailure) => {
  const all = [...within(routine)].filter(({ type }) => EXITS.test(type));
  return { all, furthest: furthestOf(all.map((exit) => harmlessFrom(exit, asksForFailure))) };
});

const holds = ({ start, end }: SyntaxNode, offset: number): boolean => start <= offset && offset < end;

/**
 * Whether a node is reached from an offset of its function on every path but those of failures: no other condition leaves
 * it out, and nothing else leaves the function or loop before.
 * @param from an offset before the node; what has happened there, the bind for instance, succeeded
 */
export function isReached(node: SyntaxNode, from: number, asksForFailure: AsksForFailure): boolean {
  let inside = node;
  for (const ancestor of ancestors(node)) {
    // what holds both leaves none of them out, nor does anything around it
    if (holds(ancestor, from)) {
      break;
    }
    if (isOptional(inside, ancestor) && !isTry(inside, ancestor)) {
      const conditions = conditionsAround(ancestor);
      if (conditions.length === 0 || !conditions.every(asksForFailure)) {
        return false;
      }
    }
    if (FUNCTIONS.test(ancestor.type)) {
      break;
    }
    inside = ancestor;
  }
  const exits = exitsIn(functionAround(node) ?? node, asksForFailure);
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
const isTry = (part: SyntaxNode, node: SyntaxNode): boolean =>
  node.type === 'try_statement' && node.field('body') === part;

/** What decides whether the optional part of a node runs. */
function conditionsAround(node: SyntaxNode): readonly SyntaxNode[] {
  const left = /^(?:binary_expression|boolean_operator)$/.test(node.type) ? node.field('left') : undefined;
  return left ? [left] : conditionOf(node);
}

/** The offset from which on nothing is left out by an exit: the end of the failure or loop that it is of; infinite for others. */
function harmlessFrom(exit: SyntaxNode, asksForFailure: AsksForFailure): number {
  const isOfLoop = /^(?:break|continue)_statement$/.test(exit.type);
  for (const ancestor of ancestors(exit)) {
    if (
      (isOfLoop && LOOPS.test(ancestor.type)) ||
      /^(?:catch_clause|except_clause)$/.test(ancestor.type) ||
      isFailure(ancestor, asksForFailure)
    ) {
      return ancestor.end;
    }
  }
  return Infinity;
}

function isFailure(node: SyntaxNode, asksForFailure: AsksForFailure): boolean {
  const conditions = /^(?:if_statement|elif_clause)$/.test(node.type) ? conditionOf(node) : [];
  return conditions.length > 0 && conditions.every(asksForFailure);
}
