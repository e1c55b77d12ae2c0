import type { Failure } from './failure.ts';
import type { ClaimsReport } from './claims.ts';
import type { DrillReport, DrillStep } from './drill/model.ts';
import type { DrillOptions } from './drill/options.ts';
import type { Progress } from './experiment.ts';
import type { MatrixReport } from './matrix.ts';
import type { Protocol } from './sockets/sockets.ts';

/** What the child process is asked, as one line of JSON on its standard input. The end of the input stops it. */
export type Request =
  | {
      readonly command: 'matrix';
      readonly port: number;
      readonly protocols: readonly Protocol[];
      /** Addresses as text, `::/v6only` among them. */
      readonly first: readonly string[];
      readonly second: readonly string[];
    }
  | { readonly command: 'claims'; readonly port: number; readonly host: string }
  | DrillRequest;

export interface DrillRequest extends DrillOptions {
  readonly command: 'drill';
  /** See DrillConduct. */
  readonly drill: string;
  readonly cwd: string;
  /** Environment variables that differ from the child's own: null for one that is not set. */
  readonly env: Readonly<Record<string, string | null>>;
}

/** What each command answers. */
export interface Answers {
  readonly matrix: MatrixReport;
  readonly claims: ClaimsReport;
  readonly drill: DrillReport;
}

/** What the child says, one JSON document a line on its standard output. The last is `result` or `error`. */
export type Event =
  /** A port as it was found, before anything is opened there: what a sweep compares with. */
  | { readonly event: 'baseline'; readonly port: number; readonly identities: readonly string[] }
  | ({ readonly event: 'progress' } & Progress)
  | { readonly event: 'step'; readonly step: DrillStep }
  | { readonly event: 'result'; readonly result: Answers[keyof Answers] }
  | { readonly event: 'error'; readonly failure: Failure };
