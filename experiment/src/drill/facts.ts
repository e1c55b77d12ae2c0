import type { ReuseOption, TcpState } from '../sockets/sockets.ts';
import type { WhyReport } from '../why/why.ts';
import type { How } from './options.ts';

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
