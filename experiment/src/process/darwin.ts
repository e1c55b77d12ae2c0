import { userInfo } from 'node:os';
import { libc } from '../sockets/posix.ts';
import { BSD_INFO_SIZE, decodeArguments, decodeBsdInfo } from '../kernel/darwin-records.ts';
import { type Holder, walkAncestors } from './process.ts';

/** Processes of macOS by libproc (`libproc.h`, `sys/proc_info.h`) and sysctl. Untested: never run on macOS yet. */

const proc_pidinfo = libc.load<[number, number, number, Uint8Array, number]>(
  'int proc_pidinfo(int, int, uint64_t, void *, int)',
);
const proc_pidpath = libc.load<[number, Uint8Array, number]>('int proc_pidpath(int, void *, uint32_t)');
const sysctl = libc.load<[Int32Array, number, Uint8Array, BigUint64Array, null, number]>(
  'int sysctl(void *, unsigned int, void *, void *, void *, size_t)',
);

const PROC_PIDTBSDINFO = 3;
const PROC_PIDPATHINFO_MAXSIZE = 4096;
const CTL_KERN = 1;
const KERN_PROCARGS2 = 49;
const ARGS_SIZE = 64 * 1024;

/** The processes with these ids, which the rows of macOS have in the place of inodes. */
export function darwinProcesses(pids: ReadonlySet<number>): Holder[] {
  return [...pids].flatMap((pid) => {
    const info = readBsdInfo(pid);
    if (!info) {
      return [];
    }
    const me = userInfo();
    const user = me.uid === info.uid ? me.username : String(info.uid);
    return [{ pid, ...info, user, command: commandOf(pid), inodes: [pid] }];
  });
}

export function darwinAncestors({ parent }: Pick<Holder, 'parent'>): number[] {
  return walkAncestors(parent, (pid) => readBsdInfo(pid)?.parent);
}

/** @returns undefined when it has ended */
function readBsdInfo(pid: number): ReturnType<typeof decodeBsdInfo> | undefined {
  const bytes = new Uint8Array(BSD_INFO_SIZE);
  const size = proc_pidinfo(pid, PROC_PIDTBSDINFO, 0, bytes, bytes.length);
  return size === bytes.length ? decodeBsdInfo(bytes) : undefined;
}

function commandOf(pid: number): string[] {
  const bytes = new Uint8Array(ARGS_SIZE);
  const size = BigUint64Array.of(BigInt(bytes.length));
  // other users' are shown to root only
  if (sysctl(Int32Array.of(CTL_KERN, KERN_PROCARGS2, pid), 3, bytes, size, null, 0) === 0) {
    return decodeArguments(bytes.subarray(0, Number(size[0])));
  }
  const path = new Uint8Array(PROC_PIDPATHINFO_MAXSIZE);
  const length = proc_pidpath(pid, path, path.length);
  return length > 0 ? [Buffer.from(path.subarray(0, length)).toString('utf8')] : [`[pid ${pid}]`];
}
