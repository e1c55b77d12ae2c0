import type { PortReport } from '../on-port.ts';
import type { RoundFacts } from './facts.ts';
import type { Finding } from './lint-findings.ts';
import type { How } from './options.ts';
import type { Spread } from './statistics.ts';
import type { Verdict } from './verdict.ts';

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

export interface DrillReport extends PortReport<'drill'> {
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
  /** Processes that could not be ended. */
  readonly survivors: readonly number[];
}

/** What a drill tells while it runs. */
export type DrillStep =
  | { readonly kind: 'log'; readonly path: string }
  | { readonly kind: 'phase'; readonly how: How; readonly round: number; readonly phase: Phase }
  | { readonly kind: 'round'; readonly report: RoundReport };

export type Phase = 'starting' | 'connecting' | 'ending' | 'starting again' | 'cleaning up';
