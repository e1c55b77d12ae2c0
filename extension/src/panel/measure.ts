import type { MatrixReport } from 'rebind';
import type { Ask } from '../experiment/ask.ts';
import { problemOf } from './failures.ts';
import { notice } from './problems.ts';
import type { Measured } from './state.ts';

/** Where and how a matrix is measured; port 0 is any free one. */
export interface Measurement {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
}

/** The matrix of one address. */
export const measureMatrix = (
  ask: Ask,
  { port, protocol, address }: Measurement,
  options: Parameters<Ask>[1],
): Promise<MatrixReport> =>
  ask({ command: 'matrix', port, protocols: [protocol], first: [address], second: [address] }, options);

/**
 * The matrix at a listen call's address, or why there is none.
 * @throws what ended it where it was aborted
 */
export async function measureCall(
  ask: Ask,
  measurement: Measurement,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<Measured> {
  try {
    return { report: await measureMatrix(ask, measurement, { signal }) };
  } catch (error) {
    if (signal.aborted) {
      throw error;
    }
    onError(error);
    return { reason: notice(problemOf(error, measurement.port || undefined)).text };
  }
}
