import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

type Child = ChildProcessByStdio<Writable, Readable, null>;

const ENTRY = fileURLToPath(new URL('../bin/child.cjs', import.meta.url));

/** Half of a short experiment is starting, and it makes much garbage of which it keeps little. */
const FLAGS = ['--max-semi-space-size=1', '--single-threaded-gc'];

let early: Child | undefined;

/** A child that loads while its parent still reads what to ask it. To be taken, or dismissed. */
export function startChildEarly(): void {
  early ??= startChild(process.execPath);
}

/** Ends an early child nobody took: the end of its input does. */
export function dismissEarlyChild(): void {
  early?.stdin.end();
  early = undefined;
}

interface ChildKind {
  /** The script to run; the experiment's own by default. */
  readonly entry?: string | undefined;
  /** In a process group of its own. */
  readonly detached?: boolean;
}

/** The early child, if there is one of this kind, else a new one. */
export function takeChild(execPath: string, { entry = ENTRY, detached = false }: ChildKind = {}): Child {
  const child = execPath === process.execPath && entry === ENTRY && !detached ? early : undefined;
  early = child ? undefined : early;
  return child ?? startChild(execPath, entry, detached);
}

function startChild(execPath: string, entry = ENTRY, detached = false): Child {
  return spawn(execPath, [...FLAGS, entry], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
}
