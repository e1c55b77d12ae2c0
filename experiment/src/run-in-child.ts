import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Proof } from './conduct.ts';
import { fromFailure } from './failure.ts';
import type { Progress } from './experiment.ts';
import type { Answers, BaselineRequest, Event, Request } from './protocol.ts';
import { takeChild } from './spawn-child.ts';

export interface ChildOptions {
  readonly onProgress?: (progress: Progress) => void;
  /** Stops the experiment: it cleans up first. */
  readonly signal?: AbortSignal;
  /** The Node.js to run it with; this process's own by default, Electron's included. */
  readonly execPath?: string;
  /** The file that is the child, for programs that bundle it; this package's own by default. */
  readonly entry?: string;
  /** Told the process id as soon as there is one. */
  readonly onSpawn?: (pid: number) => void;
}

/**
 * The child ended without an answer. What it left on the port was swept; `proof` says with what result, and is
 * undefined where the sweep failed too.
 */
export class ChildEndedError extends Error {
  override readonly name = 'ChildEndedError';
  readonly proof: Proof | undefined;

  constructor(how: string, proof: Proof | undefined) {
    const left =
      proof === undefined
        ? 'and the sweep after it did too'
        : proof.leftAsFound
          ? 'the port is as it was'
          : `${proof.remains.length} leftovers could not be removed`;
    super(`the experiment ended before its time (${how}); ${left}`);
    this.proof = proof;
  }
}

/** For a child that was asked to stop: one scenario and the cleaning take milliseconds. */
const STOP_TIMEOUT_MS = 3000;

/**
 * Runs an experiment in a child process, so that nothing of it outlives this call: the child stops when this
 * process goes, and when the child goes without an answer, what it left is swept from here.
 * @throws what the experiment threw; ChildEndedError when the child was killed
 */
export async function runInChild<R extends Request>(
  request: R,
  options: ChildOptions = {},
): Promise<Answers[R['command']]> {
  const { onProgress, signal, execPath = process.execPath, entry, onSpawn } = options;
  signal?.throwIfAborted();
  const child = takeChild(execPath, entry);
  const exited = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  if (child.pid !== undefined) {
    onSpawn?.(child.pid);
  }
  const stop = () => {
    child.stdin.end();
    setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS).unref();
  };
  signal?.addEventListener('abort', stop, { once: true });
  // a child that is gone already cannot read its request; `close` tells how it went
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify(request)}\n`);
  try {
    const baselines: BaselineRequest[] = [];
    const last = await readEvents(child, baselines, onProgress);
    child.stdin.end();
    const [code, killedBy] = await exited;
    if (last?.event === 'result') {
      return last.result as Answers[R['command']];
    }
    if (last) {
      throw fromFailure(last.failure);
    }
    throw new ChildEndedError(killedBy ?? `exit code ${String(code)}`, await sweep(baselines, options));
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

type LastEvent = Extract<Event, { event: 'result' | 'error' }>;

async function readEvents(
  child: ChildProcess,
  baselines: BaselineRequest[],
  onProgress: ChildOptions['onProgress'],
): Promise<LastEvent | undefined> {
  if (!child.stdout) {
    throw new TypeError('the child has no standard output');
  }
  let last: LastEvent | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as Event;
    switch (event.event) {
      case 'baseline':
        baselines.push(event);
        break;
      case 'progress':
        onProgress?.({ done: event.done, total: event.total });
        break;
      case 'result':
      case 'error':
        last = event;
    }
  }
  return last;
}

/** Ends what a killed child left, in another one: nothing of the first is alive, so only the kernel's memory is. */
async function sweep(
  baselines: readonly BaselineRequest[],
  { execPath, entry }: ChildOptions,
): Promise<Proof | undefined> {
  if (baselines.length === 0) {
    return { leftAsFound: true, remains: [] };
  }
  const ask = { command: 'restore' as const, baselines };
  return runInChild(ask, {
    ...(execPath === undefined ? {} : { execPath }),
    ...(entry === undefined ? {} : { entry }),
  }).catch(() => undefined);
}
