import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors } from '../tree-sitter/walk.ts';

/** A part of a text, by offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether a node and an offset stand in two branches of one `if`, of which only one runs. */
export function isInOtherBranch(node: SyntaxNode, at: number): boolean {
  return otherBranch(node, at) !== undefined;
}

/** The branch of an `if` that a node stands in, where an offset stands in another one; all in it does. */
export function otherBranch(node: SyntaxNode, at: number): Span | undefined {
  const holds = (branch: SyntaxNode | undefined, offset: number): boolean =>
    branch !== undefined && branch.start <= offset && offset < branch.end;
  for (const ancestor of ancestors(node)) {
    if (ancestor.start <= at && at < ancestor.end) {
      if (!BRANCHING.test(ancestor.type)) {
        return undefined;
      }
      const condition = ancestor.field('condition');
      const alternatives = ancestor.fields('alternative');
      const branchOf = (offset: number): number => alternatives.findIndex((branch) => holds(branch, offset));
      const own = branchOf(node.start);
      const [first] = alternatives;
      if (!first || holds(condition, at) || holds(condition, node.start) || branchOf(at) === own) {
        return undefined;
      }
      return alternatives[own] ?? { start: condition?.end ?? ancestor.start, end: first.start };
    }
  }
  return undefined;
}

/** What has branches of which one runs, in the grammars of C, C++, Java and Python. */
const BRANCHING =
  /^(?:if_statement|conditional_expression|ternary_expression|preproc_(?:if|ifdef|elif|elifdef))$/;

/** Whether what happens at a node has happened wherever `at` is reached: nothing that may leave it out ends between them. */
export function isCertain(node: SyntaxNode, at: number): boolean {
  let inside = node;
  for (const ancestor of ancestors(node)) {
    if (ancestor.start <= at && at < ancestor.end) {
      return true;
    }
    if (isOptional(inside, ancestor)) {
      return false;
    }
    inside = ancestor;
  }
  return true;
}

/** What asks its condition always, and runs the rest or not, in the grammars of C, C++, Java and Python. */
const CONDITIONAL =
  /^(?:if_statement|elif_clause|while_statement|switch_statement|switch_expression|conditional_expression|ternary_expression)$/;

/** What runs its first part always: `for (first; ...)`, `for x in first`. */
const LOOPS = /^(?:for_statement|for_range_loop|enhanced_for_statement)$/;

/** What may be left out as a whole. */
const OPTIONAL =
  /^(?:switch_block_statement_group|switch_rule|case_statement|case_clause|preproc_(?:if|ifdef|else|elif|elifdef)|catch_clause|except_clause|except_group_clause|try_statement|lambda_expression|lambda)$/;

/** Whether a program that runs a node may leave out one of its parts. */
export function isOptional(part: SyntaxNode, node: SyntaxNode): boolean {
  if (CONDITIONAL.test(node.type)) {
    return !conditionOf(node).includes(part);
  }
  if (LOOPS.test(node.type)) {
    return node.field('body') === part || node.field('update') === part;
  }
  if (node.type === 'binary_expression' || node.type === 'boolean_operator') {
    return /^(?:&&|\|\||and|or)$/.test(node.field('operator')?.text ?? '') && node.field('right') === part;
  }
  return OPTIONAL.test(node.type);
}

/** What a statement or expression decides by; Python's grammar has no name for the middle of `a if b else c`. */
export function conditionOf(node: SyntaxNode): readonly SyntaxNode[] {
  const condition = node.field('condition') ?? node.field('value') ?? node.field('subject');
  if (condition) {
    return [condition];
  }
  return node.type === 'conditional_expression' ? node.named.slice(1, 2) : [];
}
