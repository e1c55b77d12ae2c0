import { spend } from '../effort.ts';
import { groupedBy } from '../grouped.ts';
import { memoize } from '../memoize.ts';
import { firstNotBelow } from '../tree-sitter/bisect.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { Span } from './branches.ts';
import type { Callee, Owner } from './callee.ts';
import { calleesNamed, callsTo, ownersOfField } from './step-index.ts';
import type { AnyRoutine, AnyUnit, Place, Routine, Step, StepOf, Unit } from './step.ts';

/** A routine as a front end tells of it; what takes time is asked when it is needed. */
export interface RoutineSource<S> {
  readonly callee: Callee;
  readonly parts: readonly Span[];
  readonly node: () => SyntaxNode;
  readonly parameters: () => readonly string[];
  /** In any order. */
  readonly steps: () => Iterable<S>;
}

export function routineOf<C, O, B>(source: RoutineSource<Step<C, O, B>>): Routine<C, O, B> {
  const node = once(source.node);
  const parameters = once(source.parameters);
  const steps = once(() => [...source.steps()].sort((one, other) => one.at - other.at));
  return {
    callee: source.callee,
    parts: source.parts,
    get node() {
      return node();
    },
    get parameters() {
      return parameters();
    },
    get steps() {
      return steps();
    },
  };
}

function once<T>(ask: () => T): () => T {
  let answer: { readonly value: T } | undefined;
  return () => (answer ??= { value: ask() }).value;
}

/** A part of a text that a routine is, and the part around it. */
interface Part<R> extends Span {
  readonly routine: R;
  readonly outer: Part<R> | undefined;
}

/** The parts of a file's routines in source order, the outer before the inner. */
const partsOf = memoize(({ routines }: Pick<AnyUnit, 'routines'>): readonly Part<AnyRoutine>[] => {
  const spans = routines
    .flatMap((routine) => routine.parts.map(({ start, end }) => ({ routine, start, end })))
    .sort((one, other) => one.start - other.start || other.end - one.end);
  spend(spans.length);
  const found: Part<AnyRoutine>[] = [];
  let around: Part<AnyRoutine> | undefined;
  for (const span of spans) {
    while (around && around.end <= span.start) {
      around = around.outer;
    }
    around = { ...span, outer: around };
    found.push(around);
  }
  return found;
});

/** The innermost routine that an offset stands in. */
export function routineHolding<R extends AnyRoutine>(
  unit: { readonly routines: readonly R[] },
  offset: number,
): R | undefined {
  const parts = partsOf(unit);
  let part = parts[firstNotBelow(parts, offset + 1, ({ start }) => start) - 1];
  while (part && offset >= part.end) {
    part = part.outer;
  }
  return part?.routine as R | undefined;
}

const indices = memoize(
  ({ routines }: Pick<AnyUnit, 'routines'>): ReadonlyMap<AnyRoutine, number> =>
    new Map(routines.map((routine, index) => [routine, index])),
);

/** Routines by a word that stands in them. */
const byWord = memoize((): Map<string, readonly AnyRoutine[]> => new Map());

/** The routines in which a word stands, in the file's order. */
export function routinesMentioning<R extends AnyRoutine>(
  unit: AnyUnit & { readonly routines: readonly R[] },
  word: string,
): readonly R[] {
  const known = byWord(unit);
  let found = known.get(word);
  if (!found) {
    const holders = new Set<AnyRoutine>();
    for (const offset of unit.words.of(word)) {
      const holder = routineHolding(unit, offset);
      if (holder) {
        holders.add(holder);
      }
    }
    const order = indices(unit);
    found = [...holders].sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0));
    known.set(word, found);
  }
  spend(found.length);
  return found as readonly R[];
}

/** Whether a word stands in a routine. */
export function mentions({ words }: Pick<AnyUnit, 'words'>, { parts }: AnyRoutine, word: string): boolean {
  return parts.some(({ start, end }) => words.of(word, start, end).next().done === false);
}

/** The routines with steps on fields of a name: all of them in the file's order, and by what the fields belong to. */
interface FieldUsers {
  readonly all: ReadonlyMap<AnyRoutine, number>;
  readonly byOwner: ReadonlyMap<Owner | undefined, readonly AnyRoutine[]>;
}

const usersByName = memoize((): Map<string, FieldUsers> => new Map());

/** The routines that do something with a field. */
export function routinesUsing<C, O, B>(unit: Unit<C, O, B>, place: Place): readonly Routine<C, O, B>[] {
  const known = usersByName(unit);
  const users = known.get(place.name) ?? readUsers(unit, place.name);
  known.set(place.name, users);
  const { all, byOwner } = users;
  const own = place.owner === undefined ? [...all.keys()] : (byOwner.get(place.owner) ?? []);
  const others = place.owner === undefined ? [] : (byOwner.get(undefined) ?? []);
  spend(own.length + others.length);
  const found = [...new Set([...own, ...others])];
  const sorted =
    others.length === 0 ? found : found.sort((one, other) => (all.get(one) ?? 0) - (all.get(other) ?? 0));
  return sorted as readonly AnyRoutine[] as readonly Routine<C, O, B>[];
}

function readUsers(unit: AnyUnit, name: string): FieldUsers {
  const users = routinesMentioning(unit, name).filter((routine) => ownersOfField(routine, name).size > 0);
  return {
    all: new Map(users.map((routine, index) => [routine, index])),
    byOwner: groupedBy(users, (routine) => ownersOfField(routine, name)),
  };
}

/** The routines that call something of a name, by what they call. */
const callersByName = memoize((): Map<string, ReadonlyMap<Callee, readonly AnyRoutine[]>> => new Map());

/** The routines that call a routine. */
export function routinesCalling<C, O, B>(unit: Unit<C, O, B>, callee: Callee): readonly Routine<C, O, B>[] {
  const { name } = callee;
  const known = callersByName(unit);
  let callers = known.get(name);
  if (!callers) {
    callers = groupedBy(routinesMentioning(unit, name), (routine) => calleesNamed(routine, name));
    known.set(name, callers);
  }
  return (callers.get(callee) ?? []) as readonly Routine<C, O, B>[];
}

/** A call, and the routine that it stands in. */
export interface CallIn<C, O, B> {
  readonly caller: Routine<C, O, B>;
  readonly step: StepOf<Step<C, O, B>, 'call'>;
}

/** The calls of a routine within its file. */
export function* callsOf<C, O, B>(unit: Unit<C, O, B>, callee: Callee): Generator<CallIn<C, O, B>> {
  for (const caller of routinesCalling(unit, callee)) {
    for (const step of callsTo(caller, callee)) {
      yield { caller, step };
    }
  }
}
