import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors } from '../tree-sitter/walk.ts';
import { isCertain, isOptional } from './branches.ts';
import { remembered } from './remembered.ts';
import { callsTo, stepsOfField } from './step-index.ts';
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

/** What a routine does with the sockets of a field. */
export function livesIn<C, O, B>(
  unit: Unit<C, O, B>,
  routine: Routine<C, O, B>,
  place: Place,
): Lives<Step<C, O, B>> {
  const makers = makersOf(unit, place);
  const names = new Set([...makers].map(({ name }) => name));
  names.delete(routine.name);
  const calls = [...names].flatMap((name) => callsTo(routine, name));
  const onField = stepsOfField(routine, place);
  const steps = [...new Set([...onField, ...calls])].sort((one, other) => one.at - other.at);
  const given: Step<C, O, B>[] = [];
  const own: { making: Step<C, O, B>; steps: Step<C, O, B>[] }[] = [];
  for (const step of steps) {
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
  return (
    helper !== undefined &&
    parameter !== undefined &&
    helper.steps.some(
      (step) =>
        ('into' in step && step.into?.text === `*${parameter}`) ||
        (step.kind === 'call' &&
          step.arguments.some(
            (given, position) => given?.text === parameter && fills(unit, step.callee, position, depth + 1),
          )),
    )
  );
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
const makers = remembered((): Map<string, ReadonlySet<AnyRoutine>> => new Map());

export function makersOf<C, O, B>(unit: Unit<C, O, B>, place: Place): ReadonlySet<Routine<C, O, B>> {
  const known = makers(unit);
  const key = `${place.owner ?? ''} ${place.name}`;
  let found = known.get(key);
  if (!found) {
    found = findMakers(unit, place);
    known.set(key, found);
  }
  return found as ReadonlySet<Routine<C, O, B>>;
}

function findMakers(unit: AnyUnit, place: Place): ReadonlySet<AnyRoutine> {
  const found = new Set<AnyRoutine>();
  let next = routinesNaming(unit, place.name).filter((routine) => makesOne(unit, routine, place));
  for (let depth = 0; depth < MAX_DEPTH && next.length > 0; depth++) {
    const added = next.filter((routine) => routine.name !== '' && !found.has(routine));
    added.forEach((routine) => found.add(routine));
    next = [...new Set(added.map(({ name }) => name))].flatMap((name) =>
      routinesNaming(unit, name).filter((routine) =>
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

/** Whether a routine is another one, or calls it, through helpers too. */
export function leadsTo(unit: AnyUnit, routine: AnyRoutine, other: AnyRoutine, depth = 0): boolean {
  return (
    routine === other ||
    (depth < MAX_DEPTH &&
      routine.steps.some((step) => {
        const called = step.kind === 'call' ? unit.routine(step.callee) : undefined;
        return called !== undefined && called !== routine && leadsTo(unit, called, other, depth + 1);
      }))
  );
}

/** The routines in which a word stands. */
export function routinesNaming<C, O, B>(unit: Unit<C, O, B>, word: string): readonly Routine<C, O, B>[] {
  if (word === '') {
    return [];
  }
  return unit.mentioning?.(word) ?? unit.routines.filter((routine) => routine.mentions(word));
}
