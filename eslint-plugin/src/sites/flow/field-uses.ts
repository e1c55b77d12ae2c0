import { memoize } from '../memoize.ts';
import { stepsOn } from './field-steps.ts';
import { visitSteps } from './visit-steps.ts';
import { followHelper } from './helpers.ts';
import { leadsTo, livesIn } from './lives.ts';
import { routinesUsing } from './routines.ts';
import { isSameField, type Place } from './step.ts';
import type { Trace } from './trace.ts';
import { TupleMap } from './tuple-map.ts';

/** What other routines do with a field, the same for every bind of what it holds. */
const usesOfFields = memoize(() => new TupleMap<Trace>());

/** What other routines do with the field that holds the socket, and the functions they give it to. */
export function followFieldUses(trace: Trace, place: Place): void {
  const { unit, binder, isFromField } = trace;
  // whose socket a function binds that calls others depends on the one that binds
  const leading = isFromField ? stepsOn(unit, place).leadingTo(binder) : [];
  const field = [place.name, place.owner, isFromField, ...leading];
  if (!trace.visit(0, followFieldUses, ...field)) {
    return;
  }
  const known = usesOfFields(unit);
  const fresh = trace.anew();
  // it is asked for again while it is being read: a helper may put the socket into the field once more
  const found = known.get(field, () => fresh);
  if (found === fresh) {
    readUses(found, place);
  }
  found.uses.forEach((use) => trace.uses.add(use));
  found.receivers.forEach((receiver) => trace.receivers.add(receiver));
  found.accepted.forEach((option) => trace.accepted.add(option));
  found.retried.forEach((option) => trace.retried.add(option));
  trace.isShared ||= found.isShared;
}

function readUses(trace: Trace, place: Place): void {
  for (const routine of routinesUsing(trace.unit, place)) {
    const { given, own } = livesIn(trace.unit, routine, place);
    const others = own.filter(
      ({ isTaken }) => trace.isFromField && (!isTaken || leadsTo(trace.unit, routine, trace.binder)),
    );
    const steps = [...given, ...others.flatMap((life) => life.steps)];
    visitSteps(trace, steps, (other) => isSameField(other, place), {
      use: ({ step }) => {
        if (step.use !== 'close') {
          trace.uses.add(step.use);
        }
      },
      call: (effect) => {
        // their order is not known, so that options set there say nothing
        followHelper(trace, effect, 1, 'after');
      },
    });
  }
}
