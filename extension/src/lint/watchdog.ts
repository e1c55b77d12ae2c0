import type { Work } from './protocol.ts';

/** A lint takes a tenth of a second; what takes this long does not come back. */
const PATIENCE_MS = 5000;

/** Watches over a process that works on one thing at a time, and has it replaced where it does not come back from one. */
export class Watchdog {
  readonly #replace: (work: Work) => void;
  readonly #patienceMs: number;
  readonly #leftAlone = new Map<string, Work>();
  #timer: NodeJS.Timeout | undefined;

  /** @param replace ends the process */
  constructor(replace: (work: Work) => void, patienceMs = PATIENCE_MS) {
    this.#replace = replace;
    this.#patienceMs = patienceMs;
  }

  /** What the next process is not to begin again. */
  get leftAlone(): readonly Work[] {
    return [...this.#leftAlone.values()];
  }

  begins(work: Work): void {
    this.ends();
    this.#timer = setTimeout(() => {
      this.#leftAlone.set(work.uri, work);
      this.#replace(work);
    }, this.#patienceMs);
  }

  /** Also where the process has ended. */
  ends(): void {
    clearTimeout(this.#timer);
  }
}
