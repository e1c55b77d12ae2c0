import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { leadsTo, livesIn } from './lives.ts';
import { routinesUsing } from './routines.ts';
import {
  isSameField,
  type AnyRoutine,
  type AnyStep,
  type AnyUnit,
  type Place,
  type Routine,
  type Step,
  type Unit,
} from './step.ts';
import { TupleMap } from './tuple-map.ts';

/** Steps of one routine on a field. */
export interface StepsIn<C, O, B> {
  readonly routine: Routine<C, O, B>;
  readonly steps: readonly Step<C, O, B>[];
}

/** What the routines of a file do with the sockets of a field that others make, the same for every bind of it. */
export interface FieldSteps<C, O, B> {
  /** What concerns a bind: sockets that a routine makes and binds itself are none of another's, unless it leads there. */
  readonly of: (binder: Routine<C, O, B>) => readonly StepsIn<C, O, B>[];
  /** The routines that make and bind a socket of the field, and lead to a bind. */
  readonly leadingTo: (binder: Routine<C, O, B>) => readonly Routine<C, O, B>[];
}

type AnySteps = FieldSteps<unknown, unknown, unknown>;

const known = memoize(() => new TupleMap<AnySteps>());

export function stepsOn<C, O, B>(unit: Unit<C, O, B>, place: Place): FieldSteps<C, O, B> {
  return known(unit).get([place.name, place.owner], () => readSteps(unit, place)) as FieldSteps<C, O, B>;
}

interface Part extends StepsIn<unknown, unknown, unknown> {
  readonly index: number;
}

function readSteps(unit: AnyUnit, place: Place): AnySteps {
  const open: Part[] = [];
  const taken: Part[] = [];
  const seen = new TupleMap<true>();
  const isNews = (step: AnyStep): boolean => {
    const effect = effectOf(step, place);
    return effect === 'own' || (effect !== undefined && seen.add(effect, true));
  };
  for (const [index, routine] of routinesUsing(unit, place).entries()) {
    const { given, own } = livesIn(unit, routine, place);
    const all = own.flatMap(({ making, steps }) => [making, ...steps]);
    const left = own.flatMap(({ making, steps, isTaken }) => (isTaken ? [] : [making, ...steps]));
    spend(given.length + all.length);
    const steps = [...given, ...left].filter(isNews);
    if (steps.length > 0) {
      open.push({ index, routine, steps });
    }
    if (left.length < all.length) {
      taken.push({ index, routine, steps: [...given, ...all] });
    }
  }
  const leading = (binder: AnyRoutine): readonly Part[] =>
    taken.filter(({ routine }) => leadsTo(unit, routine, binder));
  return {
    leadingTo: (binder) => leading(binder).map(({ routine }) => routine),
    of: (binder) => {
      const whole = leading(binder);
      const indices = new Set(whole.map(({ index }) => index));
      return whole.length === 0
        ? open
        : [...open.filter(({ index }) => !indices.has(index)), ...whole].sort(
            (one, other) => one.index - other.index,
          );
    },
  };
}

/** What a step tells of a field's socket, by which one is as good as the next; `own` where each tells something else. */
function effectOf(step: AnyStep, place: Place): 'own' | readonly unknown[] | undefined {
  switch (step.kind) {
    case 'create':
    case 'option':
      return 'own';
    case 'copy':
      return isSameField(step.into, place) && !isSameField(step.from, place) ? 'own' : undefined;
    case 'use':
      return isSameField(step.socket, place) ? [step.use] : undefined;
    case 'call': {
      const given = step.arguments.flatMap((one, index) => (isSameField(one, place) ? [index] : []));
      const isInto = isSameField(step.into, place);
      return given.length > 0 || isInto ? [step.callee, isInto, ...given] : undefined;
    }
    default:
      return undefined;
  }
}
