import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { nearest } from '../../tree-sitter/walk.ts';
import type { Place } from './statement.ts';

/** Where a bind is tried again. */
export interface Tries {
  /** What runs a statement again with the same socket, or tries the same before it. */
  readonly earlier: (statement: SyntaxNode) => SyntaxNode | undefined;
  readonly placeBefore: (node: SyntaxNode) => Place | undefined;
}

/**
 * The place before all tries to bind one socket: in a loop, by a jump back, one bind after the other. There the option is set
 * once.
 * @param place right before the bind
 */
export function beforeTries(place: Place, { earlier, placeBefore }: Tries): Place {
  let first = place;
  for (;;) {
    const { statement } = first;
    const tried = earlier(statement);
    const next = tried && placeBefore(tried);
    if (!next || next.statement.start > statement.start || next.statement === statement) {
      return first;
    }
    first = next;
  }
}

/** Finds the loop that a node is part of, if not of a routine inside it. */
export function loopFinder(loops: RegExp, routines: RegExp): (node: SyntaxNode) => SyntaxNode | undefined {
  const around = nearest((ancestor) =>
    loops.test(ancestor.type) || routines.test(ancestor.type) ? ancestor : undefined,
  );
  return (node) => {
    const found = around(node);
    return found && loops.test(found.type) ? found : undefined;
  };
}
