import { spend } from '../effort.ts';
import type { Callee } from './callee.ts';
import type { AnyRoutine, AnyStep, AnyUnit, Place, Step, StepOf, Use } from './step.ts';
import { TupleMap } from './tuple-map.ts';

/** What a file shows of one socket around its bind. */
export interface History<C, O, B> {
  /** How it may have been created; several where that depends on a branch or a caller. */
  readonly creations: ReadonlySet<StepOf<Step<C, O, B>, 'create'>>;
  /** The options set before the bind, or on the same field in another routine. */
  readonly before: ReadonlySet<StepOf<Step<C, O, B>, 'option'>>;
  /** The options set after it, in the routine that binds or where the socket goes from there. */
  readonly after: ReadonlySet<StepOf<Step<C, O, B>, 'option'>>;
  /** The options set after a bind that was tried without them, before the next try. */
  readonly retried: ReadonlySet<StepOf<Step<C, O, B>, 'option'>>;
  /** The options set on the connections it accepts. */
  readonly accepted: ReadonlySet<StepOf<Step<C, O, B>, 'option'>>;
  readonly uses: ReadonlySet<Use>;
  /** It listens on every path from a bind that succeeded, but for those of other failures. */
  readonly alwaysListens: boolean;
  /** Functions of other files that were given the socket before the bind, or that made it. */
  readonly strangers: ReadonlySet<Callee>;
  /** Functions of other files that were given the socket after the bind. */
  readonly receivers: ReadonlySet<Callee>;
  /** A field, a global or a caller unknown here has it too, so that other code may use it. */
  readonly isShared: boolean;
  /** It comes from outside of the file: a parameter that no call here gives, the result of another file's function. */
  readonly isOutside: boolean;
}

/** Calls followed one inside the other; helpers that make, bind and set options nest two or three deep each. */
const MAX_DEPTH = 10;

/** Steps looked at for one socket, so that a generated file costs no more than its parse. */
const MAX_STEPS = 50_000;

/** The places of one routine that hold a socket, by their spelling. */
export type Held = Map<string, Place>;

export const held = (places: Iterable<Place>): Held =>
  new Map([...places].map((place) => [place.text, place]));

export type OptionStep = StepOf<AnyStep, 'option'>;

/** Whether what is found was done to the socket before its bind. */
export type Phase = 'before' | 'after';

/** A point of a routine, the places that hold a socket there, and how many calls lie between it and the bind. */
export interface Point {
  readonly routine: AnyRoutine;
  readonly held: Held;
  readonly at: number;
  readonly depth: number;
}

/** How a socket is followed within a routine: what one of them finds to be called is followed by another. */
export interface Walks {
  /** To where it comes from. @returns all places that hold it at the point */
  readonly backward: (trace: Trace, point: Point) => Held;
  /** To the routine's end, or to where its variable gets another. @returns whether the routine returns it */
  readonly forward: (trace: Trace, point: Point, phase: Phase) => boolean;
}

/** The history of a socket while it is being found. */
export class Trace implements History<unknown, unknown, unknown> {
  readonly creations = new Set<StepOf<AnyStep, 'create'>>();
  readonly before = new Set<OptionStep>();
  readonly after = new Set<OptionStep>();
  readonly retried = new Set<OptionStep>();
  readonly accepted = new Set<OptionStep>();
  readonly uses = new Set<Use>();
  readonly strangers = new Set<Callee>();
  readonly receivers = new Set<Callee>();
  isShared = false;
  isOutside = false;
  alwaysListens = false;
  /** It comes from a field that another routine filled. */
  isFromField = false;
  /** It connects in a branch that is left out where it is bound. */
  connectsElsewhere = false;
  /** What is looked at is reached from every bind that succeeded. */
  isReached = false;
  readonly unit: AnyUnit;
  /** Where the bind is: what follows there is not before it. */
  readonly binder: AnyRoutine;
  readonly at: number;
  readonly walks: Walks;
  /** What was followed already, so that recursion ends. */
  readonly #visited = new TupleMap<true>();
  #left = MAX_STEPS;

  constructor(unit: AnyUnit, binder: AnyRoutine, at: number, walks: Walks) {
    this.unit = unit;
    this.binder = binder;
    this.at = at;
    this.walks = walks;
  }

  /** The same socket, of which nothing is found yet. */
  anew(): Trace {
    const trace = new Trace(this.unit, this.binder, this.at, this.walks);
    trace.isFromField = this.isFromField;
    return trace;
  }

  /** Whether something was not followed yet, and may be. */
  visit(depth: number, ...what: readonly unknown[]): boolean {
    return depth <= MAX_DEPTH && this.#left > 0 && this.#visited.add(what, true);
  }

  /** Whether one more step may be looked at. */
  look(): boolean {
    spend();
    this.#left -= 1;
    return this.#left >= 0;
  }
}
