import { spend } from '../effort.ts';
import { firstNotBelow } from '../tree-sitter/bisect.ts';
import { PLATFORMS, type Platform } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { decisionOf, isChoice, partsOf, shortCircuitOf, type Branches } from './branches.ts';
import { both, type Truth } from './truth.ts';

/** A condition that decides whether something is reached, and whether it has to hold. */
export interface Guard<N> {
  readonly test: N;
  readonly holds: boolean;
}

/** One that is settled before what stands behind it is reached: an exit of the block, an earlier branch. */
export interface Passed<N> extends Guard<N> {
  readonly start: number;
}

/** How a language decides what is reached. */
export interface Branching<N> {
  readonly startOf: (node: N) => number;
  /** The condition under which a part of a node is reached once the node is: `if`, `?:`, `&&`, `||`. */
  readonly guard: (node: N, part: N) => Guard<N> | undefined;
  /** The conditions that are settled within a node, in source order; none where absent. */
  readonly passed?: (node: N) => readonly Passed<N>[];
}

/** A question about the conditions around a node. */
export interface Question<N, T> {
  /** The answer where there is none. */
  readonly none: T;
  readonly of: (guard: Guard<N>) => T;
  readonly join: (outer: T, inner: T) => T;
}

/** Answers a question about the conditions around nodes; what is known of a block is kept, as thousands may stand in it. */
export class Guards<N extends { readonly parent?: N | undefined }, T> {
  readonly #branching: Branching<N>;
  readonly #question: Question<N, T>;
  readonly #known = new WeakMap<N, { readonly value: T }>();
  /** What is known behind each condition that a node settles. */
  readonly #behind = new WeakMap<N, readonly { readonly start: number; readonly value: T }[]>();

  constructor(branching: Branching<N>, question: Question<N, T>) {
    this.#branching = branching;
    this.#question = question;
  }

  at(node: N): T {
    const path: N[] = [];
    let known: { readonly value: T } | undefined;
    for (let next: N | undefined = node; next && !known; next = next.parent) {
      spend();
      known = this.#known.get(next);
      if (!known) {
        path.push(next);
      }
    }
    let answer = known ? known.value : this.#question.none;
    for (const part of path.reverse()) {
      answer = part.parent ? this.#within(part.parent, part, answer) : answer;
      this.#known.set(part, { value: answer });
    }
    return answer;
  }

  /** The answer at a part of a node, by that at the node. */
  #within(node: N, part: N, outer: T): T {
    const { of, join } = this.#question;
    const guard = this.#branching.guard(node, part);
    const inner = guard ? join(outer, of(guard)) : outer;
    const settled = this.#settledIn(node);
    const last = settled[firstNotBelow(settled, this.#branching.startOf(part), ({ start }) => start) - 1];
    return last ? join(inner, last.value) : inner;
  }

  #settledIn(node: N): readonly { readonly start: number; readonly value: T }[] {
    const { of, join } = this.#question;
    let settled = this.#behind.get(node);
    if (!settled) {
      let before: T | undefined;
      settled = (this.#branching.passed?.(node) ?? []).map((guard) => {
        spend();
        before = before === undefined ? of(guard) : join(of(guard), before);
        return { start: guard.start, value: before };
      });
      this.#behind.set(node, settled);
    }
    return settled;
  }
}

/** The platforms on which nodes are reached, by the conditions around them. */
export const platformGuards = <N extends { readonly parent?: N | undefined }>(
  branching: Branching<N>,
  truthOf: (test: N) => Truth,
): Guards<N, readonly Platform[]> =>
  new Guards(branching, {
    none: PLATFORMS,
    of: ({ test, holds }) => (holds ? truthOf(test).holds : truthOf(test).fails),
    join: both,
  });

/** What has to hold, or to fail, where a part of a choice is reached, or the right side of an operator. */
export const guardBy =
  (branches: Branches) =>
  (node: SyntaxNode, part: SyntaxNode): Guard<SyntaxNode> | undefined => {
    const test = decisionOf(node, branches);
    const parts = partsOf(node, branches);
    const joined = shortCircuitOf(node, branches);
    return test && parts.includes(part) && (joined ?? isChoice(node, branches))
      ? { test, holds: joined ? joined === 'and' : part === parts[0] }
      : undefined;
  };
