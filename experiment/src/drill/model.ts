import type { SystemReport } from '../experiment.ts';
import type { RowReport } from '../report/rows.ts';
import type { ReuseOption, TcpState } from '../sockets/sockets.ts';
import type { WhyReport } from '../why.ts';
import type { Finding } from './lint-findings.ts';
import type { How } from './options.ts';
import type { Spread } from './statistics.ts';
import type { Verdict } from './verdict.ts';

/** How a start of the server went; times in milliseconds since it was started. */
export type Start =
  | {
      readonly kind: 'listens';
      readonly afterMs: number;
      /** It may have listened so much earlier: the time between two looks at the socket table. */
      readonly resolutionMs: number;
      /** The first of its listeners on the port: `127.0.0.1:3000`. */
      readonly listener: string;
    }
  | {
      readonly kind: 'ended';
      readonly afterMs: number;
      readonly code: number | null;
      readonly signal: NodeJS.Signals | null;
      /** The last lines it printed. */
      readonly output: readonly string[];
    }
  | {
      /** It listens, on other ports. */
      readonly kind: 'elsewhere';
      readonly afterMs: number;
      readonly ports: readonly number[];
      readonly output: readonly string[];
    }
  | { readonly kind: 'silent'; readonly afterMs: number; readonly output: readonly string[] }
  | {
      /** Somebody listens on the port who is not of its tree. */
      readonly kind: 'stranger';
      readonly afterMs: number;
      readonly holders: readonly string[];
      readonly output: readonly string[];
    };

/** How many sockets are in which state. */
export type StateCounts = Partial<Readonly<Record<TcpState, number>>>;

/** What was measured in one round: a start on a clean port, an end, and the start after it. */
export interface RoundFacts {
  readonly how: How;
  /** Counts from 1. */
  readonly round: number;
  readonly coldStart: Start;
  /** Clients that were connected; a server may have closed their connections before it was ended. */
  readonly connected: number;
  /** Whether it answered a request by HTTP; null when there was no client to ask. */
  readonly http: boolean | null;
  /** The reuse options its listener had before it was ended; null where they could not be read. */
  readonly reuse: readonly ReuseOption[] | null;
  /** From the signal until the started process had ended (`crash`: until nobody listened); null when that was not waited for or did not happen. */
  readonly stopMs: number | null;
  /** It had not ended within the grace and was sent SIGKILL. */
  readonly killed: boolean;
  /** The sockets of the port that were not listening when the server was started again. */
  readonly leftBehind: StateCounts;
  /** Null when the first start did not listen. */
  readonly restart: Start | null;
  /** Whether the old listener was there when the new start had its answer, and was gone in the end. */
  readonly oldListener: 'gone' | 'was there' | 'stays';
  /** From when nobody listened until somebody did again. */
  readonly awayMs: number | null;
  /** How exact that is: the time between the looks at the socket table that saw the one and the other. */
  readonly awayResolutionMs: number | null;
  /** After a restart that failed and left connections behind: how the same start went once they were released. */
  readonly afterRelease: Start | null;
  /** What `rebind why` says when the new start had its answer. */
  readonly why: WhyReport | null;
}

export interface RoundReport extends RoundFacts {
  /** `awayMs` without the median cold start of this drill; 0 when it was faster. */
  readonly beyondColdStartMs: number | null;
  readonly verdict: Verdict;
}

/** The rounds of one way to end the server. */
export interface WayReport {
  readonly how: How;
  readonly verdict: Verdict;
  readonly stopMs: Spread | null;
  readonly awayMs: Spread | null;
  readonly beyondColdStartMs: Spread | null;
  readonly rounds: readonly RoundReport[];
}

export interface DrillReport {
  readonly schemaVersion: 1;
  readonly command: 'drill';
  readonly port: number;
  /** The program and its arguments. */
  readonly server: readonly string[];
  /** The worst of the ways. */
  readonly verdict: Verdict;
  readonly ways: readonly WayReport[];
  readonly coldStartMs: Spread | null;
  readonly maxAwayMs: number;
  readonly connections: number;
  /** The worst resolution of any start and any time away. */
  readonly resolutionMs: number | null;
  /** Why fewer rounds were run than asked for; null when all were. */
  readonly cutShort: string | null;
  /** What the linter said of the listen call, where it explains the verdict. */
  readonly findings: readonly Finding[];
  /** The file with what the server printed, of very much the beginning and the end; null where none was named. */
  readonly log: string | null;
  readonly elapsedMs: number;
  readonly leftAsFound: boolean;
  /** Sockets of the port that were not there before. */
  readonly remains: readonly RowReport[];
  /** Processes that could not be ended. */
  readonly survivors: readonly number[];
  readonly system: SystemReport;
}

/** What a drill tells while it runs. */
export type DrillStep =
  | { readonly kind: 'log'; readonly path: string }
  | { readonly kind: 'phase'; readonly how: How; readonly round: number; readonly phase: Phase }
  | { readonly kind: 'round'; readonly report: RoundReport };

export type Phase = 'starting' | 'connecting' | 'ending' | 'starting again' | 'cleaning up';
