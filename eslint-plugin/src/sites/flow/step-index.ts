import { spend } from '../effort.ts';
import { groupedBy } from '../grouped.ts';
import { firstNotBelow, positionIn } from '../tree-sitter/bisect.ts';
import { memoize } from '../memoize.ts';
import type { Callee, Owner } from './callee.ts';
import {
  isSameField,
  type AnyRoutine,
  type AnyStep,
  type AnyUnit,
  type Place,
  type Routine,
  type Step,
} from './step.ts';
import { TupleMap } from './tuple-map.ts';

/**
 * Where a routine names what, as indices of its steps in source order: a routine with thousands of sockets is not read from
 * end to end for each of them.
 */
interface StepIndex {
  /** By the spelling of a place, binds left out. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** The binds apart: a socket may be bound again and again, and is the same before and after each. */
  readonly binds: ReadonlyMap<string, readonly number[]>;
  /** By the name of a shared place. */
  readonly fields: ReadonlyMap<string, readonly number[]>;
  readonly callees: ReadonlyMap<Callee, readonly number[]>;
  readonly calleesByName: ReadonlyMap<string, readonly Callee[]>;
}

/** The places that a step names. */
export function placesOf(step: AnyStep): readonly (Place | undefined)[] {
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
  const callees = groupedBy(indices, (index) => {
    const step = steps[index];
    return step?.kind === 'call' ? [step.callee] : [];
  });
  const texts = (index: number): readonly string[] => places[index]?.map(({ text }) => text) ?? [];
  const isBind = (index: number): boolean => steps[index]?.kind === 'bind';
  return {
    places: groupedBy(indices, (index) => (isBind(index) ? [] : texts(index))),
    binds: groupedBy(indices, (index) => (isBind(index) ? texts(index) : [])),
    fields: groupedBy(
      indices,
      (index) => places[index]?.filter(({ isShared }) => isShared).map(({ name }) => name) ?? [],
    ),
    callees,
    calleesByName: groupedBy(callees.keys(), ({ name }) => [name]),
  };
});

const NONE: readonly number[] = [];

/** The indices of the steps that name a place, binds left out. */
export function namingOf(routine: AnyRoutine, { text }: Place): readonly number[] {
  return indexOf(routine).places.get(text) ?? NONE;
}

/** The indices of the binds of what a place holds. */
export function bindsOf(routine: AnyRoutine, { text }: Place): readonly number[] {
  return indexOf(routine).binds.get(text) ?? NONE;
}

/** The index of the next step, from one on, that names one of the places and is no bind; undefined where there is none. */
export function nextNaming(routine: AnyRoutine, texts: Iterable<string>, from: number): number | undefined {
  const { places } = indexOf(routine);
  const found = [...texts].flatMap((text) => {
    spend();
    const list = places.get(text) ?? [];
    return list[positionIn(list, from)] ?? [];
  });
  return found.length === 0 ? undefined : Math.min(...found);
}

type RoutineOf = Pick<AnyUnit, 'routine'>;

/** The indices of a routine's calls to functions of its own file, which may use any field. */
export const ownCallsOf = memoize((routine: AnyRoutine, unit: RoutineOf): readonly number[] =>
  [...indexOf(routine).callees]
    .filter(([callee]) => unit.routine(callee) !== undefined)
    .flatMap(([, indices]) => indices)
    .sort((one, other) => one - other),
);

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

/** The steps of a routine that name a place and are no binds, between two offsets of which neither is included. */
export function stepsNaming(routine: AnyRoutine, place: Place, start: number, end: number): AnyStep[] {
  const { steps } = routine;
  const all = namingOf(routine, place);
  const [first, last] = [firstFrom(steps, start + 1), firstFrom(steps, end)];
  return at(routine, all.slice(positionIn(all, first), positionIn(all, last)));
}

/** The index of the first step at an offset or behind it. */
export function firstFrom(steps: readonly { readonly at: number }[], at: number): number {
  return firstNotBelow(steps, at, (step) => step.at);
}

/** The index of a step of a routine; -1 where it is another one's. */
export function indexOfStep({ steps }: AnyRoutine, step: AnyStep): number {
  for (let index = firstFrom(steps, step.at); steps[index]?.at === step.at; index += 1) {
    if (steps[index] === step) {
      return index;
    }
  }
  return -1;
}

const stepsByField = memoize(() => new TupleMap<readonly AnyStep[]>());

/** The steps of a routine that name a field or another shared place. */
export function stepsOfField<C, O, B>(routine: Routine<C, O, B>, place: Place): readonly Step<C, O, B>[] {
  const found = stepsByField(routine).get([place.name, place.owner, place.isShared], () =>
    at(routine, indexOf(routine).fields.get(place.name)).filter((step) =>
      placesOf(step).some((named) => isSameField(named, place)),
    ),
  );
  return found as readonly Step<C, O, B>[];
}

/** The classes that a routine's steps tell for the fields of a name; undefined among them where one tells none. */
export function ownersOfField(routine: AnyRoutine, name: string): ReadonlySet<Owner | undefined> {
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
  callee: Callee,
): Extract<Step<C, O, B>, { kind: 'call' }>[] {
  return at(routine, indexOf(routine).callees.get(callee)).filter((step) => step.kind === 'call');
}

function at<C, O, B>({ steps }: Routine<C, O, B>, indices: readonly number[] = []): Step<C, O, B>[] {
  spend(indices.length);
  return indices.flatMap((index) => steps[index] ?? []);
}

/** What a routine calls under a name. */
export function calleesNamed(routine: AnyRoutine, name: string): readonly Callee[] {
  return indexOf(routine).calleesByName.get(name) ?? [];
}
