import { setImmediate, setTimeout } from 'node:timers/promises';
import { challenge } from '../sockets/challenge.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { identity, isLeftover, type SocketRow } from '../kernel/socket-table.ts';
import { KEEPS_TIME_WAIT, keepsTimeWait } from '../kernel/sysctl.ts';
import type { Progress } from '../experiment.ts';
import { describeRow, type RowReport } from '../kernel/row-report.ts';
import { type Address, covers, isWildcard, sameHost } from '../sockets/address.ts';
import type { Outcome } from '../sockets/sockets.ts';

/** Why a leftover stays. */
export type StayReason =
  | 'listener'
  | 'remote-peer'
  | 'rfc1337'
  | 'peer-port-taken'
  | 'peer-port-privileged'
  | 'both-ends'
  | 'live-peer'
  | 'closing'
  | 'unanswered';

export interface LeftoverReport extends RowReport {
  readonly outcome: 'released' | 'stays';
  /** Null when it was released. */
  readonly reason: StayReason | null;
  /** The reason, for people. */
  readonly text: string | null;
}

export interface ReleaseReport {
  readonly schemaVersion: 1;
  readonly command: 'release';
  readonly port: number;
  readonly elapsedMs: number;
  readonly released: number;
  readonly leftovers: readonly LeftoverReport[];
  /** Live sockets of the port, which were not touched. */
  readonly live: readonly RowReport[];
}

export interface ReleaseOptions {
  readonly port: number;
  /** Only leftovers a server on this address would meet; every one when undefined. */
  readonly host?: Address | undefined;
  /** How long to wait for the kernel's table to show the effect, in milliseconds. */
  readonly timeoutMs?: number;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

const TEXT: Readonly<Record<StayReason, string>> = {
  listener:
    'somebody listens on this address again; a SYN there would reach that server, so nothing was sent',
  'remote-peer': 'its peer is another machine, so only that machine could end it; it ends by itself',
  rfc1337: KEEPS_TIME_WAIT,
  'peer-port-taken':
    'the port of its peer is in use again, so nothing can be sent from there; it ends by itself',
  'peer-port-privileged': 'the port of its peer is privileged; try again as root, or wait',
  'both-ends': 'both ends closed at the same time and both wait; they end by themselves',
  'live-peer': 'its peer has not closed yet; it ends soon after the process at the other end closes or exits',
  closing: 'it is still closing: the other end has not acknowledged yet',
  unanswered: 'it did not react; it ends by itself',
};

/** What the bind or connect of a challenge says about the leftover. */
const REASON_OF: Readonly<Record<Outcome, StayReason>> = {
  EADDRNOTAVAIL: 'remote-peer',
  EADDRINUSE: 'peer-port-taken',
  EACCES: 'peer-port-privileged',
};

const YIELD_EVERY = 64;

/**
 * Ends the TIME_WAIT leftovers of a port that can be ended, at the server's end and at the client's. Never touches
 * a live connection, and never sends anything to an address somebody listens on.
 */
export async function releasePort(kernel: Kernel, options: ReleaseOptions): Promise<ReleaseReport> {
  const { port, host, timeoutMs = 500, onProgress, signal } = options;
  const start = performance.now();
  const rows = kernel.table.rowsOf(port).filter((row) => host === undefined || concerns(row, port, host));
  const leftovers = rows.filter((row) => row.protocol === 'tcp' && isLeftover(row));
  const reasons = new Map<string, StayReason>();
  const present = new Set(leftovers.map(identity));
  const kept = keepsTimeWait();
  for (const [index, row] of leftovers.entries()) {
    signal?.throwIfAborted();
    const mirrored = present.has(identity({ ...row, local: row.remote, remote: row.local }));
    const reason = kept && row.state === 'TIME_WAIT' ? 'rfc1337' : end(kernel, row, mirrored);
    if (reason !== undefined) {
      reasons.set(identity(row), reason);
    }
    if (index % YIELD_EVERY === 0) {
      onProgress?.({ done: index, total: leftovers.length });
      await setImmediate();
    }
  }
  const challenged = leftovers.filter((row) => !reasons.has(identity(row)));
  const unanswered = await settle(kernel, port, challenged, timeoutMs);
  onProgress?.({ done: leftovers.length, total: leftovers.length });
  const reports = leftovers.map((row): LeftoverReport => {
    const reason = reasons.get(identity(row)) ?? (unanswered.has(identity(row)) ? 'unanswered' : null);
    return {
      ...describeRow(row),
      outcome: reason === null ? 'released' : 'stays',
      reason,
      text: reason === null ? null : TEXT[reason],
    };
  });
  return {
    schemaVersion: 1,
    command: 'release',
    port,
    elapsedMs: Math.round((performance.now() - start) * 100) / 100,
    released: reports.filter(({ outcome }) => outcome === 'released').length,
    leftovers: reports,
    live: rows.filter((row) => !isLeftover(row)).map(describeRow),
  };
}

function concerns({ local, remote }: SocketRow, port: number, host: Address): boolean {
  const end = (local.port === port ? local : remote).address;
  return isWildcard(end) ? covers(end, host) || sameHost(end, host) : covers(host, end);
}

/** @returns why the leftover stays; undefined when it was challenged */
function end(kernel: Kernel, row: SocketRow, mirrored: boolean): StayReason | undefined {
  if (row.state !== 'TIME_WAIT') {
    return row.state === 'FIN_WAIT2' ? 'live-peer' : 'closing';
  }
  // asked again before every single one: a server may have started since the last
  if (kernel.table.find('tcp', row.local)?.state === 'LISTEN') {
    return 'listener';
  }
  const outcome = challenge(kernel.sockets, row.local, row.remote, 'drop');
  if (outcome === 'ok') {
    return undefined;
  }
  return mirrored ? 'both-ends' : (REASON_OF[outcome] ?? 'unanswered');
}

/** Above this, reading the whole table is cheaper than asking for each row. */
const ASK_EACH = 64;

/** Waits until none of the challenged rows is in the table, or the time is over. @returns those still there */
async function settle(
  kernel: Kernel,
  port: number,
  challenged: readonly SocketRow[],
  timeoutMs: number,
): Promise<ReadonlySet<string>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const still = new Set(remaining(kernel, port, challenged).map(identity));
    if (still.size === 0 || performance.now() > deadline) {
      return still;
    }
    await setTimeout(1);
  }
}

function remaining(kernel: Kernel, port: number, rows: readonly SocketRow[]): readonly SocketRow[] {
  if (rows.length <= ASK_EACH) {
    return rows.filter(({ local, remote }) => kernel.table.find('tcp', local, remote)?.state === 'TIME_WAIT');
  }
  const present = new Set(kernel.table.rowsOf(port).map(identity));
  return rows.filter((row) => present.has(identity(row)));
}
