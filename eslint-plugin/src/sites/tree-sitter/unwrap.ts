import type { SyntaxNode } from './node.ts';

/** An expression without its parentheses and casts; the grammars of C, C++ and Java call them alike. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  let inside = node;
  for (;;) {
    const next =
      inside.type === 'parenthesized_expression'
        ? inside.named[0]
        : inside.type === 'cast_expression'
          ? inside.field('value')
          : undefined;
    if (!next) {
      return inside;
    }
    inside = next;
  }
}
