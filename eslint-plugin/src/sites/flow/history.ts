import { walkBackward } from './backward.ts';
import { followFieldUses } from './field-uses.ts';
import { walkForward } from './forward.ts';
import { callsOf } from './routines.ts';
import type { Place, Routine, Step, StepOf, Unit } from './step.ts';
import { held, Trace, type History, type Point, type Walks } from './trace.ts';

export type { History } from './trace.ts';

const WALKS: Walks = { backward: walkBackward, forward: walkForward };

/** The history of the socket that a step of a routine binds. */
export function historyOf<C, O, B>(
  unit: Unit<C, O, B>,
  routine: Routine<C, O, B>,
  { socket, at }: StepOf<Step<C, O, B>, 'bind'>,
): History<C, O, B> {
  const trace = new Trace(unit, routine, at, WALKS);
  trace.isOutside = socket === undefined;
  if (socket) {
    const places = walkBackward(trace, { routine, held: held([socket]), at, depth: 0 });
    const shared = [...places.values()].filter(({ isShared }) => isShared);
    trace.isShared ||= shared.length > 0;
    useFields(trace, shared);
    trace.isReached = true;
    followOn(trace, { routine, held: places, at, depth: 0 });
  }
  for (const step of [...trace.before, ...trace.retried]) {
    trace.after.delete(step);
  }
  if (trace.connectsElsewhere && !trace.uses.has('listen')) {
    trace.uses.add('connect');
  }
  return trace as unknown as History<C, O, B>;
}

function useFields(trace: Trace, places: readonly Place[]): void {
  for (const place of places) {
    if (place.isShared) {
      followFieldUses(trace, place);
    }
  }
}

/** What a routine does after the bind, and where the socket goes from there. */
function followOn(trace: Trace, point: Point): void {
  const { routine, held: places, at, depth } = point;
  if (!trace.visit(depth, followOn, routine, at)) {
    return;
  }
  const isReturned = walkForward(trace, point, 'after');
  const given = [...places.values()].map(({ pointer, text }) => routine.parameters.indexOf(pointer ?? text));
  const listens = trace.alwaysListens;
  const listensIn: boolean[] = [];
  let isCalled = false;
  for (const { caller, step } of callsOf(trace.unit, routine.callee)) {
    isCalled = true;
    const taking = [...given.map((index) => step.arguments[index]), isReturned ? step.into : undefined];
    const known = taking.filter((place) => place !== undefined);
    if (known.length > 0) {
      useFields(trace, known);
      trace.alwaysListens = false;
      followOn(trace, { routine: caller, held: held(known), at: step.at, depth: depth + 1 });
      listensIn.push(trace.alwaysListens);
    }
  }
  // where callers listen, each must, those of other files too
  const isKnown = listensIn.length > 0 && trace.unit.isClosed?.(routine.node) !== false;
  trace.alwaysListens = listens || (isKnown && listensIn.every(Boolean));
  trace.isShared ||=
    (isReturned && !isCalled) || [...places.values()].some(({ pointer }) => pointer !== undefined);
}
