import { readFileSync, readlinkSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { holdersAmong, processIds } from '../process/linux.ts';
import type { Holder } from '../process/process.ts';
import { UnsupportedSystemError } from '../sockets/sockets.ts';
import { reap } from './subreaper.ts';

/** A process as proc(5) shows it in `/proc/PID/stat`. */
export interface TreeProcess {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

interface Stat extends TreeProcess {
  /** It has ended, and its parent has not taken note yet. */
  readonly zombie: boolean;
}

/** The environment variable every process of a drill inherits: which drill, and which start of the server. */
const MARKER = 'REBIND_DRILL';

const KILL_TIMEOUT_MS = 5000;
const LOOK_AGAIN_MS = 2;

/** @throws UnsupportedSystemError where `/proc` does not show this process: nothing could be found there, and so not ended */
export function requireProcesses(): void {
  if (attempt(() => readlinkSync('/proc/self')) !== String(process.pid) || !isAlive(process.pid)) {
    throw new UnsupportedSystemError(
      'rebind drill finds the processes of the server in /proc, which is not mounted here or shows those of another namespace; mount -t proc proc /proc',
    );
  }
}

/** Every process the drill has started, however far it has gone: this process must be a subreaper, and start nothing else. */
export class ProcessTree {
  readonly #drill: string;
  /** Node waits for these itself. */
  readonly #started = new Set<number>();

  /** @param drill names the drill, uniquely on this machine */
  constructor(drill: string) {
    this.#drill = drill;
  }

  /** The environment variable that marks a start of the server and all it starts. */
  mark(generation: number): Record<string, string> {
    return { [MARKER]: `${this.#drill}.${generation}` };
  }

  add(pid: number): void {
    this.#started.add(pid);
  }

  forget(pid: number): void {
    this.#started.delete(pid);
  }

  /** Its living processes, parents before their children. */
  living(): TreeProcess[] {
    const children = new Map<number, Stat[]>();
    for (const pid of processIds()) {
      const stat = readStat(pid);
      if (stat) {
        children.set(stat.parent, [...(children.get(stat.parent) ?? []), stat]);
      }
    }
    for (const { pid, zombie } of children.get(process.pid) ?? []) {
      if (zombie && !this.#started.has(pid)) {
        reap(pid);
      }
    }
    const found: Stat[] = [];
    for (const queue = [process.pid]; queue.length > 0;) {
      const next = children.get(queue.shift() ?? 0) ?? [];
      queue.push(...next.map(({ pid }) => pid));
      found.push(...next);
    }
    return found.filter(({ zombie }) => !zombie);
  }

  /** Which start of the server a process belongs to, by its environment; undefined where that does not say. */
  generationOf(pid: number): number | undefined {
    return generationOf(pid, this.#drill);
  }

  /** Those of its processes that have any of these sockets open. */
  holders(inodes: ReadonlySet<number>): Holder[] {
    return holdersAmong(
      this.living().map(({ pid }) => pid),
      inodes,
    );
  }

  /** Kills all of it. @returns the processes that would not go, such as those of another user */
  async killAll(): Promise<readonly number[]> {
    return killUntilGone(() => this.living().map(({ pid }) => pid));
  }
}

/** Kills what a drill has started, found by its marker alone, for when its own process is gone. */
export async function killMarked(drill: string): Promise<readonly number[]> {
  return killUntilGone(() =>
    processIds().filter((pid) => generationOf(pid, drill) !== undefined && isAlive(pid)),
  );
}

/** Until none is seen twice: one that forks and ends while /proc is read is missed, and so is its child. */
async function killUntilGone(remaining: () => readonly number[]): Promise<readonly number[]> {
  const deadline = performance.now() + KILL_TIMEOUT_MS;
  for (let seenNone = 0; ;) {
    const pids = remaining();
    seenNone = pids.length === 0 ? seenNone + 1 : 0;
    if (seenNone === 2 || performance.now() > deadline) {
      return pids;
    }
    for (const pid of pids) {
      signal(pid, 'SIGKILL');
    }
    await setTimeout(LOOK_AGAIN_MS);
  }
}

export function isAlive(pid: number): boolean {
  return readStat(pid)?.zombie === false;
}

/** Sends a signal to a process, or to a group when negative. A process that is gone, or another user's, is left alone. */
export function signal(pid: number, name: NodeJS.Signals): void {
  attempt(() => process.kill(pid, name));
}

function readStat(pid: number): Stat | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === undefined) {
    return undefined;
  }
  // the name in parentheses may contain anything, parentheses and spaces among it
  const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { pid, parent: Number(parent), group: Number(group), zombie: state === 'Z' || state === 'X' };
}

function generationOf(pid: number, drill: string): number | undefined {
  const start = `${MARKER}=${drill}.`;
  const environment = attempt(() => readFileSync(`/proc/${pid}/environ`, 'latin1')) ?? '';
  const entry = environment.split('\0').find((line) => line.startsWith(start));
  return entry === undefined ? undefined : Number(entry.slice(start.length));
}

/** Processes end while one looks at them, and hide from other users. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
