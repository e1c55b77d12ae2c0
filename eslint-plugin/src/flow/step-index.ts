import { firstNotBelow, positionIn } from '../tree-sitter/bisect.ts';
import { remembered } from './remembered.ts';
import type { Place, Routine, Step, Unit } from './step.ts';

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

function placesOf(step: Step<unknown, unknown, unknown>): readonly (Place | undefined)[] {
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
  const places = new Map<string, number[]>();
  const fields = new Map<string, number[]>();
  const callees = new Map<string, number[]>();
  const note = (map: Map<string, number[]>, key: string, index: number): void => {
    const known = map.get(key);
    if (!known) {
      map.set(key, [index]);
    } else if (known.at(-1) !== index) {
      known.push(index);
    }
  };
  for (const [index, step] of steps.entries()) {
    for (const place of placesOf(step)) {
      if (place) {
        note(places, place.text, index);
        if (place.isShared) {
          note(fields, place.name, index);
        }
      }
    }
    if (step.kind === 'call') {
      note(callees, step.callee, index);
    }
  }
  return { places, fields, callees };
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

/** The calls of a routine to functions of its own file, which may use any field. */
const ownCalls = new WeakMap<AnyRoutine, readonly number[]>();

/** The index of the last step before one that calls a function of the file. */
export function previousOwnCall(
  routine: AnyRoutine,
  unit: Pick<Unit<unknown, unknown, unknown>, 'routine'>,
  before: number,
): number | undefined {
  let calls = ownCalls.get(routine);
  if (!calls) {
    const own = [...indexOf(routine).callees].filter(([callee]) => unit.routine(callee) !== undefined);
    calls = own.flatMap(([, indices]) => indices).sort((one, other) => one - other);
    ownCalls.set(routine, calls);
  }
  return lastBefore([calls], before);
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
export function stepsOfField<C, O, B>(routine: Routine<C, O, B>, name: string): Step<C, O, B>[] {
  return at(routine, indexOf(routine).fields.get(name));
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
