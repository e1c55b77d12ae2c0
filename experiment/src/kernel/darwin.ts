import { closeSync, constants, openSync } from 'node:fs';
import { libc } from '../sockets/posix.ts';
import { DarwinSockets } from '../sockets/darwin.ts';
import { DARWIN_TCP_STATES } from '../sockets/darwin-states.ts';
import { type Protocol, SystemCallError } from '../sockets/sockets.ts';
import { darwinAncestors, darwinProcesses } from '../process/darwin.ts';
import type { Kernel } from './kernel.ts';
import { decodePcbList } from './pcblist.ts';
import { WholeSocketTable } from './whole-socket-table.ts';

/** The kernel of macOS, written from xnu's sources. Untested: never run on macOS yet. */

const sysctlbyname = libc.load<[string, Uint8Array | null, BigUint64Array, null, number]>(
  'int sysctlbyname(const char *, void *, void *, void *, size_t)',
);
const flock = libc.load<[number, number]>('int flock(int, int)');

const LOCK_EX_NB = 2 | 4;
const PROTOCOLS: readonly Protocol[] = ['tcp', 'udp'];

/** @throws SystemCallError where a sysctl is missing or refused */
export function openDarwinKernel(): Kernel {
  const sockets = new DarwinSockets();
  const read = () =>
    PROTOCOLS.flatMap((protocol) => decodePcbList(protocol, pcbList(protocol), DARWIN_TCP_STATES));
  read(); // now rather than in the middle of an experiment
  const table = new WholeSocketTable(read, { showsBoundSockets: true });
  return {
    sockets,
    table,
    holdersOf: darwinProcesses,
    ancestorsOf: darwinAncestors,
    optionsOf: ({ local, remote, inode }) =>
      table
        .rowsOf(local.port)
        .find(
          (row) =>
            row.inode === inode &&
            row.local.address.text === local.address.text &&
            row.remote.port === remote.port,
        )?.options,
    lockPort,
    inFreshNetwork: () => undefined,
    close: () => undefined,
  };
}

function pcbList(protocol: Protocol): Uint8Array {
  const name = `net.inet.${protocol}.pcblist_n`;
  const size = new BigUint64Array(1);
  for (;;) {
    if (sysctlbyname(name, null, size, null, 0) !== 0) {
      throw new SystemCallError(`sysctlbyname(${name})`, libc.errno());
    }
    // sockets may come in between the two calls
    const bytes = new Uint8Array(Number(size[0]) + 64 * 1024);
    size[0] = BigInt(bytes.length);
    if (sysctlbyname(name, bytes, size, null, 0) === 0) {
      return bytes.subarray(0, Number(size[0]));
    }
    if (libc.errno() !== 'ENOMEM') {
      throw new SystemCallError(`sysctlbyname(${name})`, libc.errno());
    }
  }
}

/** A lock on a file, which goes with the process whatever ends it; macOS has no abstract names of sockets. */
function lockPort(port: number): (() => void) | undefined {
  const { O_CREAT, O_NOFOLLOW, O_RDONLY } = constants;
  const descriptor = openSync(`/tmp/rebind-experiment-${port}.lock`, O_CREAT | O_NOFOLLOW | O_RDONLY, 0o666);
  if (flock(descriptor, LOCK_EX_NB) !== 0) {
    closeSync(descriptor);
    return undefined;
  }
  return () => {
    closeSync(descriptor);
  };
}
