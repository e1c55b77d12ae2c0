import type { LeftState } from '../scenario.ts';
import type { Outcome, Protocol, ReuseOption } from '../sockets/sockets.ts';

export interface GenerationReport {
  readonly address: string;
  readonly options: readonly ReuseOption[];
}

/** One cell: what was set up, what the kernel said, and what it is documented to say. */
export interface CellReport {
  readonly protocol: Protocol;
  readonly state: LeftState;
  readonly first: GenerationReport;
  readonly second: GenerationReport;
  readonly reached: boolean;
  readonly reason?: string;
  readonly bind: Outcome | null;
  readonly listen: Outcome | null;
  /** Of the second bind; null where no documentation says. */
  readonly expected: Outcome | null;
  /** Where the cell ran, when not on the port asked for. */
  readonly port?: number;
}

/** Whether the kernel did something else than it is documented to. */
export function differs({ reached, bind, expected }: CellReport): boolean {
  return reached && expected !== null && bind !== expected;
}
