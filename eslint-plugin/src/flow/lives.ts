import { isCertain } from './branches.ts';
import { remembered } from './remembered.ts';
import { callsTo, stepsOfField } from './step-index.ts';
import { isSameField, type Place, type Routine, type Step, type Unit } from './step.ts';

/** What a routine does with the sockets of one field: with those it is given, and with each that it makes itself. */
export interface Lives<S> {
  readonly given: readonly S[];
  readonly own: readonly Life<S>[];
}

/** A socket that a routine puts into a field, and what the routine does with it. */
export interface Life<S> {
  readonly making: S;
  readonly steps: readonly S[];
  /** The routine binds or connects it: it is none that another routine binds. */
  readonly isTaken: boolean;
}

type AnyUnit = Unit<unknown, unknown, unknown>;
type AnyRoutine = Routine<unknown, unknown, unknown>;
type AnyStep = Step<unknown, unknown, unknown>;

/** The makings looked back at for one step. */
const MAX_LOOK_BACK = 4;

/** The calls of helpers followed one inside the other that make a field's socket. */
const MAX_DEPTH = 3;

/** What a routine does with the sockets of a field. */
export function livesIn<C, O, B>(
  unit: Unit<C, O, B>,
  routine: Routine<C, O, B>,
  place: Place,
): Lives<Step<C, O, B>> {
  const makers = makersOf(unit, place);
  const calls = [...makers].filter((name) => name !== routine.name).flatMap((name) => callsTo(routine, name));
  const onField = stepsOfField(routine, place);
  const steps = [...new Set([...onField, ...calls])].sort((one, other) => one.at - other.at);
  const given: Step<C, O, B>[] = [];
  const own: { making: Step<C, O, B>; steps: Step<C, O, B>[] }[] = [];
  for (const step of steps) {
    const life = own
      .slice(-MAX_LOOK_BACK)
      .findLast(({ making }) => making.at < step.at && isCertain(making.node, step.at));
    if (isMaking(step, place) || (step.kind === 'call' && makers.has(step.callee))) {
      own.push({ making: step, steps: [] });
    } else if (life) {
      life.steps.push(step);
    } else {
      given.push(step);
    }
  }
  return {
    given,
    own: own.map((life) => ({ ...life, isTaken: life.steps.some(takes) })),
  };
}

const takes = (step: AnyStep): boolean =>
  step.kind === 'bind' || (step.kind === 'use' && step.use === 'connect');

/** Whether a step puts another socket into a field. */
function isMaking(step: AnyStep, place: Place): boolean {
  switch (step.kind) {
    case 'create':
      return isSameField(step.into, place);
    case 'copy':
      return isSameField(step.into, place) && !isSameField(step.from, place);
    case 'call':
      return isSameField(step.into, place);
    default:
      return false;
  }
}

/** The functions of a file after whose call a field holds another socket, by the field's name and class. */
const makers = remembered((): Map<string, ReadonlySet<string>> => new Map());

export function makersOf(unit: AnyUnit, place: Place): ReadonlySet<string> {
  const known = makers(unit);
  const key = `${place.owner ?? ''} ${place.name}`;
  let found = known.get(key);
  if (!found) {
    found = findMakers(unit, place);
    known.set(key, found);
  }
  return found;
}

function findMakers(unit: AnyUnit, place: Place): ReadonlySet<string> {
  const found = new Set<string>();
  let next = routinesNaming(unit, place.name).filter((routine) => makesOne(routine, place));
  for (let depth = 0; depth < MAX_DEPTH && next.length > 0; depth++) {
    const names = next.map(({ name }) => name).filter((name) => name !== '' && !found.has(name));
    names.forEach((name) => found.add(name));
    next = names.flatMap((name) =>
      routinesNaming(unit, name).filter((routine) =>
        callsTo(routine, name).some(({ node }) => isCertain(node, routine.node.end - 1)),
      ),
    );
  }
  return found;
}

/** A helper makes the socket and leaves the rest to its callers. */
function makesOne(routine: AnyRoutine, place: Place): boolean {
  const steps = stepsOfField(routine, place);
  return (
    steps.some((step) => isMaking(step, place) && isCertain(step.node, routine.node.end - 1)) &&
    !steps.some(takes)
  );
}

/** The routines in which a word stands. */
export function routinesNaming<C, O, B>(unit: Unit<C, O, B>, word: string): readonly Routine<C, O, B>[] {
  if (word === '') {
    return [];
  }
  return unit.mentioning?.(word) ?? unit.routines.filter((routine) => routine.mentions(word));
}
