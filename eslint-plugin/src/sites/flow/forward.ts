import { isCertain, otherBranch, type Span } from './branches.ts';
import { followFieldUses } from './field-uses.ts';
import { followHelper, type CallEffect } from './helpers.ts';
import { isFilled } from './lives.ts';
import { isReached } from './reached.ts';
import { bindsOf, connectsBetween, firstFrom, namingOf } from './step-index.ts';
import type { AnyStep, Place } from './step.ts';
import type { OptionStep, Phase, Point, Trace } from './trace.ts';
import { concernsSocket, connects, transfer, type Effect } from './transfer.ts';
import { Worklist } from './worklist.ts';

/**
 * Follows a socket from a point of a routine to its end, or to where its variable gets another one.
 * @returns whether the routine returns the socket
 */
export function walkForward(trace: Trace, point: Point, phase: Phase): boolean {
  return new Forward(trace, point, phase).walk();
}

class Forward {
  readonly #trace: Trace;
  readonly #point: Point;
  readonly #phase: Phase;
  /** The steps behind the last one looked at that name what holds the socket, or a connection. */
  readonly #successors: Worklist;
  readonly #connections = new Set<string>();
  /** The options that a next bind is tried with. */
  readonly #options = new Set<OptionStep>();
  #isReturned = false;

  constructor(trace: Trace, point: Point, phase: Phase) {
    this.#trace = trace;
    this.#point = point;
    this.#phase = phase;
    this.#successors = new Worklist(1, firstFrom(point.routine.steps, point.at));
    for (const place of point.held.values()) {
      this.#successors.add(namingOf(point.routine, place));
    }
  }

  walk(): boolean {
    const { held, routine, at } = this.#point;
    const trace = this.#trace;
    for (let index = this.#successors.take(); index !== undefined; index = this.#successors.take()) {
      const step = routine.steps[index];
      if (!step || step.at <= at) {
        continue;
      }
      if (!trace.look()) {
        break;
      }
      const effect = transfer(step, ({ text }) => held.has(text));
      const isConcerned = at > 0 && effect !== undefined && concernsSocket(effect);
      const branch = isConcerned ? otherBranch(step.node, at, trace.unit.branches) : undefined;
      if (effect && branch) {
        this.#passBy(effect, branch, index);
      } else if (effect && this.#follow(effect)) {
        break;
      } else if (step.kind === 'option' && this.#connections.has(step.socket.text)) {
        trace.accepted.add(step);
      }
    }
    return this.#isReturned;
  }

  #hold(place: Place): void {
    this.#point.held.set(place.text, place);
    this.#successors.add(namingOf(this.#point.routine, place));
    if (this.#options.size > 0) {
      this.#successors.add(bindsOf(this.#point.routine, place));
    }
  }

  /** An option is set: the next bind is looked for, which is tried with it. */
  #configure(option: OptionStep): void {
    const { held, routine } = this.#point;
    this.#trace[this.#phase].add(option);
    if (this.#options.size === 0) {
      held.forEach((place) => {
        this.#successors.add(bindsOf(routine, place));
      });
    }
    this.#options.add(option);
  }

  /** Binds without another option in between are all tried with the same. */
  #bind(): void {
    const { held, routine } = this.#point;
    this.#options.forEach((option) => this.#trace.retried.add(option));
    this.#options.clear();
    held.forEach((place) => {
      this.#successors.remove(bindsOf(routine, place));
    });
  }

  /** Nothing in a branch that is left out behind the bind happens to the socket; but what connects there is no server. */
  #passBy(effect: Effect, { end }: Span, index: number): void {
    const { held, routine } = this.#point;
    this.#trace.connectsElsewhere ||= connects(effect);
    if (this.#connections.size === 0) {
      const behind = firstFrom(routine.steps, end);
      this.#trace.connectsElsewhere ||= connectsBetween(routine, held.keys(), index, behind);
      this.#successors.skip(behind);
    }
  }

  /** Follows what a step does; says whether what held the socket holds another one from there on. */
  #follow(effect: Effect): boolean {
    switch (effect.does) {
      case 'make':
        return true;
      case 'store':
        this.#store(effect.step.into);
        return false;
      case 'load':
        if (this.#isCertain(effect.step)) {
          this.#release(effect.step.into);
        }
        return false;
      case 'configure':
        this.#configure(effect.step);
        return false;
      case 'bind':
        this.#bind();
        return false;
      case 'use':
        this.#use(effect);
        return false;
      case 'call':
        return this.#followCall(effect);
      case 'return':
        this.#isReturned = true;
        return false;
    }
  }

  #isCertain({ node, at }: AnyStep): boolean {
    return isCertain(node, at, this.#trace.unit.branches);
  }

  #store(into: Place): void {
    this.#hold(into);
    if (into.isShared) {
      this.#trace.isShared = true;
      followFieldUses(this.#trace, into);
    }
  }

  #use({ step }: Extract<Effect, { readonly does: 'use' }>): void {
    const trace = this.#trace;
    trace.uses.add(step.use);
    trace.alwaysListens ||= step.use === 'listen' && this.#isReached(step);
    if (step.use === 'accept' && step.into) {
      this.#connections.add(step.into.text);
      this.#point.held.delete(step.into.text);
      this.#successors.add(namingOf(this.#point.routine, step.into));
    }
  }

  /** A helper that is given the socket, or a function that puts another one into its variable. */
  #followCall(effect: CallEffect): boolean {
    const trace = this.#trace;
    const { held, depth } = this.#point;
    const { step, given } = effect;
    if (isFilled(trace.unit, step, held)) {
      return true;
    }
    const wasReached = trace.isReached;
    trace.isReached = given.length > 0 && this.#isReached(step);
    followHelper(trace, effect, depth + 1, this.#phase);
    trace.isReached = wasReached;
    if (effect.takesResult && given.length === 0 && step.into && this.#isCertain(step)) {
      this.#release(step.into);
    }
    return false;
  }

  /** Another socket takes a place: what names it further on is not this one's. */
  #release(place: Place): void {
    this.#point.held.delete(place.text);
    if (!this.#connections.has(place.text)) {
      this.#successors.remove(namingOf(this.#point.routine, place));
    }
  }

  /** Whether a step is reached from the point wherever what stands there succeeded. */
  #isReached({ node }: AnyStep): boolean {
    const { isReached: isSure, unit } = this.#trace;
    return (
      isSure && unit.branches.asksForFailure !== undefined && isReached(node, this.#point.at, unit.branches)
    );
  }
}
