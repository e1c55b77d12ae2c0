import type { ListenSite } from '../site.ts';
import type { CHistory } from './unit.ts';

/** Functions that use a socket and keep nothing of it. */
const KEEPS_NOTHING =
  /^(?:recv(?:from|msg|mmsg)?|send(?:to|msg|mmsg)?|read|readv|write|writev|close|closesocket|shutdown|select|poll|ppoll|epoll_ctl|fcntl|ioctl|ioctlsocket|getsockname|getsockopt|getpeername|printf|fprintf|perror|FD_SET|FD_ISSET|FD_CLR|FD_ZERO|exit|max|dup2?)$/i;

/** Whether a datagram socket receives what is meant for several. */
export function multicastOf({ uses, receivers, strangers, isShared }: CHistory): ListenSite['multicast'] {
  if (uses.has('join')) {
    return 'yes';
  }
  const isKept =
    isShared ||
    uses.has('broadcast') ||
    [...receivers, ...strangers].some((name) => !KEEPS_NOTHING.test(name));
  return isKept ? 'unknown' : 'no';
}
