import { setImmediate } from 'node:timers/promises';
import type { Claim, ClaimVerdict } from './claim.ts';
import { Lab } from './lab.ts';
import { LEFTOVER_CLAIMS, SIMULTANEOUS_CLOSE } from './leftovers.ts';
import { SETTING_CLAIMS } from './settings.ts';
import type { Seen } from './seen.ts';
import { SHARING_CLAIMS } from './sharing.ts';
import { type Obstacle, UntestableError } from './untestable.ts';
import { findFreePort } from '../conduct.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { keepsTimeWait } from '../kernel/sysctl.ts';
import type { ConductOptions } from '../experiment.ts';
import { onPort, type PortReport } from '../on-port.ts';
import type { Address } from '../sockets/address.ts';
import { isSystemFailure } from '../text/system-failure.ts';
import { SystemCallError } from '../sockets/sockets.ts';

export type { ClaimVerdict } from './claim.ts';

export interface ClaimReport {
  readonly id: string;
  readonly text: string;
  readonly verdict: ClaimVerdict;
  /** What is known of this platform; null where nothing is. */
  readonly documented: ClaimVerdict | null;
  /** Where it was tested, when not on the port asked for. */
  readonly port?: number;
  /** What was seen, or why it could not be tested. */
  readonly finding: string;
  /** The values in the finding; absent where the claim could not be tested. */
  readonly values?: Seen['values'];
  /** Why it could not be tested, where that is one of the known reasons. */
  readonly obstacle?: Obstacle;
  /** The system calls with their results, as strace writes them. */
  readonly calls: readonly string[];
  /** Rows of the socket table at the moment that matters. */
  readonly sockets: readonly string[];
}

export interface ClaimsReport extends PortReport<'claims'> {
  readonly claims: readonly ClaimReport[];
}

export interface ClaimsOptions extends ConductOptions {
  readonly port: number;
  /** A loopback address. */
  readonly host: Address;
}

/** Every claim, in the order of its number. */
const CLAIMS: readonly Claim[] = [
  ...LEFTOVER_CLAIMS,
  ...SHARING_CLAIMS,
  ...SETTING_CLAIMS,
  SIMULTANEOUS_CLOSE,
].sort((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)));

/**
 * Tests every claim on one port, and leaves the port as it was found.
 * @throws PortUnusableError before anything was touched, when the port is not free for it
 */
export async function runClaims(kernel: Kernel, options: ClaimsOptions): Promise<ClaimsReport> {
  const { port, host, onProgress, onBaseline, signal } = options;
  const place = { port, protocols: ['tcp', 'udp'], addresses: [host], onBaseline } as const;
  const claims: ClaimReport[] = [];
  const { head } = await onPort(kernel, 'claims', place, async () => {
    // what one claim leaves would meet the next one
    const elsewhere = keepsTimeWait();
    for (const claim of CLAIMS) {
      onProgress?.({ done: claims.length, total: CLAIMS.length });
      await setImmediate();
      signal?.throwIfAborted();
      const moved = elsewhere ? findFreePort(kernel) : undefined;
      claims.push({
        ...testClaim(kernel, claim, moved ?? port, host),
        ...(moved === undefined ? {} : { port: moved }),
      });
    }
  });
  onProgress?.({ done: claims.length, total: CLAIMS.length });
  return { ...head, claims };
}

function testClaim(kernel: Kernel, claim: Claim, port: number, host: Address): ClaimReport {
  const lab = new Lab(kernel, port, host);
  const report = (
    verdict: ClaimVerdict,
    found: Pick<ClaimReport, 'finding' | 'values' | 'obstacle'>,
  ): ClaimReport => ({
    id: claim.id,
    text: claim.text,
    verdict,
    documented: claim.documented[process.platform] ?? null,
    ...found,
    calls: lab.calls,
    sockets: lab.shown,
  });
  try {
    const { holds, ...found } = claim.test(lab);
    return report(holds ? 'holds' : 'does not hold', found);
  } catch (error) {
    if (error instanceof UntestableError) {
      const { message, obstacle } = error;
      return report('cannot be tested here', { finding: message, ...(obstacle && { obstacle }) });
    }
    // of this claim alone, as where the descriptors do not suffice for it
    if (error instanceof SystemCallError || isSystemFailure(error)) {
      return report('cannot be tested here', { finding: `this system says ${error.message}` });
    }
    throw error;
  } finally {
    lab.clean();
  }
}
