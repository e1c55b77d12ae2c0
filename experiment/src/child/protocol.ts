import type { ClaimsReport } from '../claims/claims.ts';
import type { DrillReport, DrillStep } from '../drill/model.ts';
import type { DrillOptions } from '../drill/options.ts';
import type { Proof } from '../conduct.ts';
import type { ConfiguredPorts } from '../configured-port/index.ts';
import type { Failure } from './failure.ts';
import type { Progress } from '../experiment.ts';
import type { MatrixReport } from '../matrix/matrix.ts';
import type { ReleaseReport } from '../release/release.ts';
import type { LeftState } from '../scenario.ts';
import type { Protocol, ReuseOption } from '../sockets/sockets.ts';
import type { TracedCellReport } from '../matrix/traced-cell.ts';
import type { WhyReport } from '../why/why.ts';

/** A generation of a server, its address as text. */
export interface GenerationRequest {
  readonly address: string;
  readonly options: readonly ReuseOption[];
}

/** What the child process is asked, as one line of JSON on its standard input. The end of the input stops it. */
export type Request =
  | {
      readonly command: 'matrix';
      /** 0 stands for a port that is free. */
      readonly port: number;
      readonly protocols: readonly Protocol[];
      /** Addresses as text, `::/v6only` among them. */
      readonly first: readonly string[];
      readonly second: readonly string[];
    }
  /** Port 0 stands for one that is free, as in `cell`. */
  | { readonly command: 'claims'; readonly port: number; readonly host: string }
  | {
      readonly command: 'cell';
      readonly port: number;
      readonly protocol: Protocol;
      readonly state: LeftState;
      readonly first: GenerationRequest;
      readonly second: GenerationRequest;
    }
  | { readonly command: 'why' | 'release'; readonly port: number; readonly host?: string }
  /** The configured ports of a folder; needs no kernel. */
  | { readonly command: 'port'; readonly folder: string; readonly setting?: number }
  /** Ends what a killed experiment left. */
  | { readonly command: 'restore'; readonly baselines: readonly BaselineRequest[] }
  | DrillRequest;

export interface BaselineRequest {
  readonly port: number;
  readonly identities: readonly string[];
}

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
  readonly cell: TracedCellReport;
  readonly why: WhyReport;
  readonly release: ReleaseReport;
  readonly port: ConfiguredPorts;
  readonly restore: Proof;
}

/** What the child says, one JSON document a line on its standard output. The last is `result` or `error`. */
export type Event =
  /** A port as it was found, before anything is opened there: what a sweep compares with. */
  | { readonly event: 'baseline'; readonly port: number; readonly identities: readonly string[] }
  | ({ readonly event: 'progress' } & Progress)
  | { readonly event: 'step'; readonly step: DrillStep }
  | { readonly event: 'result'; readonly result: Answers[keyof Answers] }
  | { readonly event: 'error'; readonly failure: Failure };
