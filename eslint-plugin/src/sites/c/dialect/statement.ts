import {
  ownStatement as ownAmong,
  placeAround,
  type Place,
  type Statements,
} from '../../flow/edits/statement.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { closest, holds } from '../../tree-sitter/walk.ts';

const STATEMENTS: Statements = {
  lists:
    /^(?:compound_statement|case_statement|preproc_(?:if|ifdef|else|elif|elifdef)|translation_unit|labeled_statement|ERROR)$/,
  isStatement: ({ type }) => /_statement$|^declaration$|^for_range_loop$/.test(type),
  isAlone: (owner, part) =>
    owner.type === 'else_clause' ||
    (/^(?:(?:if|while|switch|for|do)_statement|for_range_loop)$/.test(owner.type) &&
      (owner.field('body') === part || owner.field('consequence') === part)),
  // what a `for` asks before each turn runs after what stands before the loop, what it does after each does not
  isDeferred: (node, part) =>
    /^(?:lambda_expression|gnu_asm_expression|field_initializer_list|function_definition)$/.test(node.type) ||
    (/^for_(?:statement|range_loop)$/.test(node.type) &&
      node.field('initializer') !== part &&
      node.field('condition') !== part),
  isOnly: (statement, call) => {
    const condition = statement.type === 'if_statement' ? statement.field('condition') : undefined;
    return condition
      ? !statement.field('alternative') && holds(condition, call)
      : statement.type === 'expression_statement';
  },
};

/** The statement of a call that does nothing else. */
export const ownStatement = (call: SyntaxNode): SyntaxNode | undefined => ownAmong(call, STATEMENTS);

/** The place before the statement that holds an expression. */
export const placeBefore = (expression: SyntaxNode): Place | undefined => placeAround(expression, STATEMENTS);

const BLOCKS = new Set(['compound_statement']);

/** The block whose declarations an expression sees first. */
export const blockOf = (node: SyntaxNode): SyntaxNode | undefined => closest(node, BLOCKS);
