import { memoize } from '../../memoize.ts';
import type { Platform } from '../../site.ts';
import type { Node } from '../ast.ts';
import type { File } from '../file.ts';
import type { Value } from './value.ts';

/** What an interpreter is asked of every expression. */
export interface Question {
  /**
   * `identity`: what it is, as far as anything in the file tells; what tells nothing is left out where something else does.
   * `value`: which values it may have, those that nobody knows among them.
   */
  readonly asks: 'identity' | 'value';
  /** What `process.platform` and its like count as; absent, they are unknown. */
  readonly platform?: Platform | undefined;
}

/** Follows expressions of one file for one question. The cases for each kind of expression get it, and ask it of the parts. */
export interface Interpreter extends Question {
  readonly file: File;
  /** What the question gives for an expression. */
  readonly ask: (expression: Node) => readonly Value[];
  /** The interpreter of the same file that is asked what things are. */
  readonly identity: Interpreter;
  readonly reach: Reach;
}

/** What lies beyond longer chains and more steps counts as unknown; real code does not meet these bounds. */
const MAX_DEPTH = 24;
const MAX_STEPS = 2_000;

/** How far a question may still go, and what it is at: ends cycles. */
export class Reach {
  readonly #inProgress = new Set<Node>();
  #left = 0;
  #cuts = 0;

  get isExhausted(): boolean {
    return this.#left < 0;
  }

  /** Asks about an expression; undefined where a bound or a cycle ends the question. */
  within<T>(node: Node, ask: () => T): T | undefined {
    if (this.#inProgress.size === 0) {
      this.#left = MAX_STEPS;
    }
    this.#left -= 1;
    if (this.#inProgress.has(node) || this.#inProgress.size > MAX_DEPTH || this.isExhausted) {
      this.#cuts += 1;
      return undefined;
    }
    this.#inProgress.add(node);
    try {
      return ask();
    } finally {
      this.#inProgress.delete(node);
    }
  }

  /** Asks, and keeps the answer; one that was cut short is not worth keeping, but at the end of the question. */
  keeping<T>(ask: () => T, keep: (value: T) => unknown): T {
    const cuts = this.#cuts;
    const value = ask();
    if (this.#cuts === cuts || this.#inProgress.size === 1) {
      keep(value);
    }
    return value;
  }
}

/** A question about something else than an expression, asked once of each thing. */
export function kept<K, V>(
  ask: (interpreter: Interpreter, thing: K) => V,
): (interpreter: Interpreter, thing: K) => V {
  const answers = memoize<Interpreter, Map<K, { readonly value: V }>>(() => new Map());
  return (interpreter, thing) => {
    const known = answers(interpreter);
    const answer = known.get(thing);
    return answer
      ? answer.value
      : interpreter.reach.keeping(
          () => ask(interpreter, thing),
          (value) => known.set(thing, { value }),
        );
  };
}
