import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { WARDEN } from '../drill/warden-argument.ts';
import { PACKAGE_FOLDER } from '../package-folder.ts';

type Child = ChildProcessByStdio<Writable, Readable, null>;

const ENTRY = fileURLToPath(new URL('bin/child.cjs', PACKAGE_FOLDER));

/** Half of a short experiment is starting, and it makes much garbage of which it keeps little. */
const FLAGS = ['--max-semi-space-size=1', '--single-threaded-gc'];

/** A child process, and what kept it from being started. */
export interface StartedChild {
  readonly process: Child;
  /** Rejects where there is no process; never resolves. */
  readonly failed: Promise<never>;
}

let early: StartedChild | undefined;

/** A child that loads while its parent still reads what to ask it. To be taken, or dismissed. */
export function startChildEarly(): void {
  early ??= startChild(process.execPath);
}

/** Ends an early child nobody took: the end of its input does. */
export function dismissEarlyChild(): void {
  if (early?.process.pid !== undefined) {
    early.process.stdin.end();
  }
  early = undefined;
}

interface ChildKind {
  /** The script to run; the experiment's own by default. */
  readonly entry?: string | undefined;
  /** In a process group of its own, under the eyes of a warden. */
  readonly watched?: boolean;
}

/** The early child, if there is one of this kind, else a new one. */
export function takeChild(
  execPath: string,
  { entry = ENTRY, watched = false }: ChildKind = {},
): StartedChild {
  const child = execPath === process.execPath && entry === ENTRY && !watched ? early : undefined;
  early = child ? undefined : early;
  return child ?? startChild(execPath, entry, watched);
}

function startChild(execPath: string, entry = ENTRY, watched = false): StartedChild {
  const child = spawn(execPath, [...FLAGS, entry, ...(watched ? [WARDEN] : [])], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: watched,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
  });
  // told to whoever takes it
  failed.catch(() => undefined);
  return { process: child, failed };
}
