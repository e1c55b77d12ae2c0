import type { Callee } from './callee.ts';
import { visitSteps } from './visit-steps.ts';
import { mentions } from './routines.ts';
import { isSameField, variable, type AnyUnit, type Place } from './step.ts';
import { held, type Phase, type Trace } from './trace.ts';
import type { Effect } from './transfer.ts';

export type CallEffect = Extract<Effect, { readonly does: 'call' }>;

/** What a function knows of an argument: its parameter, or what that points at. */
function parameterPlace({ pointedAt }: AnyUnit, parameter: string, { isReference }: Place): Place {
  return isReference === true && pointedAt ? pointedAt(parameter) : variable(parameter);
}

/** A function that is given the socket: what it does to it counts as done here. */
export function followHelper(
  trace: Trace,
  { step: { callee }, given }: Pick<CallEffect, 'step' | 'given'>,
  depth: number,
  phase: Phase,
): void {
  const helper = trace.unit.routine(callee);
  for (const [index, place] of given) {
    const parameter = helper?.parameters[index];
    if (!helper || parameter === undefined) {
      (phase === 'before' ? trace.strangers : trace.receivers).add(callee);
    } else if (trace.visit(depth, followHelper, callee, index, phase)) {
      const inside = held([parameterPlace(trace.unit, parameter, place)]);
      trace.walks.forward(trace, { routine: helper, held: inside, at: -1, depth }, phase);
    }
  }
}

/** A function that reaches the socket by the fields that hold it: what it does to it counts as done here. */
export function followFieldHelper(
  trace: Trace,
  callee: Callee,
  places: readonly Place[],
  depth: number,
): void {
  const helper = trace.unit.routine(callee);
  const fields = places.filter(({ isShared }) => isShared);
  if (
    !helper ||
    helper === trace.binder ||
    !fields.some(({ name }) => mentions(trace.unit, helper, name)) ||
    !trace.visit(depth, followFieldHelper, callee, ...fields.flatMap(({ name, owner }) => [name, owner]))
  ) {
    return;
  }
  visitSteps(trace, helper.steps, (place) => fields.some((field) => isSameField(place, field)), {
    configure: ({ step }) => trace.before.add(step),
    use: ({ step }) => trace.uses.add(step.use),
    call: (effect) => {
      followHelper(trace, effect, depth + 1, 'before');
      followFieldHelper(trace, effect.step.callee, fields, depth + 1);
    },
  });
}
