import { closeSync, openSync } from 'node:fs';
import { libc } from '../sockets/posix.ts';
import { SystemCallError } from '../sockets/sockets.ts';

const CLONE_NEWNET = 0x40000000;
const AF_INET = 2;
const SOCK_DGRAM = 2;
const SIOCSIFFLAGS = 0x8914;
const IFF_UP = 1;

const unshare = libc.load<[number]>('int unshare(int)');
const setns = libc.load<[number, number]>('int setns(int, int)');
const socket = libc.load<[number, number, number]>('int socket(int, int, int)');
const ioctl = libc.load<[number, number, 'void *', Uint8Array]>('int ioctl(int, unsigned long, ...)');
const close = libc.load<[number]>('int close(int)');

/**
 * Calls `use` with this thread in a network namespace of its own (network_namespaces(7)), its loopback up, and goes
 * back. Synchronous, so that nothing else of this thread ever runs there.
 * @returns undefined where the process may not make one
 */
export function inFreshNetwork<T>(use: () => T): { readonly value: T } | undefined {
  const home = openHome();
  if (home === undefined) {
    return undefined;
  }
  try {
    if (unshare(CLONE_NEWNET) !== 0) {
      return undefined;
    }
    try {
      bringUpLoopback();
      return { value: use() };
    } finally {
      if (setns(home, CLONE_NEWNET) !== 0) {
        throw new SystemCallError('setns', libc.errno());
      }
    }
  } finally {
    closeSync(home);
  }
}

/** Undefined where there is no `/proc`, and so no way back. */
function openHome(): number | undefined {
  try {
    return openSync('/proc/thread-self/ns/net', 'r');
  } catch {
    return undefined;
  }
}

function bringUpLoopback(): void {
  const descriptor = socket(AF_INET, SOCK_DGRAM, 0);
  const ifreq = new Uint8Array(40);
  ifreq.set(new TextEncoder().encode('lo'));
  ifreq[16] = IFF_UP;
  const result = ioctl(descriptor, SIOCSIFFLAGS, 'void *', ifreq);
  const errno = libc.errno();
  close(descriptor);
  if (result !== 0) {
    throw new SystemCallError('ioctl(SIOCSIFFLAGS)', errno);
  }
}
