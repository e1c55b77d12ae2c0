import { setTimeout } from 'node:timers/promises';
import type { SocketRow, SocketTable } from '../kernel/socket-table.ts';

/** Between two looks at the table of listeners; a look takes some 50 µs. */
const LOOK_EVERY_MS = 2;

/** A look at the kernel's listeners. */
export interface Look {
  /** On the clock of `performance.now()`, milliseconds. */
  readonly at: number;
  /** Since the look before: what it sees happened within this time. */
  readonly gapMs: number;
  readonly listeners: readonly SocketRow[];
}

/** Watches the kernel's listeners by asking for them over and over: the kernel announces no new ones. */
export class Watch {
  readonly #table: SocketTable;
  readonly #signal: AbortSignal | undefined;
  readonly #onLook = new Set<(look: Look) => void>();
  #last = performance.now();

  constructor(table: SocketTable, signal: AbortSignal | undefined) {
    this.#table = table;
    this.#signal = signal;
  }

  /** Calls `use` at every look until the returned function is called. */
  onLook(use: (look: Look) => void): () => void {
    this.#onLook.add(use);
    return () => {
      this.#onLook.delete(use);
    };
  }

  look(): Look {
    const listeners = this.#table.listeners();
    const at = performance.now();
    const look = { at, gapMs: at - this.#last, listeners };
    this.#last = at;
    for (const use of this.#onLook) {
      use(look);
    }
    return look;
  }

  /**
   * Looks until `answer` gives one.
   * @returns undefined when the time is over
   * @throws the signal's reason when the drill is stopped
   */
  async until<T>(answer: (look: Look) => T | undefined, timeoutMs: number): Promise<T | undefined> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      this.#signal?.throwIfAborted();
      const look = this.look();
      const found = answer(look);
      if (found !== undefined || look.at >= deadline) {
        return found;
      }
      await setTimeout(LOOK_EVERY_MS);
    }
  }
}
