import type { SyntaxNode } from '../tree-sitter/node.ts';

/** What may hold statements, one after the other. */
const LISTS =
  /^(?:compound_statement|case_statement|preproc_(?:if|ifdef|else|elif|elifdef)|translation_unit|labeled_statement|ERROR)$/;

/** Statements whose condition runs when they begin. */
const CONDITIONED = /^(?:if|while|switch)_statement$/;

/** Where a statement is to be inserted so that it runs before an expression, whenever that runs. */
export interface Place {
  /** The statement that holds the expression, in a list or as the only one of a branch. */
  readonly statement: SyntaxNode;
  /** The statement is the body of an `if`, `else` or loop without braces, which a second one needs. */
  readonly owner?: SyntaxNode | undefined;
  /** The statement is the `if` of an `else if`: braces are needed, and all of the chain goes into them. */
  readonly isElseIf: boolean;
}

/**
 * The place before the statement that holds an expression; undefined where a statement there would not run before each
 * time the expression does, or the grammar does not know the statement.
 */
export function placeBefore(expression: SyntaxNode): Place | undefined {
  let child = expression;
  for (let { parent } = child; parent; { parent } = parent) {
    if (LISTS.test(parent.type)) {
      return /_statement$|^declaration$/.test(child.type) ? { statement: child, isElseIf: false } : undefined;
    }
    if (
      CONDITIONED.test(parent.type) ||
      parent.type === 'for_statement' ||
      parent.type === 'for_range_loop'
    ) {
      if (isBody(parent, child)) {
        return { statement: child, owner: parent, isElseIf: false };
      }
      if (!CONDITIONED.test(parent.type)) {
        // what a `for` asks before each turn runs after what stands before the loop
        return parent.field('initializer') === child || parent.field('condition') === child
          ? climb(parent)
          : undefined;
      }
    } else if (parent.type === 'do_statement') {
      if (isBody(parent, child)) {
        return { statement: child, owner: parent, isElseIf: false };
      }
    } else if (parent.type === 'else_clause') {
      return child.type === 'if_statement'
        ? { statement: child, owner: parent, isElseIf: true }
        : { statement: child, owner: parent, isElseIf: false };
    } else if (
      /^(?:lambda_expression|gnu_asm_expression|field_initializer_list|function_definition)$/.test(
        parent.type,
      )
    ) {
      return undefined;
    }
    child = parent;
  }
  return undefined;
}

function climb(statement: SyntaxNode): Place | undefined {
  const { parent } = statement;
  if (!parent) {
    return undefined;
  }
  return LISTS.test(parent.type) ? { statement, isElseIf: false } : placeBefore(statement);
}

function isBody(owner: SyntaxNode, child: SyntaxNode): boolean {
  return owner.field('body') === child || owner.field('consequence') === child;
}

/** The block whose declarations an expression sees first. */
export function blockOf(node: SyntaxNode): SyntaxNode | undefined {
  for (let { parent } = node; parent; { parent } = parent) {
    if (parent.type === 'compound_statement') {
      return parent;
    }
  }
  return undefined;
}
