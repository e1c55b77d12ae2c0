import { setTimeout } from 'node:timers/promises';
import type { Kernel } from '../kernel/kernel.ts';
import { identity, type SocketRow } from '../kernel/socket-table.ts';
import { keepsTimeWait } from '../kernel/sysctl.ts';
import { releasePort } from '../release/release.ts';
import { isLoopback } from '../sockets/address.ts';
import { type ProcessTree, signal } from './process-tree.ts';

/** What could not be cleaned up. */
export interface Remains {
  readonly rows: readonly SocketRow[];
  readonly survivors: readonly number[];
}

interface Means {
  readonly kernel: Kernel;
  readonly tree: ProcessTree;
  /** The port's rows before the drill, by identity. */
  readonly baseline: ReadonlySet<string>;
}

/** For what is still closing when its process is gone. */
const CLEAN_MS = 2000;
const LOOK_AGAIN_MS = 5;

/**
 * Ends every process of the drill and releases what the kernel remembers of the port. Not to be stopped.
 * @param graceMs from SIGTERM to SIGKILL; 0 for SIGKILL at once
 */
export async function cleanUp(
  { kernel, tree, baseline }: Means,
  port: number,
  graceMs: number,
): Promise<Remains> {
  if (graceMs > 0) {
    await askAll(tree, graceMs);
  }
  const survivors = await tree.killAll();
  const remaining = () =>
    kernel.table
      .rowsOf(port)
      .filter(
        (row) =>
          row.protocol === 'tcp' &&
          !baseline.has(identity(row)) &&
          (row.local.port === port || isLoopback(row.remote.address)),
      );
  const deadline = performance.now() + CLEAN_MS;
  for (;;) {
    const rows = remaining();
    const waits =
      keepsTimeWait() && survivors.length === 0 && rows.every(({ state }) => state === 'TIME_WAIT');
    if (rows.length === 0 || waits || performance.now() > deadline) {
      return { rows, survivors };
    }
    await releasePort(kernel, { port, timeoutMs: 50 });
    await setTimeout(remaining().length > 0 ? LOOK_AGAIN_MS : 0);
  }
}

/** SIGTERM to the started processes and to the daemons among their descendants, which are our children by now. */
async function askAll(tree: ProcessTree, graceMs: number): Promise<void> {
  for (const { pid, parent } of tree.living()) {
    if (parent === process.pid) {
      signal(pid, 'SIGTERM');
    }
  }
  const deadline = performance.now() + graceMs;
  while (tree.living().length > 0 && performance.now() < deadline) {
    await setTimeout(LOOK_AGAIN_MS);
  }
}
