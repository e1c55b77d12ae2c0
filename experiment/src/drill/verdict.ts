import { stripVTControlCharacters } from 'node:util';
import { commandLine } from '../text/command-line.ts';
import { because, type Cause, inStates, seconds, total } from './cause.ts';
import type { RoundFacts, Start } from './facts.ts';
import type { TcpState } from '../sockets/sockets.ts';

/** From the best to the worst. */
export const VERDICTS = ['at-once', 'late', 'moved', 'old-listens', 'not-back', 'never-listened'] as const;

export type VerdictId = (typeof VERDICTS)[number];

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
        cause: inTheWay(facts) ?? because({ id: 'elsewhere' }),
      };
    case 'stranger':
      return {
        id: 'not-back',
        text: `does not come back: ${restart.holders.join(', ')} took the port`,
        cause: because({ id: 'other-process', start: 'later', holders: restart.holders }),
      };
    case 'ended':
    case 'silent':
      return judgeFailure(facts, restart);
  }
}

function judgeFirstStart(start: Start, { port }: Standard): Verdict {
  const never = (cause: Cause): Verdict => ({
    id: 'never-listened',
    text: `never listened on port ${port}: ${cause.text}`,
    cause,
  });
  switch (start.kind) {
    case 'elsewhere':
      return {
        id: 'moved',
        text: `moved to another port: it listens on ${start.ports.join(', ')}, not on ${port}`,
        cause: because({ id: 'elsewhere' }),
      };
    case 'stranger':
      return never(because({ id: 'other-process', start: 'first', holders: start.holders }));
    case 'ended':
    case 'silent':
      return never(whatHappened(start));
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
        cause: because({ id: 'slow-stop', beforeMs: beyond - startedLate, killed: facts.killed }),
      }
    : {
        id: 'late',
        text,
        cause: because({ id: 'slow-start', longerMs: startedLate, inTheWay: inTheWay(facts) ?? null }),
      };
}

function judgeFailure(facts: RoundFacts, restart: Extract<Start, { kind: 'ended' | 'silent' }>): Verdict {
  const way = inTheWay(facts);
  if (facts.oldListener === 'stays') {
    return {
      id: 'old-listens',
      text: 'not restarted: the old process still listens',
      cause: way ?? because({ id: 'old-process', stays: true, holders: [] }),
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
    const cause = because({ id: 'unknown' });
    return { id: 'not-back', text: `does not come back: EADDRINUSE; ${cause.text}`, cause };
  }
  const cause = whatHappened(restart);
  return { id: 'not-back', text: `does not come back: ${cause.text}`, cause };
}

const LEFTOVER_STATES: readonly TcpState[] = ['TIME_WAIT', 'FIN_WAIT2', 'FIN_WAIT1', 'CLOSING', 'LAST_ACK'];
const LIVE_STATES: readonly TcpState[] = ['ESTABLISHED', 'CLOSE_WAIT'];

/** What was in the way of the new start's bind. */
function inTheWay({ oldListener, leftBehind, reuse, why }: RoundFacts): Cause | undefined {
  const holders = (why?.holders ?? []).map(({ pid, command }) => `${commandLine(command)} (pid ${pid})`);
  if (oldListener !== 'gone') {
    return because({ id: 'old-process', stays: oldListener === 'stays', holders });
  }
  const live = inStates(leftBehind, LIVE_STATES);
  if (total(live) > 0) {
    return because({ id: 'connections', states: live, holders });
  }
  const leftovers = inStates(leftBehind, LEFTOVER_STATES);
  return total(leftovers) === 0
    ? undefined
    : because({ id: 'leftovers', states: leftovers, reuse: reuse ?? [] });
}

/** As C libraries, Node, Python, Java, Go, Rust and servers with words of their own say it. */
const IN_USE =
  /\bEADDRINUSE\b|\b(?:address|port|socket)\b[^\n]{0,60}\b(?:already in use|in use|already used|is taken)\b|\b(?:errno|os error)\b\W{0,3}98\b|\(98: /i;

/** Whether a server's output says that its address is in use. */
export function saysInUse(output: readonly string[]): boolean {
  return output.some((line) => IN_USE.test(stripVTControlCharacters(line)));
}

function whatHappened(start: Extract<Start, { kind: 'ended' | 'silent' }>): Cause {
  const { afterMs } = start;
  return start.kind === 'silent'
    ? because({ id: 'silent', afterMs })
    : because({ id: 'ended', code: start.code, signal: start.signal, afterMs });
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
