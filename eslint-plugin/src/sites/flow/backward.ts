import { isCertain, isInOtherBranch, otherBranch, type Span } from './branches.ts';
import { followFieldHelper, followHelper, type CallEffect } from './helpers.ts';
import { followFilling, followMaker, followOrigins } from './origins.ts';
import { connectsBetween, firstFrom, namingOf, ownCallsOf, stepsNaming } from './step-index.ts';
import type { Place } from './step.ts';
import type { Held, Point, Trace } from './trace.ts';
import { concernsSocket, connects, transfer, type Effect } from './transfer.ts';
import { visitSteps } from './visit-steps.ts';
import { Worklist } from './worklist.ts';

/**
 * Follows a socket back from a point of a routine to its creation, through copies, helpers, makers and callers.
 * @returns all places that hold the socket there
 */
export function walkBackward(trace: Trace, point: Point): Held {
  const [first] = point.held.keys();
  if (trace.visit(point.depth, walkBackward, point.routine, first, point.at)) {
    new Backward(trace, point).walk();
  }
  return point.held;
}

class Backward {
  readonly #trace: Trace;
  readonly #point: Point;
  /** The steps before the last one looked at that name what holds the socket. */
  readonly #predecessors: Worklist;
  /** Something that made the socket was passed, and may have been left out. */
  #isFound = false;
  #isShared = false;

  constructor(trace: Trace, point: Point) {
    this.#trace = trace;
    this.#point = point;
    this.#predecessors = new Worklist(-1, firstFrom(point.routine.steps, point.at));
    for (const place of point.held.values()) {
      this.#hold(place);
    }
  }

  walk(): void {
    const { held, routine, at } = this.#point;
    const { branches } = this.#trace.unit;
    for (let index = this.#predecessors.take(); index !== undefined; index = this.#predecessors.take()) {
      const step = routine.steps[index];
      if (!step || !this.#trace.look()) {
        break;
      }
      const effect = transfer(step, ({ text }) => held.has(text));
      const branch = effect && concernsSocket(effect) ? otherBranch(step.node, at, branches) : undefined;
      if (effect && branch) {
        this.#passBy(effect, branch, index);
      } else if (effect && this.#follow(effect) && isCertain(step.node, at, branches)) {
        return;
      }
    }
    if (!this.#isFound) {
      followOrigins(this.#trace, this.#point);
    }
  }

  /** Another place holds the socket: what names it is looked at from here on, and what any function of the file does to a field. */
  #hold(place: Place): void {
    const { held, routine } = this.#point;
    held.set(place.text, place);
    this.#predecessors.add(namingOf(routine, place));
    if (place.isShared && !this.#isShared) {
      this.#isShared = true;
      this.#predecessors.add(ownCallsOf(routine, this.#trace.unit));
    }
  }

  /** Nothing in a branch that is left out where the socket is bound happens to it; but what connects there is no server. */
  #passBy(effect: Effect, { start }: Span, index: number): void {
    const { held, routine } = this.#point;
    this.#trace.connectsElsewhere ||= connects(effect);
    if (!this.#isShared) {
      const first = firstFrom(routine.steps, start);
      this.#trace.connectsElsewhere ||= connectsBetween(routine, held.keys(), first, index);
      this.#predecessors.skip(first);
    }
  }

  /** Follows what a step does; says whether the socket is made by it. */
  #follow(effect: Effect): boolean {
    const trace = this.#trace;
    switch (effect.does) {
      case 'make':
        trace.creations.add(effect.step);
        return (this.#isFound = true);
      case 'call':
        return this.#followCall(effect);
      default:
        if (!this.#isFound) {
          this.#use(effect);
        }
        return false;
    }
  }

  #followCall(effect: CallEffect): boolean {
    const trace = this.#trace;
    const { held, depth } = this.#point;
    const { callee } = effect.step;
    if (effect.takesResult) {
      followMaker(trace, callee, depth);
      return (this.#isFound = true);
    }
    if (this.#isFound) {
      return false;
    }
    this.#isFound = followFilling(trace, effect, held, depth);
    followHelper(trace, effect, depth, 'before');
    followFieldHelper(trace, callee, [...held.values()], depth);
    return this.#isFound;
  }

  #use(effect: Effect): void {
    const trace = this.#trace;
    switch (effect.does) {
      case 'load':
        this.#hold(effect.step.from);
        break;
      case 'store': {
        const { into } = effect.step;
        if (!this.#point.held.has(into.text)) {
          this.#hold(into);
          this.#useAlias(into, effect.step.at);
        }
        break;
      }
      case 'configure':
        trace.before.add(effect.step);
        break;
      case 'use':
        // what is connected is not bound any more
        trace.connectsElsewhere ||= connects(effect);
        if (!connects(effect)) {
          trace.uses.add(effect.step.use);
        }
        break;
      default:
    }
  }

  /** What is done to the socket under a second name, from the copy on. */
  #useAlias(alias: Place, from: number): void {
    const { routine, at } = this.#point;
    const trace = this.#trace;
    const { branches } = trace.unit;
    visitSteps(trace, stepsNaming(routine, alias, from, at), ({ text }) => text === alias.text, {
      configure: ({ step }) => {
        if (!isInOtherBranch(step.node, at, branches)) {
          trace.before.add(step);
        }
      },
      use: ({ step }) => trace.uses.add(step.use),
    });
  }
}
