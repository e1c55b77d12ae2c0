import { PortUnusableError } from '../../../experiment/src/conduct.ts';
import { ChildEndedError } from '../../../experiment/src/run-in-child.ts';
import { SystemCallError, UnsupportedSystemError } from '../../../experiment/src/sockets/sockets.ts';
import type { Problem } from './problems.ts';

/** What an error of the experiment is to the user. */
export function problemOf(error: unknown, port: number | undefined): Problem {
  if (error instanceof PortUnusableError) {
    return { id: error.problem, port: error.port, freePort: error.freePort, detail: error.message };
  }
  if (error instanceof UnsupportedSystemError) {
    return { id: 'unsupported', detail: error.message };
  }
  if (error instanceof ChildEndedError) {
    return { id: error.proof?.leftAsFound === true ? 'childEnded' : 'childEndedDirty', port };
  }
  if (error instanceof SystemCallError) {
    return { id: 'systemCall', detail: error.message };
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return { id: 'cancelled' };
  }
  return { id: 'unexpected', detail: error instanceof Error ? error.message : String(error) };
}
