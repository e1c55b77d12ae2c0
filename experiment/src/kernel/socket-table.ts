import type { Endpoint } from '../sockets/address.ts';
import type { Protocol, TcpState } from '../sockets/sockets.ts';

/** One row of the kernel's socket table. */
export interface SocketRow {
  readonly protocol: Protocol;
  readonly local: Endpoint;
  /** Port 0 where the socket has no peer. */
  readonly remote: Endpoint;
  /** `CLOSE` is a TCP socket that is bound and nothing more, or a UDP socket without a peer. */
  readonly state: TcpState;
  /** Until the kernel forgets a TIME_WAIT (or an orphaned FIN_WAIT2), in milliseconds; undefined where no timer runs. */
  readonly expiresMs: number | undefined;
  /**
   * What tells the holders of the socket: its inode on Linux, the id of the process on macOS and Windows. 0 when no
   * process holds it any more.
   */
  readonly inode: number;
  /** Its creator; means nothing for rows whose inode is 0. */
  readonly uid: number;
}

/** The kernel's own account of its sockets, in this network namespace. */
export interface SocketTable {
  /** Every socket of these protocols (TCP and UDP), IPv4 and IPv6, that has the port at either end. */
  rowsOf(port: number, protocols?: readonly Protocol[]): SocketRow[];
  /** Every TCP listener, IPv4 and IPv6. Cheap enough to be asked every millisecond. */
  listeners(): SocketRow[];
  /** The row of one connection or of one listener (`remote` undefined); undefined where the kernel has none. */
  find(protocol: Protocol, local: Endpoint, remote?: Endpoint): SocketRow | undefined;
  /** What bound-only sockets look like here: some systems do not list them. */
  readonly showsBoundSockets: boolean;
  close(): void;
}

/** Names a socket for comparisons: two rows with one identity are the same socket, whatever its state. */
export function identity(row: SocketRow): string {
  const [local, remote] = [row.local, row.remote].map(({ address, port }) => `${address.text} ${port}`);
  return `${row.protocol} ${String(local)} ${String(remote)} ${row.inode}`;
}

/** A row of somebody who waits for the network to forget it: no process holds it. */
export function isLeftover(row: SocketRow): boolean {
  return row.inode === 0 && row.state !== 'NEW_SYN_RECV' && row.state !== 'SYN_RECV';
}
