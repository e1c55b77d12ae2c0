import { spend } from '../effort.ts';
import { positionIn } from '../tree-sitter/bisect.ts';

/** Which of two indices comes first: 1 from the smallest on, -1 from the largest. */
type Direction = 1 | -1;

interface Entry {
  /** In order. */
  readonly list: readonly number[];
  readonly position: number;
  readonly index: number;
}

/**
 * The indices of several lists in one order, each once, while lists come in: of thousands of places that hold a socket each step
 * asks for the next one that names any of them. A heap.
 */
export class Worklist {
  readonly #direction: Direction;
  readonly #heap: Entry[] = [];
  readonly #removed = new Set<readonly number[]>();
  /** Forward nothing below it is left, backward nothing from it on. */
  #limit: number;

  constructor(direction: Direction, limit: number) {
    this.#direction = direction;
    this.#limit = limit;
  }

  /** Adds a list, as far as it lies ahead. */
  add(list: readonly number[]): void {
    spend();
    this.#removed.delete(list);
    const behind = positionIn(list, this.#limit);
    this.#push(list, this.#direction === 1 ? behind : behind - 1);
  }

  /** Takes a list out, until it is added again. */
  remove(list: readonly number[]): void {
    this.#removed.add(list);
  }

  /** Passes over what lies before an index. */
  skip(limit: number): void {
    this.#limit = this.#direction === 1 ? Math.max(this.#limit, limit) : Math.min(this.#limit, limit);
  }

  /** Takes the next index. */
  take(): number | undefined {
    for (let top = this.#heap[0]; top; top = this.#heap[0]) {
      this.#pop();
      if (this.#removed.has(top.list)) {
        continue;
      }
      const isAhead = this.#direction === 1 ? top.index >= this.#limit : top.index < this.#limit;
      if (isAhead) {
        this.#push(top.list, top.position + this.#direction);
        this.skip(this.#direction === 1 ? top.index + 1 : top.index);
        return top.index;
      }
      this.add(top.list);
    }
    return undefined;
  }

  #push(list: readonly number[], position: number): void {
    const index = list[position];
    if (index === undefined) {
      return;
    }
    const heap = this.#heap;
    let at = heap.push({ list, position, index }) - 1;
    for (let up = (at - 1) >> 1; at > 0 && this.#isFirst(at, up); up = (at - 1) >> 1) {
      this.#swap(at, up);
      at = up;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) {
      return;
    }
    heap[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const first = right < heap.length && this.#isFirst(right, left) ? right : left;
      if (first >= heap.length || !this.#isFirst(first, at)) {
        return;
      }
      this.#swap(first, at);
      at = first;
    }
  }

  #isFirst(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    return a !== undefined && b !== undefined && this.#direction * (a.index - b.index) < 0;
  }

  #swap(one: number, other: number): void {
    const heap = this.#heap;
    const [a, b] = [heap[one], heap[other]];
    if (a && b) {
      [heap[one], heap[other]] = [b, a];
    }
  }
}
