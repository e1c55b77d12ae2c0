import { BRACES } from '../../flow/edits/braces.ts';
import { endWithComment, removal } from '../../flow/edits/comments.ts';
import * as flow from '../../flow/edits/layout.ts';
import {
  ownStatement as ownAmong,
  placeAround,
  type Place,
  type Statements,
} from '../../flow/edits/statement.ts';
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
  isOnly: (statement, call) => statement.type === 'expression_statement' && call.parent === statement,
};

/** The place before the statement that a node is in. */
export const placeOfStatement = (node: SyntaxNode): Place | undefined => placeAround(node, STATEMENTS);

/** The statement of a call that does nothing else, where others may stand beside it. */
export const ownStatement = (call: SyntaxNode): SyntaxNode | undefined => ownAmong(call, STATEMENTS);

/** The comment that ends a statement's line, with the space before it. */
export const trailingComment = (layout: flow.Layout, statement: SyntaxNode): string =>
  layout.text.slice(statement.end, endWithComment(statement, layout)).trimEnd();

/** Takes a statement out; a comment behind it stays, as it may speak of what comes in the statement's place. */
export const withoutComment = (layout: flow.Layout, statement: SyntaxNode): Edit =>
  trailingComment(layout, statement) === ''
    ? removal(statement, layout, statement.start)
    : { range: [statement.start, statement.end], text: '' };
