import { inspect, lockOrThrow, type Proof, restore } from './conduct.ts';
import { type ConductOptions, type SystemReport, systemReport } from './experiment.ts';
import type { Kernel } from './kernel/kernel.ts';
import { describeRow, type RowReport } from './kernel/row-report.ts';
import type { Address } from './sockets/address.ts';
import type { Protocol } from './sockets/sockets.ts';

/** What every experiment on one port reports, beside what it found. */
export interface PortReport<Command extends string> {
  readonly schemaVersion: 1;
  readonly command: Command;
  readonly port: number;
  /** The run with its cleaning and proof, in milliseconds; start-up of the process left out. */
  readonly elapsedMs: number;
  readonly leftAsFound: boolean;
  /** What could not be removed from the port. */
  readonly remains: readonly RowReport[];
  readonly system: SystemReport;
}

/** Where an experiment binds. */
interface Place {
  readonly port: number;
  readonly protocols: readonly Protocol[];
  readonly addresses: readonly Address[];
  readonly onBaseline?: ConductOptions['onBaseline'] | undefined;
}

/**
 * Runs an experiment on one port, keeps others off it meanwhile, and leaves the port as it was found.
 * @throws PortUnusableError before anything was touched, when the port is not free for it
 */
export async function onPort<Command extends string, T>(
  kernel: Kernel,
  command: Command,
  { port, protocols, addresses, onBaseline }: Place,
  run: () => T | Promise<T>,
): Promise<{ readonly head: PortReport<Command>; readonly found: T }> {
  const unlock = lockOrThrow(kernel, port);
  try {
    const start = performance.now();
    const baseline = inspect(kernel, port, protocols, addresses);
    onBaseline?.(port, baseline.identities);
    let proof: Proof;
    let found: T;
    try {
      found = await run();
    } finally {
      proof = restore(kernel, baseline);
    }
    const head: PortReport<Command> = {
      schemaVersion: 1,
      command,
      port,
      elapsedMs: Math.round((performance.now() - start) * 100) / 100,
      leftAsFound: proof.leftAsFound,
      remains: proof.remains.map(describeRow),
      system: systemReport(),
    };
    return { head, found };
  } finally {
    unlock();
  }
}
