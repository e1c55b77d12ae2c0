import { spend } from '../effort.ts';
import { grouped } from '../grouped.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors } from '../tree-sitter/walk.ts';
import { isCertain, isOptional } from './branches.ts';
import { memoize } from '../memoize.ts';
import { callsTo, ownersOfField, stepsOfField } from './step-index.ts';
import { isSameField, type Place, type Routine, type Step, type StepOf, type Unit } from './step.ts';

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

const lives = memoize((): Map<string, Lives<AnyStep>> => new Map());

/** What a routine does with the sockets of a field. */
export function livesIn<C, O, B>(
  unit: Unit<C, O, B>,
  routine: Routine<C, O, B>,
  place: Place,
): Lives<Step<C, O, B>> {
  const known = lives(routine);
  const key = keyOfField(place);
  const found = known.get(key) ?? readLives(unit, routine, place);
  known.set(key, found);
  return found as Lives<Step<C, O, B>>;
}

const keyOfField = ({ owner, name }: Place): string => `${owner ?? '?'} ${name}`;

function readLives(unit: AnyUnit, routine: AnyRoutine, place: Place): Lives<AnyStep> {
  const makers = makersOf(unit, place);
  const names = new Set([...makers].map(({ name }) => name));
  names.delete(routine.name);
  spend(names.size);
  const calls = [...names].flatMap((name) => callsTo(routine, name));
  const onField = stepsOfField(routine, place);
  const steps = [...new Set([...onField, ...calls])].sort((one, other) => one.at - other.at);
  const given: AnyStep[] = [];
  const own: { making: AnyStep; steps: AnyStep[] }[] = [];
  for (const step of steps) {
    spend();
    const recent = own.slice(-MAX_LOOK_BACK);
    const life = recent.findLast(
      ({ making }) =>
        making.at < step.at &&
        isMade(
          making.node,
          step.at,
          recent.map((one) => one.making),
        ),
    );
    if (isMaking(unit, step, place) || (step.kind === 'call' && names.has(step.callee))) {
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

/**
 * Whether a making has happened wherever an offset is reached, taking it that loops and tries run: in both branches of an `if`, or in
 * none that may be left out.
 */
function isMade(node: SyntaxNode, at: number, makings: readonly AnyStep[]): boolean {
  let inside = node;
  for (const ancestor of ancestors(node)) {
    if (ancestor.start <= at && at < ancestor.end) {
      return true;
    }
    const branches = [ancestor.field('consequence'), ...ancestor.fields('alternative')];
    const isInAll =
      branches.length > 1 &&
      branches.every((branch) =>
        makings.some((one) => branch && branch.start <= one.node.start && one.node.end <= branch.end),
      );
    if (!RUNS.test(ancestor.type) && isOptional(inside, ancestor) && !isInAll) {
      return false;
    }
    inside = ancestor;
  }
  return true;
}

/** What is taken to run as a whole. */
const RUNS = /^(?:for_statement|for_range_loop|enhanced_for_statement|while_statement|try_statement)$/;

const takes = (step: AnyStep): boolean =>
  step.kind === 'bind' || (step.kind === 'use' && step.use === 'connect');

/** Whether a step puts another socket into a field. */
function isMaking(unit: AnyUnit, step: AnyStep, place: Place): boolean {
  switch (step.kind) {
    case 'create':
      return isSameField(step.into, place);
    case 'copy':
      return isSameField(step.into, place) && !isSameField(step.from, place);
    case 'call':
      return (
        isSameField(step.into, place) ||
        step.arguments.some(
          (given, index) =>
            given?.isReference === true && isSameField(given, place) && fills(unit, step.callee, index, 0),
        )
      );
    default:
      return false;
  }
}

/** Whether a function of the file puts a value where one of its parameters points: `*out = socket(...)`. */
function fills(unit: AnyUnit, callee: string, index: number, depth: number): boolean {
  const helper = depth < MAX_DEPTH ? unit.routine(callee) : undefined;
  const parameter = helper?.parameters[index];
  if (!helper || parameter === undefined) {
    return false;
  }
  const known = filled(helper);
  const question = `${index} ${depth}`;
  const answer = known.get(question) ?? fillsParameter(unit, helper, parameter, depth);
  known.set(question, answer);
  return answer;
}

const filled = memoize((): Map<string, boolean> => new Map());

function fillsParameter(unit: AnyUnit, { steps }: AnyRoutine, parameter: string, depth: number): boolean {
  return steps.some((step) => {
    spend();
    return (
      ('into' in step && step.into?.text === `*${parameter}`) ||
      (step.kind === 'call' &&
        step.arguments.some(
          (given, position) => given?.text === parameter && fills(unit, step.callee, position, depth + 1),
        ))
    );
  });
}

/** Whether a call gives one of some places another socket, through a pointer to it. */
export function isFilled(
  unit: AnyUnit,
  { callee, arguments: given }: StepOf<AnyStep, 'call'>,
  places: ReadonlyMap<string, Place>,
): boolean {
  return given.some(
    (place, index) =>
      place !== undefined &&
      places.has(place.isReference === true ? place.text : `*${place.text}`) &&
      fills(unit, callee, index, 0),
  );
}

/** The functions of a file after whose call a field holds another socket, by the field's name and class. */
const makers = memoize((): Map<string, ReadonlySet<AnyRoutine>> => new Map());

export function makersOf<C, O, B>(unit: Unit<C, O, B>, place: Place): ReadonlySet<Routine<C, O, B>> {
  const known = makers(unit);
  const key = keyOfField(place);
  let found = known.get(key);
  if (!found) {
    found = findMakers(unit, place);
    known.set(key, found);
  }
  return found as ReadonlySet<Routine<C, O, B>>;
}

function findMakers(unit: AnyUnit, place: Place): ReadonlySet<AnyRoutine> {
  const found = new Set<AnyRoutine>();
  let next: readonly AnyRoutine[] = routinesWith(unit, place).filter((routine) =>
    makesOne(unit, routine, place),
  );
  for (let depth = 0; depth < MAX_DEPTH && next.length > 0; depth++) {
    const added = next.filter((routine) => routine.name !== '' && !found.has(routine));
    added.forEach((routine) => found.add(routine));
    next = [...new Set(added.map(({ name }) => name))].flatMap((name) =>
      routinesCalling(unit, name).filter((routine) =>
        callsTo(routine, name).some(({ node }) => isCertain(node, routine.node.end - 1)),
      ),
    );
  }
  return found;
}

/** A helper makes the socket and leaves the rest to its callers. */
function makesOne(unit: AnyUnit, routine: AnyRoutine, place: Place): boolean {
  const steps = stepsOfField(routine, place);
  return (
    steps.some((step) => isMaking(unit, step, place) && isCertain(step.node, routine.node.end - 1)) &&
    !steps.some(takes)
  );
}

/** A routine, what it calls, and what that calls in turn, a few times over. */
const reachedFrom = memoize((routine: AnyRoutine, unit: AnyUnit): ReadonlySet<AnyRoutine> => {
  const found = new Set([routine]);
  let last = [routine];
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const called = last.flatMap(({ steps }) => {
      spend(steps.length);
      return steps.flatMap((step) => (step.kind === 'call' ? (unit.routine(step.callee) ?? []) : []));
    });
    last = [...new Set(called)].filter((one) => !found.has(one));
    last.forEach((one) => found.add(one));
  }
  return found;
});

/** Whether a routine is another one, or calls it, through helpers too. */
export function leadsTo(unit: AnyUnit, routine: AnyRoutine, other: AnyRoutine): boolean {
  spend();
  return routine === other || reachedFrom(routine, unit).has(other);
}

/** The routines with steps on the fields of a name, in the file's order, all of them and by the class they tell. */
interface Naming {
  readonly all: ReadonlyMap<AnyRoutine, number>;
  readonly byOwner: ReadonlyMap<string, readonly AnyRoutine[]>;
}

const byField = memoize((): Map<string, Naming> => new Map());

/** What stands for the class of a field where the file does not tell it. */
const ANY_OWNER = '?';

/** The routines that do something with a field. */
export function routinesWith<C, O, B>(unit: Unit<C, O, B>, place: Place): readonly Routine<C, O, B>[] {
  const known = byField(unit);
  const naming = known.get(place.name) ?? readNaming(unit, place.name);
  known.set(place.name, naming);
  const { all, byOwner } = naming;
  const own = place.owner === undefined ? [...all.keys()] : (byOwner.get(place.owner) ?? []);
  const others = place.owner === undefined ? [] : (byOwner.get(ANY_OWNER) ?? []);
  spend(own.length + others.length);
  const found = [...new Set([...own, ...others])];
  const sorted =
    others.length === 0 ? found : found.sort((one, other) => (all.get(one) ?? 0) - (all.get(other) ?? 0));
  return sorted as readonly Routine<unknown, unknown, unknown>[] as readonly Routine<C, O, B>[];
}

function readNaming(unit: AnyUnit, name: string): Naming {
  const owners = routinesNaming(unit, name)
    .map((routine) => ({ routine, owners: ownersOfField(routine, name) }))
    .filter(({ owners: found }) => found.size > 0);
  return {
    all: new Map(owners.map(({ routine }, index) => [routine, index])),
    byOwner: grouped(
      owners.flatMap(({ routine, owners: found }) =>
        [...found].map((owner) => [owner ?? ANY_OWNER, routine] as const),
      ),
    ),
  };
}

const callers = memoize((): Map<string, readonly AnyRoutine[]> => new Map());

/** The routines that call a routine, by its name. */
export function routinesCalling<C, O, B>(unit: Unit<C, O, B>, name: string): readonly Routine<C, O, B>[] {
  const known = callers(unit);
  const found: readonly AnyRoutine[] =
    known.get(name) ?? routinesNaming(unit, name).filter((routine) => callsTo(routine, name).length > 0);
  known.set(name, found);
  return found as readonly Routine<C, O, B>[];
}

/** The routines in which a word stands. */
function routinesNaming<C, O, B>(unit: Unit<C, O, B>, word: string): readonly Routine<C, O, B>[] {
  if (word === '') {
    return [];
  }
  const found = unit.mentioning?.(word);
  spend(found ? found.length : unit.routines.length);
  return found ?? unit.routines.filter((routine) => routine.mentions(word));
}
