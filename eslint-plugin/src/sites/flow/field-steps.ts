import { spend } from '../effort.ts';
import { leadsTo, livesIn, routinesWith } from './lives.ts';
import { memoize } from '../memoize.ts';
import { isSameField, type Place, type Routine, type Step, type Unit } from './step.ts';

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

type AnyUnit = Unit<unknown, unknown, unknown>;
type AnyStep = Step<unknown, unknown, unknown>;
type AnySteps = FieldSteps<unknown, unknown, unknown>;

const known = memoize((): Map<string, AnySteps> => new Map());

export function stepsOn<C, O, B>(unit: Unit<C, O, B>, place: Place): FieldSteps<C, O, B> {
  const ofUnit = known(unit);
  const key = `${place.owner ?? '?'} ${place.name}`;
  const found = ofUnit.get(key) ?? readSteps(unit, place);
  ofUnit.set(key, found);
  return found as FieldSteps<C, O, B>;
}

interface Part extends StepsIn<unknown, unknown, unknown> {
  readonly index: number;
}

function readSteps(unit: AnyUnit, place: Place): AnySteps {
  const open: Part[] = [];
  const taken: Part[] = [];
  const seen = new Set<string>();
  const isNews = (step: AnyStep): boolean => {
    const effect = effectOf(step, place);
    const isNew = effect === 'own' || (effect !== undefined && !seen.has(effect));
    seen.add(effect ?? '');
    return isNew;
  };
  for (const [index, routine] of routinesWith(unit, place).entries()) {
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
  const leading = (binder: Routine<unknown, unknown, unknown>): readonly Part[] =>
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
function effectOf(step: AnyStep, place: Place): string | undefined {
  switch (step.kind) {
    case 'create':
    case 'option':
      return 'own';
    case 'copy':
      return isSameField(step.into, place) && !isSameField(step.from, place) ? 'own' : undefined;
    case 'use':
      return isSameField(step.socket, place) ? `use ${step.use}` : undefined;
    case 'call': {
      const given = step.arguments.flatMap((one, index) => (isSameField(one, place) ? [index] : []));
      const isInto = isSameField(step.into, place);
      return given.length > 0 || isInto ? `call ${step.callee} ${isInto} ${given.join()}` : undefined;
    }
    default:
      return undefined;
  }
}
