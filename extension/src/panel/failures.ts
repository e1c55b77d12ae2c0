import type { ChildEndedError, PortUnusableError, SystemCallError, UnsupportedSystemError } from 'rebind';
import { describeSystemFailure, isSystemFailure } from 'rebind/report';
import type { Problem } from './problems.ts';

/** What an error of the experiment is to the user. */
export function problemOf(error: unknown, port: number | undefined): Problem {
  if (isNamed<PortUnusableError>(error, 'PortUnusableError')) {
    return { id: error.problem, port: error.port, freePort: error.freePort, detail: error.message };
  }
  if (isNamed<UnsupportedSystemError>(error, 'UnsupportedSystemError')) {
    return { id: 'unsupported', detail: error.message };
  }
  if (isNamed<ChildEndedError>(error, 'ChildEndedError')) {
    return { id: error.proof?.leftAsFound === true ? 'childEnded' : 'childEndedDirty', port };
  }
  if (isNamed<SystemCallError>(error, 'SystemCallError')) {
    return { id: 'systemCall', detail: error.message };
  }
  if (isNamed(error, 'AbortError')) {
    return { id: 'cancelled' };
  }
  if (isSystemFailure(error)) {
    return { id: 'systemCall', detail: describeSystemFailure(error) };
  }
  return { id: 'unexpected', detail: error instanceof Error ? error.message : String(error) };
}

/** By its name: the files that the bundle loads late have classes of their own. */
function isNamed<E extends Error>(error: unknown, name: E['name']): error is E {
  return error instanceof Error && error.name === name;
}
