import type { AnyStep, Place } from './step.ts';
import type { Trace } from './trace.ts';
import { transfer, type Effect } from './transfer.ts';

/** What is done about the effects of steps, by what they do. */
export type Visitor = {
  readonly [Does in Effect['does']]?: (effect: Extract<Effect, { readonly does: Does }>) => void;
};

/** The driver for fields: in which order routines use one is not known, so each step is looked at by itself. */
export function visitSteps(
  trace: Trace,
  steps: Iterable<AnyStep>,
  holds: (place: Place) => boolean,
  visitor: Visitor,
): void {
  for (const step of steps) {
    if (!trace.look()) {
      return;
    }
    const effect = transfer(step, holds);
    if (effect) {
      (visitor[effect.does] as ((effect: Effect) => void) | undefined)?.(effect);
    }
  }
}
