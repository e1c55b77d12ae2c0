import { keepsNothing } from '../flow/keeps-nothing.ts';
import type { ListenSite } from '../site.ts';
import type { CHistory } from './lower/unit.ts';

/** Functions of POSIX and Winsock that use a socket and keep nothing of it. */
const USES_ONLY =
  /^(?:recv(?:from|msg|mmsg)?|send(?:to|msg|mmsg)?|read|readv|write|writev|close|closesocket|select|poll|ppoll|epoll_ctl|perror|FD_SET|FD_ISSET|FD_CLR|FD_ZERO|exit|max|dup2?)$/i;

/** Whether a datagram socket receives what is meant for several. */
export function multicastOf({ uses, receivers, strangers, isShared }: CHistory): ListenSite['multicast'] {
  if (uses.has('join')) {
    return 'yes';
  }
  const isKept =
    isShared ||
    uses.has('broadcast') ||
    [...receivers, ...strangers].some(
      ({ name, owner }) => owner !== undefined || !(keepsNothing(name) || USES_ONLY.test(name)),
    );
  return isKept ? 'unknown' : 'no';
}
