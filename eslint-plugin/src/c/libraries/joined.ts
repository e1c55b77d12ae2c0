import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { assignmentsIn } from '../assignments.ts';
import { routineAt } from '../unit.ts';
import type { File } from './site.ts';

/** Whether a function or method that joins a group is called with the same handle, in whichever routine. */
export function isJoined(
  { unit }: File,
  call: SyntaxNode,
  joins: string,
  handle: string | undefined,
): boolean {
  const last = /(\w+)$/.exec(handle ?? '')?.[1];
  const own = routineAt(unit, call);
  const isLocal = last !== undefined && assignmentsIn(own.node).types.has(last);
  return (isLocal ? [own] : unit.routines).some((routine) =>
    routine.steps.some((step) => {
      if (step.kind !== 'call' || step.callee !== joins) {
        return false;
      }
      const callee = step.node.field('function');
      const joined = callee?.field('argument') ?? step.node.field('arguments')?.named[0];
      return /(\w+)$/.exec(joined?.text ?? '')?.[1] === last;
    }),
  );
}
