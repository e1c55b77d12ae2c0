import { calleeIn } from '../../flow/callee.ts';
import { callsTo } from '../../flow/step-index.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { assignmentsIn } from '../lower/assignments.ts';
import { routineAt, type CRoutine } from '../lower/unit.ts';
import type { File } from './site.ts';

/** Whether a function or method that joins a group is called with the same handle, in whichever routine. */
export function isJoined({ unit }: File, call: SyntaxNode, joins: string): boolean {
  const last = handleOf(call);
  const own = routineAt(unit, call);
  const isLocal = last !== undefined && assignmentsIn(own.node).types.has(last);
  return (isLocal ? [own] : unit.routines).some((routine) => joinedIn(routine, joins).has(last));
}

const joined = new WeakMap<CRoutine, Map<string, ReadonlySet<string | undefined>>>();

/** The handles that a routine gives a function or method that joins a group, by their last word. */
function joinedIn(routine: CRoutine, joins: string): ReadonlySet<string | undefined> {
  const known = joined.get(routine) ?? new Map<string, ReadonlySet<string | undefined>>();
  joined.set(routine, known);
  let handles = known.get(joins);
  if (!handles) {
    handles = new Set(callsTo(routine, calleeIn(routine.node.root, joins)).map(({ node }) => handleOf(node)));
    known.set(joins, handles);
  }
  return handles;
}

/** The last word of what a method is called on, or a function is given first. */
function handleOf(call: SyntaxNode): string | undefined {
  const handle = call.field('function')?.field('argument') ?? call.field('arguments')?.named[0];
  return /(\w+)$/.exec(handle?.text ?? '')?.[1];
}
