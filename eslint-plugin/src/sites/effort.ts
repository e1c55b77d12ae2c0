/**
 * What one file may cost, in steps: nodes made, words found, questions asked; the same on every machine. A megabyte of C takes
 * 320,000, so that no file that people wrote meets it.
 */
export const STEPS_PER_FILE = 5_000_000;

/** Questions asked one inside the other; what lies deeper counts as unknown. Real code nests a few dozen deep. */
const MAX_DEPTH = 400;

/** Thrown where a file has cost what it may; `gather` keeps what was found until then. */
class Exhausted extends Error {}

let left = Infinity;
let depth = 0;

/** Draws on what the file under analysis may cost. */
export function spend(steps = 1): void {
  left -= steps;
  if (left < 0) {
    throw new Exhausted();
  }
}

/** As `flatMap`, as far as the steps of the file go. */
export function gather<T, R>(items: Iterable<T>, read: (item: T) => readonly R[]): R[] {
  const found: R[] = [];
  try {
    for (const item of items) {
      spend();
      found.push(...read(item));
    }
  } catch (error) {
    if (!(error instanceof Exhausted)) {
      throw error;
    }
  }
  return found;
}

/** Asks a question that may lead to itself or to thousands more; what is too deep is not known. */
export function deeper<T>(ask: () => T, unknown: T): T {
  spend();
  if (depth >= MAX_DEPTH) {
    return unknown;
  }
  depth += 1;
  try {
    return ask();
  } finally {
    depth -= 1;
  }
}

/** What a run gave within a number of steps, and how many it took. */
export interface Spent<T> {
  /** Undefined where the steps did not suffice for anything. */
  readonly value: T | undefined;
  readonly steps: number;
  readonly isExhausted: boolean;
}

/** Runs an analysis with a number of steps. */
export function within<T>(steps: number, run: () => T): Spent<T> {
  const outer = left;
  left = steps;
  const spent = (value: T | undefined): Spent<T> => ({ value, steps: steps - left, isExhausted: left < 0 });
  try {
    return spent(run());
  } catch (error) {
    if (!(error instanceof Exhausted)) {
      throw error;
    }
    return spent(undefined);
  } finally {
    left = outer;
  }
}
