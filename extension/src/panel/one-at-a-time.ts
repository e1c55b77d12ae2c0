/** How far work is: `done` of `total` parts. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

interface Events<W> {
  /** What is worked on, and how far it is; undefined where nothing is. */
  readonly onWork: (work: (Progress & { readonly what: W }) | undefined) => void;
  readonly onError: (error: unknown) => void;
}

/** One thing at a time; what comes meanwhile is not done. */
export class OneAtATime<W extends string> {
  readonly #events: Events<W>;
  #working: AbortController | undefined;

  constructor(events: Events<W>) {
    this.#events = events;
  }

  async run(
    what: W,
    use: (signal: AbortSignal, onProgress: (progress: Progress) => void) => Promise<void>,
  ): Promise<void> {
    if (this.#working) {
      return;
    }
    const { onWork, onError } = this.#events;
    const working = new AbortController();
    this.#working = working;
    onWork({ what, done: 0, total: 0 });
    try {
      await use(working.signal, ({ done, total }) => {
        onWork({ what, done, total });
      });
    } catch (error) {
      onError(error);
    } finally {
      this.#working = undefined;
      onWork(undefined);
    }
  }

  /** Ends what runs, which cleans up by itself. */
  abort(): void {
    this.#working?.abort();
  }
}

/** Runs a task again when it is asked for while it runs, once however often: what is found is never older than the last call. */
export function coalesced(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let isWanted = false;
  return async function run(): Promise<void> {
    if (running) {
      isWanted = true;
      return running;
    }
    running = task();
    try {
      await running;
    } finally {
      running = undefined;
    }
    if (isWanted) {
      isWanted = false;
      await run();
    }
  };
}
