import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { ancestors } from '../../tree-sitter/walk.ts';

/** What statements are in a language. */
export interface Statements {
  /** What may hold statements, one after the other. */
  readonly lists: RegExp;
  /** Whether what stands in a list is a statement. */
  readonly isStatement?: (node: SyntaxNode) => boolean;
  /** Whether a statement is the only one of a part of another, without braces. */
  readonly isAlone?: (owner: SyntaxNode, part: SyntaxNode) => boolean;
  /** Whether a part of something runs later than that, elsewhere, or more often. */
  readonly isDeferred: (node: SyntaxNode, part: SyntaxNode) => boolean;
  /** Whether a statement does nothing but what a call in it does, and look whether that failed. */
  readonly isOnly?: (statement: SyntaxNode, call: SyntaxNode) => boolean;
  /** Whether something runs without a part of it. */
  readonly isPassedOver?: (node: SyntaxNode, part: SyntaxNode) => boolean;
}

/** Where a statement can be put so that it runs before an expression, whenever that runs. */
export interface Place {
  /** The statement that holds the expression, in a list or as the only one of a branch. */
  readonly statement: SyntaxNode;
  /** What the statement is the body of, without braces, which a second one needs. */
  readonly owner?: SyntaxNode | undefined;
  /** Whether the statement evaluates the expression whenever it runs. */
  readonly isCertain: boolean;
}

/**
 * The place before the statement that holds an expression; undefined where a statement there would not run before each time
 * the expression does, or the grammar does not know the statement.
 */
export function placeAround(
  expression: SyntaxNode,
  { lists, isStatement, isAlone, isDeferred, isPassedOver }: Statements,
): Place | undefined {
  let statement = expression;
  let isCertain = true;
  for (const around of ancestors(expression)) {
    if (lists.test(around.type)) {
      return isStatement && !isStatement(statement) ? undefined : { statement, isCertain };
    }
    if (isAlone?.(around, statement) === true) {
      return { statement, owner: around, isCertain };
    }
    if (isDeferred(around, statement)) {
      return undefined;
    }
    isCertain &&= isPassedOver?.(around, statement) !== true;
    statement = around;
  }
  return undefined;
}

/** The statement of a call that does nothing else, where it stands in a list of statements. */
export function ownStatement(call: SyntaxNode, statements: Statements): SyntaxNode | undefined {
  const { statement, owner } = placeAround(call, statements) ?? {};
  return statement && !owner && statements.isOnly?.(statement, call) === true ? statement : undefined;
}
