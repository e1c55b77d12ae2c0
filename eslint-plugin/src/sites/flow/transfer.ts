import type { AnyStep, Place, StepOf } from './step.ts';

/** An argument of a call that holds a socket, by its position. */
export type Given = readonly [index: number, place: Place];

/** What a step does to the socket that some places hold. */
export type Effect =
  /** A held place gets a new socket. */
  | { readonly does: 'make'; readonly step: StepOf<AnyStep, 'create'> }
  /** A held place gets what another one holds. */
  | { readonly does: 'load'; readonly step: StepOf<AnyStep, 'copy'> }
  /** Another place gets the socket too. */
  | { readonly does: 'store'; readonly step: StepOf<AnyStep, 'copy'> }
  | { readonly does: 'configure'; readonly step: StepOf<AnyStep, 'option'> }
  | { readonly does: 'bind' }
  | { readonly does: 'use'; readonly step: StepOf<AnyStep, 'use'> }
  /** A function is called: with the socket, to give a held place another one, or with nothing that is held. */
  | {
      readonly does: 'call';
      readonly step: StepOf<AnyStep, 'call'>;
      readonly given: readonly Given[];
      readonly takesResult: boolean;
    }
  | { readonly does: 'return' };

/** The transfer function: what a step does to the socket that some places hold; undefined where it does nothing. */
export function transfer(step: AnyStep, holds: (place: Place) => boolean): Effect | undefined {
  const isHeld = (place: Place | undefined): place is Place => place !== undefined && holds(place);
  switch (step.kind) {
    case 'create':
      return isHeld(step.into) ? { does: 'make', step } : undefined;
    case 'copy':
      return holds(step.from)
        ? { does: 'store', step }
        : holds(step.into)
          ? { does: 'load', step }
          : undefined;
    case 'option':
      return holds(step.socket) ? { does: 'configure', step } : undefined;
    case 'bind':
      return isHeld(step.socket) ? { does: 'bind' } : undefined;
    case 'use':
      return holds(step.socket) ? { does: 'use', step } : undefined;
    case 'call': {
      const given = step.arguments.flatMap((place, index): Given[] =>
        isHeld(place) ? [[index, place]] : [],
      );
      return { does: 'call', step, given, takesResult: isHeld(step.into) };
    }
    case 'return':
      return holds(step.from) ? { does: 'return' } : undefined;
  }
}

/** Whether an effect says something of the socket where it is left out: a bind that is not tried, a value not returned say nothing. */
export function concernsSocket(effect: Effect): boolean {
  switch (effect.does) {
    case 'bind':
    case 'return':
      return false;
    case 'call':
      return effect.takesResult || effect.given.length > 0;
    default:
      return true;
  }
}

export const connects = (effect: Effect): boolean => effect.does === 'use' && effect.step.use === 'connect';
