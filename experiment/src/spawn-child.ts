import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

type Child = ChildProcessByStdio<Writable, Readable, null>;

const ENTRY = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url),
);

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

/** The early child, if there is one for this Node.js and entry, else a new one. */
export function takeChild(execPath: string, entry = ENTRY): Child {
  const child = execPath === process.execPath && entry === ENTRY ? early : undefined;
  early = child ? undefined : early;
  return child ?? startChild(execPath, entry);
}

function startChild(execPath: string, entry = ENTRY): Child {
  // a small young generation: the experiment makes much garbage and keeps little
  return spawn(execPath, ['--max-semi-space-size=1', entry], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
}
