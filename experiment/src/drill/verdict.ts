import { commandLine } from '../command-line.ts';
import type { RoundFacts, Start, StateCounts } from './model.ts';
import type { TcpState } from '../sockets/sockets.ts';

/** From the best to the worst. */
export const VERDICTS = ['at-once', 'late', 'moved', 'old-listens', 'not-back', 'never-listened'] as const;

export type VerdictId = (typeof VERDICTS)[number];

/** What kept the server from coming back at once. */
export type CauseId =
  /** Connections of the old one that nobody holds any more: TIME_WAIT, FIN_WAIT2 and the like. */
  | 'leftovers'
  /** Connections of the old one that a process still holds. */
  | 'connections'
  /** The old process listened when the new one bound the port. */
  | 'old-process'
  /** Somebody who is not of its tree. */
  | 'other-process'
  /** It had closed its listener long before it ended. */
  | 'slow-stop'
  /** It took longer to listen than on a clean port. */
  | 'slow-start'
  /** It ended. */
  | 'ended'
  /** It did not listen within the time. */
  | 'silent'
  /** It listens on another port, though nothing was in its way. */
  | 'elsewhere'
  /** Its output says EADDRINUSE, and nothing that is known was in its way. */
  | 'unknown';

export interface Cause {
  readonly id: CauseId;
  readonly text: string;
}

export interface Verdict {
  readonly id: VerdictId;
  /** For people, as the rest of a sentence about the server: "comes back at once". */
  readonly text: string;
  /** Null when it comes back at once. */
  readonly cause: Cause | null;
}

export interface Standard {
  readonly port: number;
  readonly maxAwayMs: number;
  /** The server's own, in milliseconds: the median of the drill. */
  readonly coldStartMs: number;
}

/** The time the port was without a listener beyond what the server needs to start anyway. */
export function beyondColdStart(awayMs: number | null, coldStartMs: number): number | null {
  return awayMs === null ? null : Math.max(0, Math.round((awayMs - coldStartMs) * 10) / 10);
}

/** What a round shows. */
export function judgeRound(facts: RoundFacts, standard: Standard): Verdict {
  const { coldStart, restart } = facts;
  if (restart === null) {
    return judgeFirstStart(coldStart, standard);
  }
  switch (restart.kind) {
    case 'listens':
      return judgeReturn(facts, restart.afterMs, standard);
    case 'elsewhere':
      return {
        id: 'moved',
        text: `moved to another port: ${restart.ports.join(', ')} instead of ${standard.port}`,
        cause: inTheWay(facts) ?? {
          id: 'elsewhere',
          text: 'nothing was in its way',
        },
      };
    case 'stranger':
      return {
        id: 'not-back',
        text: `does not come back: ${restart.holders.join(', ')} took the port`,
        cause: { id: 'other-process', text: `${restart.holders.join(', ')} is not of the server's tree` },
      };
    case 'ended':
    case 'silent':
      return judgeFailure(facts, restart);
  }
}

function judgeFirstStart(start: Start, { port }: Standard): Verdict {
  const never = (id: CauseId, text: string): Verdict => ({
    id: 'never-listened',
    text: `never listened on port ${port}: ${text}`,
    cause: { id, text },
  });
  switch (start.kind) {
    case 'elsewhere':
      return {
        id: 'moved',
        text: `moved to another port: it listens on ${start.ports.join(', ')}, not on ${port}`,
        cause: { id: 'elsewhere', text: 'nothing was in its way' },
      };
    case 'stranger':
      return never(
        'other-process',
        `${start.holders.join(', ')} does, who is not of its tree; drill that process itself`,
      );
    case 'ended':
    case 'silent':
      return never(start.kind, whatHappened(start));
    case 'listens':
      throw new TypeError('a server that listens is started again');
  }
}

function judgeReturn(facts: RoundFacts, startMs: number, { maxAwayMs, coldStartMs }: Standard): Verdict {
  const beyond = beyondColdStart(facts.awayMs, coldStartMs) ?? 0;
  if (beyond <= maxAwayMs) {
    return { id: 'at-once', text: 'comes back at once', cause: null };
  }
  const startedLate = startMs - coldStartMs;
  const text = `comes back after ${seconds(beyond)}`;
  return startedLate < beyond / 2
    ? {
        id: 'late',
        text,
        cause: {
          id: 'slow-stop',
          text: `it had closed its listener ${seconds(beyond - startedLate)} before it ended${facts.killed ? ' by SIGKILL' : ''}`,
        },
      }
    : {
        id: 'late',
        text,
        cause: {
          id: 'slow-start',
          text: `it took ${seconds(startedLate)} longer to listen than on a clean port${because(inTheWay(facts))}`,
        },
      };
}

function because(cause: Cause | undefined): string {
  return cause ? `, while ${cause.text}` : '';
}

function judgeFailure(facts: RoundFacts, restart: Extract<Start, { kind: 'ended' | 'silent' }>): Verdict {
  const way = inTheWay(facts);
  if (facts.oldListener === 'stays') {
    return {
      id: 'old-listens',
      text: 'not restarted: the old process still listens',
      cause: way ?? { id: 'old-process', text: 'the old process still listens' },
    };
  }
  const said = saysInUse(restart.output);
  // started again on the same port without its leftovers, it tells whether they were it
  const shown = facts.afterRelease === null ? undefined : facts.afterRelease.kind === 'listens';
  const blamed = way !== undefined && (way.id === 'leftovers' ? (shown ?? said) : said);
  if (blamed) {
    return { id: 'not-back', text: `does not come back: EADDRINUSE because ${way.text}`, cause: way };
  }
  if (said) {
    const text = 'its output says so, though nothing known here was in its way; it may mean another port';
    return {
      id: 'not-back',
      text: `does not come back: EADDRINUSE; ${text}`,
      cause: { id: 'unknown', text },
    };
  }
  const text = whatHappened(restart);
  return { id: 'not-back', text: `does not come back: ${text}`, cause: { id: restart.kind, text } };
}

const LEFTOVER_STATES: readonly TcpState[] = ['TIME_WAIT', 'FIN_WAIT2', 'FIN_WAIT1', 'CLOSING', 'LAST_ACK'];
const LIVE_STATES: readonly TcpState[] = ['ESTABLISHED', 'CLOSE_WAIT'];

/** What was in the way of the new start's bind. */
function inTheWay({ oldListener, leftBehind, reuse, why }: RoundFacts): Cause | undefined {
  const holders = (why?.holders ?? []).map(({ pid, command }) => `${commandLine(command)} (pid ${pid})`);
  const by = holders.length > 0 ? ` (${holders.join(', ')})` : '';
  if (oldListener !== 'gone') {
    return {
      id: 'old-process',
      text: `the old process still listened when it started${oldListener === 'stays' ? `, and does${by}` : ''}`,
    };
  }
  const live = countStates(leftBehind, LIVE_STATES);
  if (live.total > 0) {
    return {
      id: 'connections',
      text: `a process of the old one still has ${live.text} open${by}`,
    };
  }
  const leftovers = countStates(leftBehind, LEFTOVER_STATES);
  return leftovers.total === 0
    ? undefined
    : {
        id: 'leftovers',
        text: `${leftovers.text} ${leftovers.total === 1 ? 'is' : 'are'} left of its old connections, and ${withoutReuse(reuse)}`,
      };
}

/** Linux lets a bind pass leftovers when their listener and the new one had set the same option before their own bind (socket(7)). */
function withoutReuse(reuse: RoundFacts['reuse']): string {
  return reuse === null || reuse.length === 0
    ? 'it does not set SO_REUSEADDR before bind'
    : `its listener has ${reuse.join(' and ')}, though not yet when it binds`;
}

function countStates(
  counts: StateCounts,
  states: readonly TcpState[],
): { readonly total: number; readonly text: string } {
  const present = states.filter((state) => (counts[state] ?? 0) > 0);
  return {
    total: present.reduce((sum, state) => sum + (counts[state] ?? 0), 0),
    text: present.map((state) => `${counts[state] ?? 0} ${state}`).join(' and '),
  };
}

/** As C libraries, Node, Python, Java, Go, Rust and servers with words of their own say it. */
const IN_USE =
  /\bEADDRINUSE\b|\b(?:address|port|socket)\b[^\n]{0,60}\b(?:already in use|in use|already used|is taken)\b|\b(?:errno|os error)\b\W{0,3}98\b|\(98: /i;

/** Whether a server's output says that its address is in use. */
export function saysInUse(output: readonly string[]): boolean {
  return output.some((line) => IN_USE.test(line));
}

function whatHappened(start: Extract<Start, { kind: 'ended' | 'silent' }>): string {
  if (start.kind === 'silent') {
    return `it did not listen within ${seconds(start.afterMs)}`;
  }
  const how = start.signal === null ? `with exit code ${String(start.code)}` : `by ${start.signal}`;
  return `it ended ${how} after ${seconds(start.afterMs)}`;
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** The worst of several; one of those where several are equally bad, and how many are. */
export function worst(verdicts: readonly Verdict[]): { readonly verdict: Verdict; readonly count: number } {
  const rank = ({ id }: Verdict) => VERDICTS.indexOf(id);
  const [verdict] = verdicts.toSorted((one, other) => rank(other) - rank(one));
  if (!verdict) {
    throw new TypeError('nothing to compare');
  }
  return { verdict, count: verdicts.filter(({ id }) => id === verdict.id).length };
}

/** The verdict on all rounds of one way: the worst, and in how many rounds where not in all. */
export function judgeWay(verdicts: readonly Verdict[]): Verdict {
  const { verdict, count } = worst(verdicts);
  return count === verdicts.length
    ? verdict
    : { ...verdict, text: `${verdict.text} (in ${count} of ${verdicts.length} rounds)` };
}
