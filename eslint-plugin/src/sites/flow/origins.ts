import { spend } from '../effort.ts';
import type { Callee } from './callee.ts';
import { stepsOn } from './field-steps.ts';
import { visitSteps } from './visit-steps.ts';
import { followHelper, type CallEffect } from './helpers.ts';
import { livesIn, makersOf } from './lives.ts';
import { callsOf } from './routines.ts';
import { returnsOf } from './step-index.ts';
import { isSameField, type AnyRoutine, type Place } from './step.ts';
import { held, type Held, type Point, type Trace } from './trace.ts';

/** A socket that a routine did not make: given by its callers, or held in a field. */
export function followOrigins(trace: Trace, { routine, held: places, depth }: Point): void {
  for (const place of [...places.values()]) {
    const index = routine.parameters.indexOf(place.pointer ?? place.text);
    if (index !== -1) {
      followCallers(trace, routine, index, depth);
    } else if (place.isShared) {
      followField(trace, place, depth);
    }
  }
}

function followCallers(trace: Trace, routine: AnyRoutine, index: number, depth: number): void {
  if (!trace.visit(depth, followCallers, routine.callee, index)) {
    return;
  }
  let isCalled = false;
  for (const { caller, step } of callsOf(trace.unit, routine.callee)) {
    spend();
    const given = step.arguments[index];
    // what calls itself alone is called from outside
    if (given && caller !== routine) {
      isCalled = true;
      trace.walks.backward(trace, { routine: caller, held: held([given]), at: step.at, depth: depth + 1 });
    }
  }
  trace.isOutside ||= !isCalled;
}

/**
 * What the file's routines do to the sockets of a field that a routine did not make itself: their order is not known. A socket
 * that another routine makes and binds there is not this one.
 */
function followField(trace: Trace, place: Place, depth: number): void {
  if (!trace.visit(depth, followField, place.name, place.owner)) {
    return;
  }
  trace.isFromField = true;
  const isIt = (other: Place): boolean => isSameField(other, place);
  for (const { routine, steps } of stepsOn(trace.unit, place).of(trace.binder)) {
    visitSteps(trace, steps, isIt, {
      make: ({ step }) => trace.creations.add(step),
      load: ({ step: { from, at } }) => {
        trace.walks.backward(trace, { routine, held: held([from]), at, depth: depth + 1 });
      },
      configure: ({ step }) => {
        if (!(routine === trace.binder && step.at > trace.at)) {
          trace.before.add(step);
        }
      },
      use: ({ step }) => trace.uses.add(step.use),
      call: (effect) => {
        if (effect.takesResult) {
          followMaker(trace, effect.step.callee, depth);
        }
        followHelper(trace, effect, depth, 'before');
      },
    });
  }
}

/** A socket that a function returns. */
export function followMaker(trace: Trace, callee: Callee, depth: number): void {
  const { unit } = trace;
  const only = unit.routine(callee);
  const makers = unit.overloads?.(callee) ?? (only ? [only] : []);
  if (makers.length === 0) {
    trace.strangers.add(callee);
    trace.isOutside = true;
  }
  for (const maker of makers) {
    for (const { from, at } of returnsOf(maker)) {
      spend();
      trace.walks.backward(trace, { routine: maker, held: held([from]), at: at + 1, depth: depth + 1 });
    }
  }
}

/** A function that puts a socket into a field, or where an argument points; says whether it makes one. */
export function followFilling(trace: Trace, effect: CallEffect, places: Held, depth: number): boolean {
  return (
    followFieldMaker(trace, effect.step.callee, places, depth) || followOutParameters(trace, effect, depth)
  );
}

function followFieldMaker(trace: Trace, callee: Callee, places: Held, depth: number): boolean {
  const known = trace.creations.size;
  for (const place of places.values()) {
    for (const maker of place.isShared ? makersOf(trace.unit, place) : []) {
      if (maker.callee === callee && maker !== trace.binder) {
        const { own } = livesIn(trace.unit, maker, place);
        const fields = own.flatMap(({ making }) => ('into' in making && making.into ? [making.into] : []));
        const inside = held(fields.length > 0 ? fields : [place]);
        trace.walks.backward(trace, { routine: maker, held: inside, at: Infinity, depth: depth + 1 });
      }
    }
  }
  return trace.creations.size > known;
}

function followOutParameters(trace: Trace, { step: { callee }, given }: CallEffect, depth: number): boolean {
  const known = trace.creations.size;
  const { pointedAt, routine } = trace.unit;
  const helper = routine(callee);
  for (const [index, place] of given) {
    const parameter = helper?.parameters[index];
    if (helper && pointedAt && place.isReference === true && parameter !== undefined) {
      const inside = held([pointedAt(parameter)]);
      trace.walks.backward(trace, { routine: helper, held: inside, at: Infinity, depth: depth + 1 });
    }
  }
  return trace.creations.size > known;
}
