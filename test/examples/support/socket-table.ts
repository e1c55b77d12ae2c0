import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** include/net/tcp_states.h of Linux; UDP sockets borrow ESTABLISHED and CLOSE. */
const states = [
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
] as const;

export type State = (typeof states)[number] | 'unknown';

interface Row {
  readonly localPort: number;
  readonly state: State;
  /** 0 while no process has the socket: in the backlog, or closed. */
  readonly inode: number;
}

/** The rows of /proc/net/tcp and its siblings. Source: Documentation/networking/proc_net_tcp.rst of Linux. */
function rows(table: 'tcp' | 'udp'): Row[] {
  return [`/proc/net/${table}`, `/proc/net/${table}6`].filter(existsSync).flatMap((path) =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [, local = '', , state = '', , , , , , inode = ''] = line.trim().split(/\s+/);
        return {
          inode: Number(inode),
          localPort: Number.parseInt(local.split(':')[1] ?? '', 16),
          state: states[Number.parseInt(state, 16) - 1] ?? 'unknown',
        };
      }),
  );
}

/** Every local port with a socket, TCP or UDP. */
export function usedPorts(): Set<number> {
  return new Set([...rows('tcp'), ...rows('udp')].map((row) => row.localPort));
}

/** The states of all TCP sockets whose local port this is, as the kernel has them now. */
export function statesOf(port: number): State[] {
  return rows('tcp')
    .filter((row) => row.localPort === port)
    .map((row) => row.state);
}

/** Waits until a process has accepted the connections to a local port; rejects after 5 s. */
export async function accepted(port: number): Promise<void> {
  const deadline = performance.now() + 5000;
  do {
    const connections = rows('tcp').filter((row) => row.localPort === port && row.state === 'ESTABLISHED');
    if (connections.length > 0 && connections.every(({ inode }) => inode !== 0)) {
      return;
    }
    await delay(5); // the kernel announces no state changes
  } while (performance.now() < deadline);
  throw new Error(`no connection to port ${port} was accepted`);
}

/** Waits until the kernel's table has exactly these states on a local port; rejects after 5 s. */
export async function reached(port: number, ...expected: State[]): Promise<void> {
  const wanted = expected.toSorted().join();
  const deadline = performance.now() + 5000;
  let found = '';
  do {
    found = statesOf(port).toSorted().join();
    if (found === wanted) {
      return;
    }
    await delay(5); // the kernel announces no state changes
  } while (performance.now() < deadline);
  throw new Error(`port ${port} is in ${found || 'no state'} and not in ${wanted || 'none'}`);
}
