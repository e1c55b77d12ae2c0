import type { Timeline } from './view/timeline.ts';

/** What the web page shows, in words: the host decides everything, the page draws it. */
export interface Page {
  /** A BCP 47 tag. */
  readonly lang: string;
  /** What an age of less than a minute is called. */
  readonly justNow: string;
  /** The port the page is about; undefined where none is known yet. */
  readonly port: number | undefined;
  readonly title: string;
  /** Where the port is configured: `.env:1`. */
  readonly source?: Button | undefined;
  readonly toolbar: readonly Button[];
  /** The machine, its kernel, and where it is when not here. */
  readonly machine: string;
  readonly busy?: Busy | undefined;
  readonly notices: readonly Notice[];
  readonly diagnosis?: Diagnosis | undefined;
  readonly calls: CallsSection;
  readonly matrix?: MatrixSection | undefined;
  readonly drill?: DrillSection | undefined;
  readonly claims: ClaimsSection;
  /** For screen readers, when it is another than before. */
  readonly announcement: string;
  /** The id of the listen call or the drill to bring into view. */
  readonly reveal?: string | undefined;
}

/** What something means for the user; always said in words or by a sign too. */
export type Tone = 'good' | 'bad' | 'caution' | 'neutral';

export interface Button {
  readonly label: string;
  readonly action: Action;
  /** The one to press first. */
  readonly primary?: boolean | undefined;
  /** The label for screen readers where the visible one is too short to stand alone. */
  readonly description?: string | undefined;
}

export interface Busy {
  readonly text: string;
  readonly done: number;
  readonly total: number;
  readonly cancel?: Button | undefined;
}

export interface Notice {
  readonly id: string;
  readonly tone: Tone;
  readonly text: string;
  readonly buttons: readonly Button[];
}

/** Text in which `{age}` stands for how long ago `at` was. */
export interface Dated {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface Diagnosis {
  readonly tone: Tone;
  readonly headline: string;
  readonly details: readonly string[];
  /** What it means and what helps, most useful first. */
  readonly advice: readonly string[];
  readonly buttons: readonly Button[];
  readonly sockets?: SimpleTable | undefined;
  readonly dated: Dated;
}

export interface SimpleTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface CallsSection {
  readonly heading: string;
  readonly columns: readonly string[];
  readonly rows: readonly CallRow[];
  /** Instead of rows. */
  readonly empty?: string | undefined;
}

export interface CallRow {
  readonly id: string;
  readonly place: Button;
  readonly what: string;
  readonly afterCrash: Verdict;
  readonly secondCopy: Verdict;
  readonly sentence: string;
  readonly buttons: readonly Button[];
}

export interface Verdict {
  readonly tone: Tone;
  readonly text: string;
}

export interface MatrixSection {
  readonly heading: string;
  readonly dated: Dated;
  readonly buttons: readonly Button[];
  readonly short: MatrixTable;
  readonly all: { readonly summary: string; readonly tables: readonly MatrixTable[] };
  readonly trace?: TraceSection | undefined;
}

export interface MatrixTable {
  readonly caption: string;
  /** Heads of the columns that name a row, then of those with cells. */
  readonly rowHeads: readonly string[];
  readonly columns: readonly string[];
  readonly groups: readonly MatrixGroup[];
}

export interface MatrixGroup {
  readonly head: string;
  /** What the head means. */
  readonly gloss: string;
  readonly rows: readonly { readonly head?: string | undefined; readonly cells: readonly MatrixCell[] }[];
}

export interface MatrixCell extends Verdict {
  /** The cell in a sentence. */
  readonly description: string;
  readonly action: Action;
  readonly chosen: boolean;
}

export interface TraceSection {
  readonly heading: string;
  readonly note: string;
  readonly buttons: readonly Button[];
  readonly calls: SimpleTable;
  readonly timeline: Timeline;
}

export interface DrillSection {
  readonly heading: string;
  /** What it is, while nothing was drilled. */
  readonly intro?: string | undefined;
  readonly buttons: readonly Button[];
  /** One, or the one before and the last, side by side. */
  readonly drills: readonly DrillColumn[];
}

export interface DrillColumn extends Verdict {
  readonly id: string;
  readonly caption: string;
  /** The command that was run. */
  readonly command: string;
  /** Why, in the experiment's own words; undefined where it came back at once. */
  readonly cause?: string | undefined;
  readonly ways: SimpleTable;
  readonly dated: Dated;
}

export interface ClaimsSection {
  readonly heading: string;
  readonly buttons: readonly Button[];
  readonly dated?: Dated | undefined;
  readonly summary: string;
  readonly claims: readonly ClaimRow[];
}

/** What the experiment says, in the user's language or, where there are no words for it, in the experiment's own. */
export interface Said {
  readonly text: string;
  readonly english: boolean;
}

export interface ClaimRow extends Verdict {
  readonly id: string;
  readonly claim: string;
  readonly finding: Said;
  readonly evidence: { readonly summary: string; readonly lines: readonly string[] };
}

/** What the user can do on the page. */
export type Action =
  | { readonly kind: 'run'; readonly on: 'port' | 'free' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'choosePort' }
  | { readonly kind: 'openPort' }
  | { readonly kind: 'stop'; readonly pid: number }
  | { readonly kind: 'showTerminal'; readonly pid: number }
  | { readonly kind: 'release' }
  | { readonly kind: 'copy'; readonly port: number }
  | { readonly kind: 'openCall'; readonly id: string }
  | { readonly kind: 'fixCall'; readonly id: string }
  | { readonly kind: 'trace'; readonly cell: number }
  | { readonly kind: 'closeTrace' }
  | { readonly kind: 'claims' }
  | { readonly kind: 'drill'; readonly again: boolean }
  | { readonly kind: 'showLog' }
  | { readonly kind: 'manageTrust' }
  | { readonly kind: 'dismiss'; readonly id: string };
