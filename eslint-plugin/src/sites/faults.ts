/** Makes faults of Rebind's own end a run: for its tests and benchmarks, which must not miss them. */
const ARE_THROWN = process.env.REBIND_FAULTS === 'throw';

/** Files named already; `--fix` lints one up to ten times. */
const named = new Set<string>();
const MAX_NAMED = 10_000;

/** Says once a file that not all of it was read, and why, on standard error. */
export function warn(fileName: string, what: string): void {
  if (!named.has(fileName) && named.size < MAX_NAMED) {
    named.add(fileName);
    process.emitWarning(`${fileName}: ${what}`, 'RebindWarning');
  }
}

/** Runs a part of a rule. Where it fails, the file is named and the run goes on: one fault must not hide the reports of all other rules. */
export function guarded<T>(fileName: string, run: () => T, otherwise: T): T {
  if (ARE_THROWN) {
    return run();
  }
  try {
    return run();
  } catch (error) {
    warn(
      fileName,
      `Rebind failed and reports nothing more here; please tell https://github.com/rebind-dev/rebind/issues. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return otherwise;
  }
}
