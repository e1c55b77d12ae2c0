import { isMulticast } from '../../flow/addresses.ts';
import { memoize } from '../../memoize.ts';
import type { ListenSite } from '../../site.ts';
import type { PythonFile } from './file.ts';
import type { Bound } from '../write/insertion.ts';
import type { Address } from './port.ts';
import type { PythonRoutine } from './step.ts';

/** What a file with receivers of multicast or broadcasts mentions. */
const MAY_JOIN = /MEMBERSHIP|JOIN_GROUP|SO_BROADCAST|multicast/iu;
const mayJoin = memoize(({ text }: PythonFile) => MAY_JOIN.test(text));

/** The variables of a routine that it returns, or puts into fields or lists. */
const leaving = memoize(
  ({ steps }: PythonRoutine) =>
    new Set(
      steps.flatMap((one) =>
        one.kind === 'return' || (one.kind === 'copy' && /[.[]/u.test(one.into.text)) ? [one.from.text] : [],
      ),
    ),
);

/**
 * Whether a datagram socket receives what is meant for several. `no` only where it is a variable that does not leave its routine,
 * and nothing in the file joins a group or broadcasts.
 */
export function multicastOf(
  { host }: Address,
  { history: { uses, strangers, isOutside }, step: { socket }, routine }: Bound,
  file: PythonFile,
): ListenSite['multicast'] {
  if (uses.has('join') || isMulticast(host)) {
    return 'yes';
  }
  const isLocal = socket !== undefined && !/[.[]/u.test(socket.text) && socket.text !== 'self';
  const isOwn = isLocal && !leaving(routine).has(socket.text) && strangers.size === 0 && !isOutside;
  return isOwn && !uses.has('broadcast') && !mayJoin(file) ? 'no' : 'unknown';
}
