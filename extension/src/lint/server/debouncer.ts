/** Runs the last of what is asked under a key, once nothing more was asked for a while. */
export class Debouncer {
  readonly #quietMs: number;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(quietMs: number) {
    this.#quietMs = quietMs;
  }

  run(key: string, task: () => void): void {
    this.cancel(key);
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#timers.delete(key);
        task();
      }, this.#quietMs),
    );
  }

  cancel(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
  }
}
