import { groupedBy } from '../grouped.ts';
import { firstNotBelow, positionIn } from '../tree-sitter/bisect.ts';
import { remembered } from './remembered.ts';
import { isSameField, type Place, type Routine, type Step, type Unit } from './step.ts';

/**
 * Where a routine names what, as indices of its steps in source order: a routine with thousands of sockets is not read from
 * end to end for each of them.
 */
interface StepIndex {
  /** By the spelling of a place. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** By the name of a shared place. */
  readonly fields: ReadonlyMap<string, readonly number[]>;
  readonly callees: ReadonlyMap<string, readonly number[]>;
}

type AnyRoutine = Routine<unknown, unknown, unknown>;

/** The places that a step names. */
export function placesOf(step: Step<unknown, unknown, unknown>): readonly (Place | undefined)[] {
  switch (step.kind) {
    case 'create':
      return [step.into];
    case 'copy':
      return [step.into, step.from];
    case 'option':
    case 'bind':
      return [step.socket];
    case 'use':
      return [step.socket, step.into];
    case 'call':
      return [step.into, ...step.arguments];
    case 'return':
      return [step.from];
  }
}

const indexOf = remembered(({ steps }: AnyRoutine): StepIndex => {
  const indices = [...steps.keys()];
  const places = steps.map((step) => placesOf(step).filter((place) => place !== undefined));
  return {
    places: groupedBy(indices, (index) => places[index]?.map(({ text }) => text) ?? []),
    fields: groupedBy(
      indices,
      (index) => places[index]?.filter(({ isShared }) => isShared).map(({ name }) => name) ?? [],
    ),
    callees: groupedBy(indices, (index) => {
      const step = steps[index];
      return step?.kind === 'call' ? [step.callee] : [];
    }),
  };
});

/** The index of the next step, from one on, that names one of the places; undefined where there is none. */
export function nextNaming(routine: AnyRoutine, texts: Iterable<string>, from: number): number | undefined {
  const { places } = indexOf(routine);
  const found = [...texts].flatMap((text) => {
    const list = places.get(text) ?? [];
    return list[positionIn(list, from)] ?? [];
  });
  return found.length === 0 ? undefined : Math.min(...found);
}

/** The index of the last step before one that names one of the places; undefined where there is none. */
export function previousNaming(
  routine: AnyRoutine,
  texts: Iterable<string>,
  before: number,
): number | undefined {
  const { places } = indexOf(routine);
  return lastBefore(
    [...texts].map((text) => places.get(text) ?? []),
    before,
  );
}

type RoutineOf = Pick<Unit<unknown, unknown, unknown>, 'routine'>;

/** The calls of a routine to functions of its own file, which may use any field. */
const ownCalls = remembered((routine: AnyRoutine, unit: RoutineOf): readonly number[] =>
  [...indexOf(routine).callees]
    .filter(([callee]) => unit.routine(callee) !== undefined)
    .flatMap(([, indices]) => indices)
    .sort((one, other) => one - other),
);

/** The index of the last step before one that calls a function of the file. */
export function previousOwnCall(routine: AnyRoutine, unit: RoutineOf, before: number): number | undefined {
  return lastBefore([ownCalls(routine, unit)], before);
}

function lastBefore(lists: readonly (readonly number[])[], before: number): number | undefined {
  const found = lists.flatMap((list) => list[positionIn(list, before) - 1] ?? []);
  return found.length === 0 ? undefined : Math.max(...found);
}

/** The steps of a routine from one offset to another, both included. */
export function stepsBetween<C, O, B>(
  { steps }: Routine<C, O, B>,
  start: number,
  end: number,
): Step<C, O, B>[] {
  return steps.slice(firstFrom(steps, start), firstFrom(steps, end + 1));
}

/** The index of the first step at an offset or behind it. */
export function firstFrom(steps: readonly { readonly at: number }[], at: number): number {
  return firstNotBelow(steps, at, (step) => step.at);
}

/** The steps of a routine that name a field or another shared place. */
export function stepsOfField<C, O, B>(routine: Routine<C, O, B>, place: Place): Step<C, O, B>[] {
  return at(routine, indexOf(routine).fields.get(place.name)).filter((step) =>
    placesOf(step).some((named) => isSameField(named, place)),
  );
}

/** The calls of a routine to a function. */
export function callsTo<C, O, B>(
  routine: Routine<C, O, B>,
  callee: string,
): Extract<Step<C, O, B>, { kind: 'call' }>[] {
  return at(routine, indexOf(routine).callees.get(callee)).filter((step) => step.kind === 'call');
}

function at<C, O, B>({ steps }: Routine<C, O, B>, indices: readonly number[] = []): Step<C, O, B>[] {
  return indices.flatMap((index) => steps[index] ?? []);
}
