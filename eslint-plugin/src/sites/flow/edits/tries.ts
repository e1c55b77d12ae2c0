import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { nearest } from '../../tree-sitter/walk.ts';
import { isLoop, type Branches } from '../branches.ts';
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
 * @param known the places found before statements, for other binds that are tried the same ways
 */
export function beforeTries(
  place: Place,
  { earlier, placeBefore }: Tries,
  known = new Map<SyntaxNode, Place>(),
): Place {
  const passed: SyntaxNode[] = [];
  let first = place;
  for (let next: Place | undefined = place; next;) {
    first = next;
    const { statement } = first;
    const told = known.get(statement);
    if (told) {
      first = told.statement === statement ? first : told;
      break;
    }
    passed.push(statement);
    const tried = earlier(statement);
    const before = tried && placeBefore(tried);
    const isEarlier = before && before.statement.start <= statement.start && before.statement !== statement;
    next = isEarlier ? before : undefined;
  }
  passed.forEach((statement) => known.set(statement, first));
  return first;
}

/** Finds the loop that a node is part of, if not of a routine inside it. */
export function loopFinder(
  branches: Branches,
  routines: RegExp,
): (node: SyntaxNode) => SyntaxNode | undefined {
  const around = nearest((ancestor) =>
    isLoop(ancestor, branches) || routines.test(ancestor.type) ? ancestor : undefined,
  );
  return (node) => {
    const found = around(node);
    return found && isLoop(found, branches) ? found : undefined;
  };
}
