import { spend } from '../effort.ts';
import { groupedBy } from '../grouped.ts';
import { firstNotBelow, positionIn } from '../tree-sitter/bisect.ts';
import { memoize } from '../memoize.ts';
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

const indexOf = memoize(({ steps }: AnyRoutine): StepIndex => {
  const indices = [...steps.keys()];
  spend(steps.length);
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
    spend();
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
const ownCalls = memoize((routine: AnyRoutine, unit: RoutineOf): readonly number[] =>
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
  spend(lists.length);
  const found = lists.flatMap((list) => list[positionIn(list, before) - 1] ?? []);
  return found.length === 0 ? undefined : Math.max(...found);
}

/** The steps of a routine from one offset to another, both included. */
export function stepsBetween<C, O, B>(
  { steps }: Routine<C, O, B>,
  start: number,
  end: number,
): Step<C, O, B>[] {
  const found = steps.slice(firstFrom(steps, start), firstFrom(steps, end + 1));
  spend(found.length);
  return found;
}

/** The index of the first step at an offset or behind it. */
export function firstFrom(steps: readonly { readonly at: number }[], at: number): number {
  return firstNotBelow(steps, at, (step) => step.at);
}

/** The steps of a routine that name a field or another shared place. */
export function stepsOfField<C, O, B>(routine: Routine<C, O, B>, place: Place): readonly Step<C, O, B>[] {
  const known = stepsByField(routine);
  const key = `${place.isShared} ${place.owner ?? '?'} ${place.name}`;
  let found = known.get(key);
  if (!found) {
    found = at(routine, indexOf(routine).fields.get(place.name)).filter((step) =>
      placesOf(step).some((named) => isSameField(named, place)),
    );
    known.set(key, found);
  }
  return found as readonly Step<C, O, B>[];
}

const stepsByField = memoize((): Map<string, readonly Step<unknown, unknown, unknown>[]> => new Map());

/** The classes that a routine's steps tell for the fields of a name; undefined among them where one tells none. */
export function ownersOfField(routine: AnyRoutine, name: string): ReadonlySet<string | undefined> {
  const places = at(routine, indexOf(routine).fields.get(name)).flatMap(placesOf);
  return new Set(
    places.flatMap((place) => (place?.isShared === true && place.name === name ? [place.owner] : [])),
  );
}

/** The steps of a routine that connect a socket, by the spelling of its place. */
const connects = memoize((routine: AnyRoutine) => {
  const { steps } = routine;
  spend(steps.length);
  return groupedBy(
    [...steps.keys()].filter((index) => {
      const step = steps[index];
      return step?.kind === 'use' && step.use === 'connect';
    }),
    (index) => {
      const step = steps[index];
      return step?.kind === 'use' ? [step.socket.text] : [];
    },
  );
});

/** Whether a routine connects one of some places, from one index of its steps to another that is not included. */
export function connectsBetween(
  routine: AnyRoutine,
  texts: Iterable<string>,
  from: number,
  to: number,
): boolean {
  const byPlace = connects(routine);
  return (
    byPlace.size > 0 &&
    [...texts].some((text) => {
      spend();
      const list = byPlace.get(text) ?? [];
      return (list[positionIn(list, from)] ?? to) < to;
    })
  );
}

const returns = memoize(({ steps }: AnyRoutine) => {
  spend(steps.length);
  return steps.filter((step) => step.kind === 'return');
});

/** What a routine returns. */
export function returnsOf<C, O, B>(
  routine: Routine<C, O, B>,
): readonly Extract<Step<C, O, B>, { kind: 'return' }>[] {
  return returns(routine);
}

/** The calls of a routine to a function. */
export function callsTo<C, O, B>(
  routine: Routine<C, O, B>,
  callee: string,
): Extract<Step<C, O, B>, { kind: 'call' }>[] {
  return at(routine, indexOf(routine).callees.get(callee)).filter((step) => step.kind === 'call');
}

function at<C, O, B>({ steps }: Routine<C, O, B>, indices: readonly number[] = []): Step<C, O, B>[] {
  spend(indices.length);
  return indices.flatMap((index) => steps[index] ?? []);
}
