import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Proof, restore } from './conduct.ts';
import { fromFailure } from './failure.ts';
import type { Progress } from './experiment.ts';
import type { Answers, Event, Request } from './protocol.ts';
import { takeChild } from './spawn-child.ts';

export interface ChildOptions<Answer = unknown> {
  readonly onProgress?: (progress: Progress) => void;
  /** Told the answer while the child still ends, which takes a few milliseconds. */
  readonly onAnswer?: (answer: Answer) => void;
  /** Stops the experiment: it cleans up first. */
  readonly signal?: AbortSignal;
  /** The Node.js to run it with; this process's own by default, Electron's included. */
  readonly execPath?: string;
  /** Told the process id as soon as there is one. */
  readonly onSpawn?: (pid: number) => void;
}

/** The child ended without an answer. What it left on the port was swept; `proof` says with what result. */
export class ChildEndedError extends Error {
  override readonly name = 'ChildEndedError';
  readonly proof: Proof;

  constructor(how: string, proof: Proof) {
    const left = proof.leftAsFound
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
  options: ChildOptions<Answers[R['command']]> = {},
): Promise<Answers[R['command']]> {
  const { onProgress, onAnswer, signal, execPath = process.execPath, onSpawn } = options;
  signal?.throwIfAborted();
  const child = takeChild(execPath);
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
    const baselines = new Map<number, ReadonlySet<string>>();
    const last = await readEvents(child, baselines, onProgress);
    child.stdin.end();
    // readline paused it when the loop was left, and the child's `close` waits for its end
    child.stdout.resume();
    if (last?.event === 'result') {
      const answer = last.result as Answers[R['command']];
      onAnswer?.(answer);
      await exited;
      return answer;
    }
    const [code, killedBy] = await exited;
    if (last) {
      throw fromFailure(last.failure);
    }
    throw new ChildEndedError(killedBy ?? `exit code ${String(code)}`, await sweep(baselines));
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

type LastEvent = Extract<Event, { event: 'result' | 'error' }>;

async function readEvents(
  child: ChildProcess,
  baselines: Map<number, ReadonlySet<string>>,
  onProgress: ChildOptions['onProgress'],
): Promise<LastEvent | undefined> {
  if (!child.stdout) {
    throw new TypeError('the child has no standard output');
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as Event;
    switch (event.event) {
      case 'baseline':
        baselines.set(event.port, new Set(event.identities));
        break;
      case 'progress':
        onProgress?.({ done: event.done, total: event.total });
        break;
      case 'result':
      case 'error':
        return event;
    }
  }
  return undefined;
}

/** Ends what a killed child left: nothing of it is alive, so only the kernel's memory is. */
async function sweep(baselines: ReadonlyMap<number, ReadonlySet<string>>): Promise<Proof> {
  const { openKernel } = await import('./kernel/kernel.ts');
  const kernel = await openKernel();
  try {
    const remains = [...baselines].flatMap(
      ([port, identities]) => restore(kernel, { port, identities }).remains,
    );
    return { leftAsFound: remains.length === 0, remains };
  } finally {
    kernel.close();
  }
}
