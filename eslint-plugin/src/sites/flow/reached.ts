import { firstNotBelow } from '../tree-sitter/bisect.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors, within } from '../tree-sitter/walk.ts';
import { conditionOf, isOptional } from './branches.ts';
import { remembered } from './remembered.ts';

/** Whether a condition asks whether something failed, and nothing else. */
export type AsksForFailure = (condition: SyntaxNode) => boolean;

/** What leaves a function or a loop, in the grammars of C, C++, Java and Python. */
const EXITS =
  /^(?:return_statement|goto_statement|throw_statement|raise_statement|break_statement|continue_statement)$/;

const FUNCTIONS =
  /^(?:function_definition|method_declaration|constructor_declaration|lambda_expression|lambda)$/;

const LOOPS =
  /^(?:for_statement|for_range_loop|enhanced_for_statement|while_statement|do_statement|switch_statement)$/;

/** The exits of a function in source order. */
const exitsIn = remembered((routine: SyntaxNode) =>
  [...within(routine)].filter(({ type }) => EXITS.test(type)),
);

const holds = ({ start, end }: SyntaxNode, offset: number): boolean => start <= offset && offset < end;

/**
 * Whether a node is reached from an offset of its function on every path but those of failures: no other condition leaves
 * it out, and nothing else leaves the function or loop before.
 * @param from an offset before the node; what has happened there, the bind for instance, succeeded
 */
export function isReached(node: SyntaxNode, from: number, asksForFailure: AsksForFailure): boolean {
  let inside = node;
  let routine = node;
  for (const ancestor of ancestors(node)) {
    if (!holds(ancestor, from) && isOptional(inside, ancestor) && !isTry(inside, ancestor)) {
      const conditions = conditionsAround(ancestor);
      if (conditions.length === 0 || !conditions.every(asksForFailure)) {
        return false;
      }
    }
    routine = ancestor;
    if (FUNCTIONS.test(ancestor.type)) {
      break;
    }
    inside = ancestor;
  }
  const exits = exitsIn(routine);
  const between = exits.slice(
    firstNotBelow(exits, from, ({ start }) => start),
    firstNotBelow(exits, node.start, ({ start }) => start),
  );
  return between.every((exit) => holds(exit, node.start) || isHarmless(exit, node, asksForFailure));
}

/** What is tried is reached. */
const isTry = (part: SyntaxNode, node: SyntaxNode): boolean =>
  node.type === 'try_statement' && node.field('body') === part;

/** What decides whether the optional part of a node runs. */
function conditionsAround(node: SyntaxNode): readonly SyntaxNode[] {
  const left = /^(?:binary_expression|boolean_operator)$/.test(node.type) ? node.field('left') : undefined;
  return left ? [left] : conditionOf(node);
}

/** Whether an exit before a node is taken on failures alone, or does not leave the node out. */
function isHarmless(exit: SyntaxNode, node: SyntaxNode, asksForFailure: AsksForFailure): boolean {
  const isOfLoop = /^(?:break|continue)_statement$/.test(exit.type);
  for (const ancestor of ancestors(exit)) {
    if (holds(ancestor, node.start)) {
      return false;
    }
    if (isOfLoop && LOOPS.test(ancestor.type)) {
      return true;
    }
    if (/^(?:catch_clause|except_clause)$/.test(ancestor.type)) {
      return true;
    }
    if (/^(?:if_statement|elif_clause)$/.test(ancestor.type)) {
      const conditions = conditionOf(ancestor);
      if (conditions.length > 0 && conditions.every(asksForFailure)) {
        return true;
      }
    }
  }
  return false;
}
