import { BRACES } from '../../flow/edits/braces.ts';
import { endWithComment, ownLines } from '../../flow/edits/comments.ts';
import * as flow from '../../flow/edits/layout.ts';
import { placeAround, type Place, type Statements } from '../../flow/edits/statement.ts';
import type { Edit } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { TreeSitterSourceCode } from '../../tree-sitter/source-code.ts';

const CONVENTIONS: flow.Conventions = {
  ...BRACES,
  hasCommentsBefore: true,
  insertsBehindIndent: true,
  fixed: /"""/,
};

export const layoutAt = (sourceCode: TreeSitterSourceCode, offset: number): flow.Layout =>
  flow.layoutAt(sourceCode.text, offset, CONVENTIONS);

const STATEMENTS: Statements = {
  lists: /^(?:block|constructor_body|switch_block_statement_group|program)$/,
  // what follows `if (...)`, `else` or `->`
  isAlone: (owner, part) =>
    /^(?:(?:if|while|for|enhanced_for|do)_statement|switch_rule)$/.test(owner.type) &&
    part.type.endsWith('_statement'),
  isDeferred: ({ type }) => type === 'lambda_expression' || type === 'class_body',
  isPassedOver: (node) =>
    /^(?:ternary|switch)_expression$/.test(node.type) ||
    (node.type === 'binary_expression' && /^(?:&&|\|\|)$/.test(node.field('operator')?.text ?? '')),
};

/** The place before the statement that a node is in. */
export const placeOfStatement = (node: SyntaxNode): Place | undefined => placeAround(node, STATEMENTS);

/** Whether a node is in a statement that others may stand beside. */
export function isInBlock(node: SyntaxNode): boolean {
  const place = placeOfStatement(node);
  return place !== undefined && !place.owner;
}

/** The comment that ends a statement's line, with the space before it. */
export const trailingComment = (layout: flow.Layout, statement: SyntaxNode): string =>
  layout.text.slice(statement.end, endWithComment(statement, layout)).trimEnd();

/** Takes a statement and the comment after it out, with their line where they have one of their own. */
export const removal = (layout: flow.Layout, statement: SyntaxNode): Edit => ({
  range: ownLines(statement, layout) ?? [statement.start, statement.end],
  text: '',
});
