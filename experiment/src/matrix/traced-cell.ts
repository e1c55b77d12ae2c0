import { traceSockets } from '../sockets/trace.ts';
import { movedPort } from '../conduct.ts';
import type { CellReport } from './cell.ts';
import type { ConductOptions } from '../experiment.ts';
import { onPort, type PortReport } from '../on-port.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { SocketRow } from '../kernel/socket-table.ts';
import { cellReport, repeat } from './matrix.ts';
import { describeRow, type RowReport } from '../kernel/row-report.ts';
import { type Phase, runScenario, type Scenario } from '../scenario.ts';

/** Whose socket: the first server's own, the connection it accepted, its client's, the second server's. */
export type SocketRole = 'first' | 'connection' | 'client' | 'second';

export interface TracedSocket extends RowReport {
  readonly role: SocketRole;
}

/** One system call of a scenario. */
export interface TracedCall {
  readonly phase: Phase;
  readonly by: 'first' | 'client' | 'second';
  /** In the words of strace, `bind(21, 127.0.0.1:3000)`. */
  readonly call: string;
  readonly result: string;
  /** Since the first call, in microseconds; reading the table in between is part of it. */
  readonly atUs: number;
  /** The kernel's socket table of the port after the call, both ends of connections. */
  readonly sockets: readonly TracedSocket[];
}

export interface TracedCellReport extends PortReport<'cell'> {
  readonly interference: number;
  readonly cell: CellReport;
  /** Up to the outcome; the cleaning afterwards is left out. */
  readonly calls: readonly TracedCall[];
}

/**
 * Runs one cell of the matrix and writes down every system call, with the states the kernel shows after it.
 * @throws PortUnusableError before anything was touched, when the port is not free for it
 */
export async function traceCell(
  kernel: Kernel,
  asked: Scenario,
  { onBaseline, signal }: Pick<ConductOptions, 'onBaseline' | 'signal'> = {},
): Promise<TracedCellReport> {
  const moved = movedPort(kernel, asked);
  const scenario = moved === undefined ? asked : { ...asked, port: moved };
  const { protocol, port, first, second } = scenario;
  const place = { port, protocols: [protocol], addresses: [first.address, second.address], onBaseline };
  let recorder = new Recorder(kernel, port);
  const { head, found } = await onPort(kernel, 'cell', place, () => {
    signal?.throwIfAborted();
    return repeat(kernel, scenario, () => {
      recorder = new Recorder(kernel, port);
      return runScenario(recorder.kernel, scenario, (phase) => {
        recorder.enter(phase);
      });
    });
  });
  const { system, ...rest } = head;
  return {
    ...rest,
    interference: found.interference,
    system,
    cell: cellReport(scenario, found, moved),
    calls: recorder.calls,
  };
}

class Recorder {
  readonly calls: TracedCall[] = [];
  readonly kernel: Kernel;
  readonly #table: Kernel['table'];
  readonly #port: number;
  readonly #start = performance.now();
  readonly #owners = new Map<string, TracedCall['by']>();
  #phase: Phase = 'bind';
  #listenerInode = 0;

  constructor(kernel: Kernel, port: number) {
    this.#table = kernel.table;
    this.#port = port;
    this.kernel = {
      ...kernel,
      sockets: traceSockets(kernel.sockets, (call, result) => {
        this.#record(call, result);
      }),
    };
  }

  enter(phase: Phase): void {
    const last = this.calls.at(-1);
    if (phase === 'bind again' && last) {
      // the scenario has waited for the state meanwhile
      this.calls[this.calls.length - 1] = { ...last, sockets: this.#sockets() };
    }
    this.#phase = phase;
  }

  #record(call: string, result: string): void {
    if (this.#phase === 'clean') {
      return;
    }
    const atUs = Math.round((performance.now() - this.#start) * 1000);
    const by = this.#owner(call, result);
    this.calls.push({ phase: this.#phase, by, call, result, atUs, sockets: this.#sockets() });
  }

  /** By the descriptor, which belongs to who opened it. */
  #owner(call: string, result: string): TracedCall['by'] {
    if (call.startsWith('socket(')) {
      const by = this.#phase === 'bind' ? 'first' : this.#phase === 'bind again' ? 'second' : 'client';
      this.#owners.set(result, by);
      return by;
    }
    const by = this.#owners.get(/\((\d+)/.exec(call)?.[1] ?? '') ?? 'first';
    const accepted = /^(\d+) from /.exec(result)?.[1];
    if (accepted !== undefined) {
      this.#owners.set(accepted, by);
    }
    return by;
  }

  #sockets(): TracedSocket[] {
    const rows = this.#table.rowsOf(this.#port);
    this.#listenerInode ||= rows.find(({ local }) => local.port === this.#port)?.inode ?? 0;
    return rows.map((row) => ({ role: this.#roleOf(row), ...describeRow(row) }));
  }

  #roleOf({ local, remote, inode }: SocketRow): SocketRole {
    if (local.port !== this.#port) {
      return 'client';
    }
    if (inode !== 0 && inode === this.#listenerInode) {
      return 'first';
    }
    return remote.port === 0 ? 'second' : 'connection';
  }
}
