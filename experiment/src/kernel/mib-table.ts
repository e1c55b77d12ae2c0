import { addressOf, type Family } from '../sockets/address.ts';
import type { Protocol, TcpState } from '../sockets/sockets.ts';
import type { SocketRow } from './socket-table.ts';

/**
 * The tables of GetExtendedTcpTable and GetExtendedUdpTable with owners (`tcpmib.h`, `udpmib.h`): a count, then rows of
 * little-endian DWORDs; ports are in network order in the first two bytes of theirs. Pure: bytes in, rows out.
 */

/** MIB_TCP_STATE. */
const TCP_STATES: Readonly<Record<number, TcpState>> = {
  1: 'CLOSE',
  2: 'LISTEN',
  3: 'SYN_SENT',
  4: 'SYN_RECV',
  5: 'ESTABLISHED',
  6: 'FIN_WAIT1',
  7: 'FIN_WAIT2',
  8: 'CLOSE_WAIT',
  9: 'CLOSING',
  10: 'LAST_ACK',
  11: 'TIME_WAIT',
  12: 'CLOSE', // DELETE_TCB
};

interface RowLayout {
  readonly size: number;
  readonly localAddress: number;
  readonly localPort: number;
  readonly remoteAddress?: number;
  readonly remotePort?: number;
  readonly state?: number;
  readonly owner: number;
}

const LAYOUTS: Readonly<Record<Protocol, Readonly<Record<Family, RowLayout>>>> = {
  tcp: {
    // MIB_TCPROW_OWNER_PID
    4: { size: 24, state: 0, localAddress: 4, localPort: 8, remoteAddress: 12, remotePort: 16, owner: 20 },
    // MIB_TCP6ROW_OWNER_PID: a scope id stands between each address and its port
    6: { size: 56, localAddress: 0, localPort: 20, remoteAddress: 24, remotePort: 44, state: 48, owner: 52 },
  },
  udp: {
    // MIB_UDPROW_OWNER_PID
    4: { size: 12, localAddress: 0, localPort: 4, owner: 8 },
    // MIB_UDP6ROW_OWNER_PID
    6: { size: 28, localAddress: 0, localPort: 20, owner: 24 },
  },
};

/** The rows of a table. Their `inode` is the owner's process id, and 0 for a TIME_WAIT, which nobody owns. */
export function decodeMibTable(protocol: Protocol, family: Family, bytes: Uint8Array): SocketRow[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const layout = LAYOUTS[protocol][family];
  const count = Math.min(view.getUint32(0, true), Math.floor((bytes.length - 4) / layout.size));
  const length = family === 4 ? 4 : 16;
  const addressAt = (at: number) => addressOf(family, bytes.slice(at, at + length));
  const none = addressOf(family, new Uint8Array(length));
  return Array.from({ length: count }, (_, index): SocketRow => {
    const at = 4 + index * layout.size;
    const state =
      layout.state === undefined ? 'CLOSE' : (TCP_STATES[view.getUint32(at + layout.state, true)] ?? 'CLOSE');
    // the remote end of a listener is said to mean nothing
    const connected =
      layout.remoteAddress !== undefined && layout.remotePort !== undefined && state !== 'LISTEN';
    return {
      protocol,
      local: { address: addressAt(at + layout.localAddress), port: view.getUint16(at + layout.localPort) },
      remote: connected
        ? { address: addressAt(at + layout.remoteAddress), port: view.getUint16(at + layout.remotePort) }
        : { address: none, port: 0 },
      state,
      expiresMs: undefined,
      inode: state === 'TIME_WAIT' ? 0 : view.getUint32(at + layout.owner, true),
      uid: 0,
    };
  });
}

/** From the FILETIME epoch, 1601, to that of Unix, in milliseconds. */
const EPOCH_DIFFERENCE_MS = 11_644_473_600_000;

/** A FILETIME, which counts 100 ns since 1601. */
export function fileTimeToDate(fileTime: bigint): Date {
  return new Date(Number(fileTime / 10_000n) - EPOCH_DIFFERENCE_MS);
}
