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
  early ??= startChild(process.execPath, false);
}

/** Ends an early child nobody took: the end of its input does. */
export function dismissEarlyChild(): void {
  early?.stdin.end();
  early = undefined;
}

/** The early child, if there is one for this Node.js, else a new one. */
export function takeChild(execPath: string, detached = false): Child {
  const child = execPath === process.execPath && !detached ? early : undefined;
  early = child ? undefined : early;
  return child ?? startChild(execPath, detached);
}

function startChild(execPath: string, detached: boolean): Child {
  return spawn(execPath, [...FLAGS, ENTRY], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
}
