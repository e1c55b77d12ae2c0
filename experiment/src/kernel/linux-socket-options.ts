import { readdirSync, readlinkSync } from 'node:fs';
import { LinuxSockets } from '../sockets/linux.ts';
import { libc } from '../sockets/posix.ts';
import type { Descriptor, ReuseOption } from '../sockets/sockets.ts';
import type { Holder } from '../process/process.ts';
import type { SocketRow } from './socket-table.ts';

// one number on every architecture (Linux 5.3 and 5.6): include/uapi/asm-generic/unistd.h
const SYS_PIDFD_OPEN = 434;
const SYS_PIDFD_GETFD = 438;

const syscall = libc.load<[number, number, number, number]>('long syscall(long, long, long, long)');
const close = libc.load<[Descriptor]>('int close(int)');

const OPTIONS = ['SO_REUSEADDR', 'SO_REUSEPORT'] as const;

/**
 * The reuse options that are set on a socket of another process, read from a duplicate of its descriptor
 * (pidfd_getfd(2)) that is closed at once: no table of Linux shows them.
 * @returns undefined where none of the holders may be looked into (it takes PTRACE_MODE_ATTACH, which root has and Yama
 * denies to others, see ptrace(2)), where the kernel has no such call, and where the socket is gone
 */
export function readSocketOptions(
  { inode }: Pick<SocketRow, 'inode'>,
  holders: readonly Holder[],
): readonly ReuseOption[] | undefined {
  for (const { pid, inodes } of holders) {
    const options = inodes.includes(inode) ? readFrom(pid, inode) : undefined;
    if (options) {
      return options;
    }
  }
  return undefined;
}

function readFrom(pid: number, inode: number): readonly ReuseOption[] | undefined {
  const theirs = descriptorOf(pid, inode);
  const process = theirs === undefined ? -1 : syscall(SYS_PIDFD_OPEN, pid, 0, 0);
  if (theirs === undefined || process < 0) {
    return undefined;
  }
  const ours = syscall(SYS_PIDFD_GETFD, process, theirs, 0);
  close(process);
  if (ours < 0) {
    return undefined;
  }
  try {
    // the number may have come to mean another file since it was looked up
    if (linkOf('self', ours) !== nameOf(inode)) {
      return undefined;
    }
    const sockets = new LinuxSockets();
    return OPTIONS.filter((option) => sockets.getOption(ours, option));
  } finally {
    close(ours);
  }
}

function descriptorOf(pid: number, inode: number): Descriptor | undefined {
  try {
    return readdirSync(`/proc/${pid}/fd`)
      .map(Number)
      .find((descriptor) => linkOf(pid, descriptor) === nameOf(inode));
  } catch {
    return undefined; // it has ended, or belongs to somebody else
  }
}

function linkOf(pid: number | 'self', descriptor: Descriptor): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/fd/${descriptor}`);
  } catch {
    return undefined;
  }
}

function nameOf(inode: number): string {
  return `socket:[${inode}]`;
}
