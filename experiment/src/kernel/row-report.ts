import type { SocketRow } from './socket-table.ts';
import { formatEndpoint } from '../sockets/address.ts';
import type { Protocol, TcpState } from '../sockets/sockets.ts';

/** A row of the socket table, in JSON. */
export interface RowReport {
  readonly protocol: Protocol;
  readonly local: string;
  /** Null where the socket has no peer. */
  readonly remote: string | null;
  readonly state: TcpState;
  /** Until the kernel forgets it; null where no such timer runs. */
  readonly secondsLeft: number | null;
  /** Null when no process holds the socket any more. */
  readonly inode: number | null;
}

export function describeRow({ protocol, local, remote, state, expiresMs, inode }: SocketRow): RowReport {
  return {
    protocol,
    local: formatEndpoint(local),
    remote: remote.port === 0 ? null : formatEndpoint(remote),
    state,
    secondsLeft: expiresMs === undefined ? null : Math.round(expiresMs / 100) / 10,
    inode: inode === 0 ? null : inode,
  };
}
