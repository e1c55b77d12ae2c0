import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { nearest } from '../../tree-sitter/walk.ts';
import type { Span } from '../branches.ts';
import type { Place } from './statement.ts';

/** What runs a bind again, or another one before it: where it stands, and from where to where the socket must stay. */
export interface Try {
  readonly node: SyntaxNode;
  readonly part: Span;
}

/** How a bind is tried again. */
export interface Retrying {
  /** What runs a statement again, or tries the same before it. */
  readonly triesOf: (statement: SyntaxNode) => readonly Try[];
  /** Whether a part of the routine may put another socket into what the bind is given. */
  readonly isChanged: (part: Span) => boolean;
  readonly placeBefore: (node: SyntaxNode) => Place | undefined;
}

/**
 * The place before all tries to bind one socket: in a loop, by a jump back, one bind after the other. There the option is set
 * once.
 * @param place right before the bind
 */
export function beforeTries(place: Place, { triesOf, isChanged, placeBefore }: Retrying): Place {
  let first = place;
  for (;;) {
    const { statement } = first;
    const earlier = triesOf(statement).find(({ part }) => !isChanged(part));
    const next = earlier && placeBefore(earlier.node);
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
