import { setImmediate } from 'node:timers/promises';
import { movedPort } from '../conduct.ts';
import { expectedBind } from './expectation.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { keepsTimeWait, sysctl } from '../kernel/sysctl.ts';
import type { CellReport } from './cell.ts';
import type { ConductOptions } from '../experiment.ts';
import { onPort, type PortReport } from '../on-port.ts';
import { type LeftState, type Observation, runScenario, type Scenario, STEPS } from '../scenario.ts';
import type { Address } from '../sockets/address.ts';
import type { Protocol } from '../sockets/sockets.ts';

export interface MatrixOptions extends ConductOptions {
  readonly port: number;
  readonly protocols: readonly Protocol[];
  /** Where the first generation binds; every one meets every one of `second`. */
  readonly first: readonly Address[];
  readonly second: readonly Address[];
}

export interface MatrixReport extends PortReport<'matrix'> {
  /** Connections of strangers that were reset while the port was ours. */
  readonly interference: number;
  readonly cells: readonly CellReport[];
}

/** A stranger may ruin a cell; the cell is repeated this often at most. */
const ATTEMPTS = 50;
const YIELD_EVERY_MS = 2;

/**
 * Runs every pair of option sets against every state, for every pair of addresses, on one port, and leaves the
 * port as it was found.
 * @throws PortUnusableError before anything was touched, when the port is not free for it
 */
export async function runMatrix(kernel: Kernel, options: MatrixOptions): Promise<MatrixReport> {
  const { first, second, onProgress, signal } = options;
  const scenarios = matrixScenarios(kernel, options);
  const cells: CellReport[] = [];
  let interference = 0;
  const { head } = await onPort(
    kernel,
    'matrix',
    { ...options, addresses: [...first, ...second] },
    async () => {
      const keeps = keepsTimeWait();
      let yielded = performance.now();
      onProgress?.({ done: 0, total: scenarios.length });
      for (const scenario of scenarios) {
        signal?.throwIfAborted();
        const moved = movedPort(kernel, scenario, keeps);
        const observation = repeat(kernel, moved === undefined ? scenario : { ...scenario, port: moved });
        interference += observation.interference;
        cells.push(cellReport(scenario, observation, moved));
        if (performance.now() - yielded > YIELD_EVERY_MS) {
          onProgress?.({ done: cells.length, total: scenarios.length });
          await setImmediate();
          yielded = performance.now();
        }
      }
    },
  );
  onProgress?.({ done: cells.length, total: scenarios.length });
  const { system, ...rest } = head;
  return { ...rest, interference, system, cells };
}

function matrixScenarios(kernel: Kernel, { port, protocols, first, second }: MatrixOptions): Scenario[] {
  const { optionSets } = kernel.sockets;
  const scenarios: Scenario[] = [];
  for (const protocol of protocols) {
    for (const firstAddress of first) {
      for (const secondAddress of second) {
        for (const state of Object.keys(STEPS[protocol]) as LeftState[]) {
          for (const firstOptions of optionSets) {
            for (const secondOptions of optionSets) {
              scenarios.push({
                protocol,
                state,
                port,
                first: { address: firstAddress, options: firstOptions },
                second: { address: secondAddress, options: secondOptions },
              });
            }
          }
        }
      }
    }
  }
  return scenarios;
}

/** Runs a scenario until no stranger disturbs it, within reason. */
export function repeat(
  kernel: Kernel,
  scenario: Scenario,
  runOnce: (kernel: Kernel, scenario: Scenario) => Observation = runScenario,
): Observation {
  let interference = 0;
  for (let attempt = 1; ; attempt += 1) {
    const observation = runOnce(kernel, scenario);
    interference += observation.interference;
    if (observation.interference === 0 || attempt === ATTEMPTS) {
      return { ...observation, interference };
    }
  }
}

export function cellReport(
  scenario: Scenario,
  observation: Observation,
  moved: number | undefined,
): CellReport {
  const { protocol, state, first, second } = scenario;
  const { reached, reason, bind, listen } = observation;
  return {
    protocol,
    state,
    first: { address: first.address.text, options: first.options },
    second: { address: second.address.text, options: second.options },
    reached,
    ...(reason === undefined ? {} : { reason: explainMiss(state, reason) }),
    bind,
    listen,
    expected: expectedBind(process.platform, scenario),
    ...(moved === undefined ? {} : { port: moved }),
  };
}

function explainMiss(state: LeftState, reason: string): string {
  const buckets =
    state === 'TIME_WAIT' || state === 'FIN_WAIT2' ? sysctl('net.ipv4.tcp_max_tw_buckets') : undefined;
  return buckets === '0' ? `${reason} (net.ipv4.tcp_max_tw_buckets is 0)` : reason;
}
