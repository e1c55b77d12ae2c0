import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors, holds as contains } from '../tree-sitter/walk.ts';
import { controlOf, holds, isCertain, isChoice, isOptional, partsOf, type Branches } from './branches.ts';
import type { Callee } from './callee.ts';
import { routinesCalling, routinesUsing } from './routines.ts';
import { callsTo, stepsOfField } from './step-index.ts';
import {
  isSameField,
  type AnyRoutine,
  type AnyStep,
  type AnyUnit,
  type Place,
  type Routine,
  type Step,
  type StepOf,
  type Unit,
} from './step.ts';
import { TupleMap } from './tuple-map.ts';

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

/** The makings looked back at for one step. */
const MAX_LOOK_BACK = 4;

/** The calls of helpers followed one inside the other that make a field's socket. */
const MAX_DEPTH = 3;

const lives = memoize(() => new TupleMap<Lives<AnyStep>>());

/** What a routine does with the sockets of a field. */
export function livesIn<C, O, B>(
  unit: Unit<C, O, B>,
  routine: Routine<C, O, B>,
  place: Place,
): Lives<Step<C, O, B>> {
  const found = lives(routine).get([place.name, place.owner], () => readLives(unit, routine, place));
  return found as Lives<Step<C, O, B>>;
}

function readLives(unit: AnyUnit, routine: AnyRoutine, place: Place): Lives<AnyStep> {
  const makers = makersOf(unit, place);
  const callees = new Set([...makers].map(({ callee }) => callee));
  callees.delete(routine.callee);
  spend(callees.size);
  const calls = [...callees].flatMap((callee) => callsTo(routine, callee));
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
        isMade(making.node, step.at, {
          makings: recent.map((one) => one.making),
          branches: unit.branches,
        }),
    );
    if (isMaking(unit, step, place) || (step.kind === 'call' && callees.has(step.callee))) {
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
function isMade(
  node: SyntaxNode,
  at: number,
  { makings, branches }: { readonly makings: readonly AnyStep[]; readonly branches: Branches },
): boolean {
  let inside = node;
  for (const ancestor of ancestors(node)) {
    if (holds(ancestor, at)) {
      return true;
    }
    const all = isChoice(ancestor, branches) ? partsOf(ancestor, branches) : [];
    const isInAll =
      all.length > 1 && all.every((branch) => makings.some(({ node }) => contains(branch, node)));
    const isRun = RUNS.has(controlOf(ancestor, branches));
    if (!isRun && isOptional(inside, ancestor, branches) && !isInAll) {
      return false;
    }
    inside = ancestor;
  }
  return true;
}

/** What is taken to run as a whole. */
const RUNS: ReadonlySet<string | undefined> = new Set(['for', 'while', 'try']);

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
function fills(unit: AnyUnit, callee: Callee, index: number, depth: number): boolean {
  const helper = depth < MAX_DEPTH ? unit.routine(callee) : undefined;
  const parameter = helper?.parameters[index];
  if (!helper || parameter === undefined) {
    return false;
  }
  return filled(helper).get([index, depth], () => fillsParameter(unit, helper, parameter, depth));
}

const filled = memoize(() => new TupleMap<boolean>());

function fillsParameter(unit: AnyUnit, { steps }: AnyRoutine, parameter: string, depth: number): boolean {
  return steps.some((step) => {
    spend();
    return (
      ('into' in step && step.into?.pointer === parameter) ||
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
  const isPointedAt = (pointer: string): boolean =>
    [...places.values()].some((place) => place.pointer === pointer);
  return given.some(
    (place, index) =>
      place !== undefined &&
      (place.isReference === true ? places.has(place.text) : isPointedAt(place.text)) &&
      fills(unit, callee, index, 0),
  );
}

const makers = memoize(() => new TupleMap<ReadonlySet<AnyRoutine>>());

/** The functions of a file after whose call a field holds another socket. */
export function makersOf<C, O, B>(unit: Unit<C, O, B>, place: Place): ReadonlySet<Routine<C, O, B>> {
  const found = makers(unit).get([place.name, place.owner], () => findMakers(unit, place));
  return found as ReadonlySet<Routine<C, O, B>>;
}

function findMakers(unit: AnyUnit, place: Place): ReadonlySet<AnyRoutine> {
  const found = new Set<AnyRoutine>();
  let next: readonly AnyRoutine[] = routinesUsing(unit, place).filter((routine) =>
    makesOne(unit, routine, place),
  );
  for (let depth = 0; depth < MAX_DEPTH && next.length > 0; depth++) {
    const added = next.filter((routine) => routine.callee.name !== '' && !found.has(routine));
    added.forEach((routine) => found.add(routine));
    next = [...new Set(added.map(({ callee }) => callee))].flatMap((callee) =>
      routinesCalling(unit, callee).filter((routine) =>
        callsTo(routine, callee).some(({ node }) => isCertain(node, routine.node.end - 1, unit.branches)),
      ),
    );
  }
  return found;
}

/** A helper makes the socket and leaves the rest to its callers. */
function makesOne(unit: AnyUnit, routine: AnyRoutine, place: Place): boolean {
  const steps = stepsOfField(routine, place);
  return (
    steps.some(
      (step) => isMaking(unit, step, place) && isCertain(step.node, routine.node.end - 1, unit.branches),
    ) && !steps.some(takes)
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
