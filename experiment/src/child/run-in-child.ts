import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Proof } from '../conduct.ts';
import { fromFailure } from './failure.ts';
import type { DrillStep } from '../drill/model.ts';
import type { Progress } from '../experiment.ts';
import { formatEndpoint } from '../sockets/address.ts';
import type { Answers, BaselineRequest, Event, Request } from './protocol.ts';
import { takeChild } from './spawn-child.ts';

export interface ChildOptions<Answer = unknown> {
  readonly onProgress?: (progress: Progress) => void;
  /** Told what a drill does and finds, as it goes. */
  readonly onStep?: (step: DrillStep) => void;
  /** Told the answer while the child still ends, which takes a few milliseconds. */
  readonly onAnswer?: (answer: Answer) => void;
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
  /** The port it was about; undefined where it was to find a free one. */
  readonly port: number | undefined;

  constructor(how: string, proof: Proof | undefined, port?: number) {
    const what = port === undefined ? 'the port' : `port ${port}`;
    super(`the experiment ended before its time (${how}); ${stateOf(what, proof)}`);
    this.proof = proof;
    this.port = port;
  }
}

function stateOf(what: string, proof: Proof | undefined): string {
  if (proof === undefined) {
    return `and the look at ${what} after it did too: rebind why tells what is left there`;
  }
  if (proof.leftAsFound) {
    return `${what} is as it was; run it again`;
  }
  const [listener] = proof.remains.filter(({ state }) => state === 'LISTEN');
  return listener
    ? `somebody listens on ${what} (${formatEndpoint(listener.local)}): rebind why says who`
    : `${proof.remains.length} leftovers could not be removed from ${what}: rebind release may`;
}

/** For a child that was asked to stop: one scenario and the cleaning take milliseconds, a server's end takes longer. */
const STOP_TIMEOUT_MS = { experiment: 3000, drill: 15_000 };

/**
 * Runs an experiment in a child process, so that nothing of it outlives this call: the child stops when this
 * process goes, and when the child goes without an answer, what it left is swept from here.
 * @throws what the experiment threw; the signal's reason when it was aborted and the port is as it was found;
 * ChildEndedError when the child was killed otherwise
 */
export async function runInChild<R extends Request>(
  request: R,
  options: ChildOptions<Answers[R['command']]> = {},
): Promise<Answers[R['command']]> {
  const { onAnswer, signal, execPath = process.execPath, entry, onSpawn } = options;
  signal?.throwIfAborted();
  const isDrill = request.command === 'drill';
  // a drill's child outlives its group, so that it can end the server whatever ends the others
  const { process: child, failed } = takeChild(execPath, { entry, watched: isDrill });
  if (child.pid === undefined) {
    // without descriptors there are no pipes to talk by either
    await failed;
  }
  const exited = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  // a child that cannot be started is told of below, where its end is awaited
  exited.catch(() => undefined);
  if (child.pid !== undefined) {
    onSpawn?.(child.pid);
  }
  const stop = () => {
    child.stdin.end();
    setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS[isDrill ? 'drill' : 'experiment']).unref();
  };
  signal?.addEventListener('abort', stop, { once: true });
  // a child that is gone already cannot read its request; `close` tells how it went
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify(request)}\n`);
  try {
    const baselines: BaselineRequest[] = [];
    const last = await readEvents(child, baselines, options);
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
    // by somebody else: a drill whose warden was killed does so by itself
    const stopped = last?.failure.kind === 'aborted' && signal?.aborted !== true;
    if (last && !stopped) {
      throw fromFailure(last.failure);
    }
    if (request.command === 'drill') {
      const { killMarked } = await import('../drill/process-tree.ts');
      await killMarked(request.drill);
    }
    const proof = await sweep(baselines, options);
    if (proof?.leftAsFound) {
      // told to stop, and not fast enough at it
      signal?.throwIfAborted();
    }
    throw new ChildEndedError(
      killedBy ?? (stopped ? 'it was told to stop' : `exit code ${String(code)}`),
      proof,
      portOf(request),
    );
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** Undefined where the experiment is to find one, or is about none. */
function portOf(request: Request): number | undefined {
  return 'port' in request && request.port !== 0 ? request.port : undefined;
}

type LastEvent = Extract<Event, { event: 'result' | 'error' }>;

async function readEvents(
  child: ChildProcess,
  baselines: BaselineRequest[],
  { onProgress, onStep }: Pick<ChildOptions, 'onProgress' | 'onStep'>,
): Promise<LastEvent | undefined> {
  if (!child.stdout) {
    throw new TypeError('the child has no standard output');
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as Event;
    switch (event.event) {
      case 'baseline':
        baselines.push(event);
        break;
      case 'progress':
        onProgress?.(event);
        break;
      case 'step':
        onStep?.(event.step);
        break;
      case 'result':
      case 'error':
        return event;
    }
  }
  return undefined;
}

/** Ends what a killed child left, in another one: nothing of the first is alive, so only the kernel's memory is. */
async function sweep(
  baselines: readonly BaselineRequest[],
  { execPath, entry }: Pick<ChildOptions, 'execPath' | 'entry'>,
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
