/** What the process may hold for good, in bytes: a large file's tree takes several times as much while it is read. */
const MOST = 300_000_000;

/** Waited for after the last lint, so that nobody waits for the collection, which takes some 50 ms. */
const QUIET_MS = 2_000;

/** A collection that gives pages back to the system; there is none where the process was not started with `--expose-gc`. */
type Collect = (options?: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

let quiet: NodeJS.Timeout | undefined;
let most = MOST;

/**
 * Gives memory back some time after a lint that took much. V8 collects what the lint left, but keeps the pages for itself
 * until a collection "of last resort": hundreds of megabytes with Node.js 22 and 24, however long the process is idle.
 */
export function giveMemoryBack(): void {
  clearTimeout(quiet);
  if (process.memoryUsage.rss() <= most) {
    return;
  }
  quiet = setTimeout(() => {
    const { gc } = globalThis as { gc?: Collect };
    // Node.js 20 does not know the options and does nothing with them
    gc?.();
    gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    // what is in use cannot be given back by asking more often
    most = Math.max(MOST, process.memoryUsage.rss() * 1.2);
  }, QUIET_MS).unref();
}
