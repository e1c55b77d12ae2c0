/** The ways to end a server. */
export const HOWS = ['crash', 'stop', 'interrupt', 'save'] as const;

/**
 * How the server is ended: `crash`, SIGKILL to the processes that hold the listener; `stop`, SIGTERM to the started
 * process, SIGKILL after the grace; `interrupt`, SIGINT to its group, as Ctrl+C; `save`, SIGTERM as a file watcher
 * sends it, which starts the next one while the old one still stops.
 */
export type How = (typeof HOWS)[number];

export interface DrillOptions {
  readonly port: number;
  /** The program and its arguments; no shell is involved. */
  readonly server: readonly [string, ...string[]];
  readonly hows: readonly How[];
  /** Of each way. */
  readonly rounds: number;
  /** Clients that are connected when the server ends. */
  readonly connections: number;
  /** From SIGTERM or SIGINT to SIGKILL. */
  readonly graceMs: number;
  /** How long one start may take to listen. */
  readonly timeoutMs: number;
  /** How long the server may be away beyond its own cold start and still count as back at once. */
  readonly maxAwayMs: number;
  /** The file the server's output is appended to; by default it is kept in memory, and goes with the drill. */
  readonly log?: string;
}

export const DRILL_DEFAULTS = {
  hows: ['crash', 'stop'],
  rounds: 5,
  connections: 20,
  graceMs: 5000,
  timeoutMs: 30_000,
  maxAwayMs: 2000,
} as const satisfies Partial<DrillOptions>;
