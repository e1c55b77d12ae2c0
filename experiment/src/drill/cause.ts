import type { ReuseOption, TcpState } from '../sockets/sockets.ts';
import type { StateCounts } from './facts.ts';

/** What kept the server from coming back at once. Times in milliseconds; holders as people know a process. */
export type CauseFacts =
  /** Connections of the old one that nobody holds any more: TIME_WAIT, FIN_WAIT2 and the like. */
  | {
      readonly id: 'leftovers';
      readonly states: StateCounts;
      /** What its listener had set in the end. */
      readonly reuse: readonly ReuseOption[];
    }
  /** Connections of the old one that a process still holds. */
  | { readonly id: 'connections'; readonly states: StateCounts; readonly holders: readonly string[] }
  /** The old process listened when the new one bound the port, and may still. */
  | { readonly id: 'old-process'; readonly stays: boolean; readonly holders: readonly string[] }
  /** Somebody who is not of its tree, before its first start or after a later one. */
  | {
      readonly id: 'other-process';
      readonly start: 'first' | 'later';
      readonly holders: readonly string[];
    }
  /** It had closed its listener long before it ended. */
  | { readonly id: 'slow-stop'; readonly beforeMs: number; readonly killed: boolean }
  /** It took longer to listen than on a clean port. */
  | { readonly id: 'slow-start'; readonly longerMs: number; readonly inTheWay: Cause | null }
  /** It ended. */
  | {
      readonly id: 'ended';
      readonly code: number | null;
      readonly signal: NodeJS.Signals | null;
      readonly afterMs: number;
    }
  /** It did not listen within the time. */
  | { readonly id: 'silent'; readonly afterMs: number }
  /** It listens on another port, though nothing was in its way. */
  | { readonly id: 'elsewhere' }
  /** Its output says EADDRINUSE, and nothing that is known was in its way. */
  | { readonly id: 'unknown' };

/** The facts, and a sentence without its beginning and its end. */
export type Cause = CauseFacts & { readonly text: string };

export type CauseId = Cause['id'];

/** Puts a cause into words. */
export function because<F extends CauseFacts>(facts: F): F & { readonly text: string } {
  return { ...facts, text: wordsFor(facts) };
}

function wordsFor(facts: CauseFacts): string {
  switch (facts.id) {
    case 'leftovers': {
      const isOne = total(facts.states) === 1;
      return `${listStates(facts.states)} ${isOne ? 'is' : 'are'} left of its old connections, and ${withoutReuse(facts.reuse)}`;
    }
    case 'connections':
      return `a process of the old one still has ${listStates(facts.states)} open${by(facts.holders)}`;
    case 'old-process':
      return `the old process still listened when it started${facts.stays ? `, and does${by(facts.holders)}` : ''}`;
    case 'other-process': {
      const holders = facts.holders.join(', ');
      return facts.start === 'first'
        ? `${holders} does, who is not of its tree; drill that process itself`
        : `${holders} is not of the server's tree`;
    }
    case 'slow-stop':
      return `it had closed its listener ${seconds(facts.beforeMs)} before it ended${facts.killed ? ' by SIGKILL' : ''}`;
    case 'slow-start': {
      const meanwhile = facts.inTheWay === null ? '' : `, while ${facts.inTheWay.text}`;
      return `it took ${seconds(facts.longerMs)} longer to listen than on a clean port${meanwhile}`;
    }
    case 'ended': {
      const how = facts.signal === null ? `with exit code ${String(facts.code)}` : `by ${facts.signal}`;
      return `it ended ${how} after ${seconds(facts.afterMs)}`;
    }
    case 'silent':
      return `it did not listen within ${seconds(facts.afterMs)}`;
    case 'elsewhere':
      return 'nothing was in its way';
    case 'unknown':
      return 'its output says so, though nothing known here was in its way; it may mean another port';
  }
}

function by(holders: readonly string[]): string {
  return holders.length > 0 ? ` (${holders.join(', ')})` : '';
}

/** Linux lets a bind pass leftovers when their listener and the new one had set the same option before their own bind (socket(7)). */
function withoutReuse(reuse: readonly ReuseOption[]): string {
  return reuse.length === 0
    ? 'it does not set SO_REUSEADDR before bind'
    : `its listener has ${reuse.join(' and ')}, though not yet when it binds`;
}

/** Those of the sockets that are in one of the states. */
export function inStates(counts: StateCounts, states: readonly TcpState[]): StateCounts {
  return Object.fromEntries(
    states.filter((state) => (counts[state] ?? 0) > 0).map((state) => [state, counts[state]]),
  );
}

export function total(counts: StateCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function listStates(counts: StateCounts): string {
  return Object.entries(counts)
    .map(([state, count]) => `${count} ${state}`)
    .join(' and ');
}

/** "350 ms", "2.1 s". */
export function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
