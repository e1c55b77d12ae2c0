import type { ClaimsReport, DrillReport, MatrixReport, TracedCellReport, WhyReport } from 'rebind';
import type { ServerCommand } from '../drill/commands.ts';
import type { ListenCall } from '../lint/listen-call.ts';
import type { PortChoice } from '../port/port-choice.ts';
import type { Problem } from './problems.ts';

/** Something and when it became known, in milliseconds since the epoch. */
export interface At<T> {
  readonly at: number;
  readonly value: T;
}

export interface Run {
  readonly report: MatrixReport;
  /** Whether it ran on another port than the one the panel is about. */
  readonly elsewhere: boolean;
}

/** What was measured for one protocol and address; the reason where it could not be. */
export type Measured = { readonly report: MatrixReport } | { readonly reason: string };

/** A drill of the user's own server. */
export interface DrillRecord {
  readonly command: ServerCommand;
  readonly report: DrillReport;
}

/** What is going on. */
export interface Work {
  readonly what: 'run' | 'trace' | 'claims' | 'release' | 'stop';
  readonly done: number;
  readonly total: number;
}

/** Everything the panel knows: the page is drawn from it. */
export interface PanelState {
  readonly port: PortChoice | undefined;
  readonly why: At<WhyReport> | undefined;
  readonly run: At<Run> | undefined;
  /** By `measureKey`. */
  readonly measured: Readonly<Record<string, Measured>>;
  /** Undefined until the language server has answered. */
  readonly calls: readonly ListenCall[] | undefined;
  readonly trace: TracedCellReport | undefined;
  readonly claims: At<ClaimsReport> | undefined;
  /** The drills of one server on one port: the last, and the first before it that ended otherwise. */
  readonly drills: readonly At<DrillRecord>[];
  readonly work: Work | undefined;
  readonly problems: readonly Problem[];
  /** The listen call or the drill to bring into view. */
  readonly reveal: string | undefined;
}

export const EMPTY: PanelState = {
  port: undefined,
  why: undefined,
  run: undefined,
  measured: {},
  calls: undefined,
  trace: undefined,
  claims: undefined,
  drills: [],
  work: undefined,
  problems: [],
  reveal: undefined,
};

/** What surrounds the panel when the page is drawn. */
export interface Surroundings {
  readonly lang: string;
  readonly trusted: boolean;
  /** No folder of this machine's file system. */
  readonly virtual: boolean;
  /** `wsl`, `ssh-remote`, ...; undefined on the local machine. */
  readonly remoteName: string | undefined;
  readonly platform: NodeJS.Platform;
  readonly release: string;
  readonly arch: string;
  /** The editor's own process and its ancestors: never to be stopped from here. */
  readonly ownPids: readonly number[];
  readonly terminals: readonly { readonly name: string; readonly pid: number }[];
  /** A file as users name it: relative to its folder. */
  readonly relativePath: (uri: string) => string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}
