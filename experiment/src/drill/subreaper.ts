import { libc } from '../sockets/posix.ts';
import { SystemCallError } from '../sockets/sockets.ts';

const PR_SET_CHILD_SUBREAPER = 36; // include/uapi/linux/prctl.h
const WNOHANG = 1;

const prctl = libc.load<[number, 'unsigned long', number]>('int prctl(int, ...)');
const waitpid = libc.load<[number, Uint8Array, number]>('int waitpid(int, void *, int)');
const status = new Uint8Array(4);

/**
 * Makes this process the parent of every descendant whose own parent ends, daemons included, so that none gets out of
 * sight (prctl(2), PR_SET_CHILD_SUBREAPER). The process must be one that starts nothing but what it is to watch.
 */
export function becomeSubreaper(): void {
  if (prctl(PR_SET_CHILD_SUBREAPER, 'unsigned long', 1) !== 0) {
    throw new SystemCallError('prctl(PR_SET_CHILD_SUBREAPER)', libc.errno());
  }
}

/** Takes note of the end of an adopted child, which is a zombie until then. Not for children Node started: it waits for those. */
export function reap(pid: number): void {
  waitpid(pid, status, WNOHANG);
}
