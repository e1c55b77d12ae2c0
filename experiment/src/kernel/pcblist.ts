import { addressOf, type Endpoint, isWildcard } from '../sockets/address.ts';
import type { Protocol, ReuseOption, TcpState } from '../sockets/sockets.ts';
import type { SocketRow } from './socket-table.ts';

/**
 * The sysctls `net.inet.tcp.pcblist_n` and `net.inet.udp.pcblist_n` of macOS, which netstat(1) reads: xnu's
 * `bsd/sys/socketvar.h`, `bsd/netinet/in_pcb.h` and `tcp_var.h`, 4-byte packed. A header, then for each socket some
 * records, each with its length and kind, at multiples of 8 bytes; a header again ends the list. Pure: bytes in, rows out.
 */

const XSO_SOCKET = 0x001; // struct xsocket_n, the first record of a socket
const XSO_INPCB = 0x010; // struct xinpcb_n
const XSO_TCPCB = 0x020; // struct xtcpcb_n

// struct xsocket_n
const SO_OPTIONS = 20;
const SO_STATE = 26;
const SO_UID = 64;
const SO_LAST_PID = 68;
// struct xinpcb_n
const INP_FPORT = 16;
const INP_LPORT = 18;
const INP_FLAGS = 36;
const INP_VFLAG = 44;
const INP_FADDR = 48;
const INP_LADDR = 64;
const INPCB_END = 80;
// struct xtcpcb_n
const T_STATE = 36;

const SS_NOFDREF = 0x0001; // no descriptor refers to the socket any more
const IN6P_IPV6_V6ONLY = 0x008000;
const INP_IPV4 = 0x1;
const IPV4_IN_UNION = 12; // struct in_addr_4in6
const REUSE: readonly (readonly [ReuseOption, number])[] = [
  ['SO_REUSEADDR', 0x0004],
  ['SO_REUSEPORT', 0x0200],
];

export interface DarwinSocketRow extends SocketRow {
  readonly options: readonly ReuseOption[];
}

/**
 * @param tcpStates `netinet/tcp_fsm.h`
 * @returns rows whose `inode` is the id of the process that last used the socket, 0 when no descriptor refers to it
 */
export function decodePcbList(
  protocol: Protocol,
  bytes: Uint8Array,
  tcpStates: Readonly<Record<number, TcpState>>,
): DarwinSocketRow[] {
  const rows: DarwinSocketRow[] = [];
  let socket: DataView | undefined;
  let inpcb: DataView | undefined;
  let tcpcb: DataView | undefined;
  const finish = () => {
    if (socket && inpcb && (protocol === 'udp' || tcpcb)) {
      rows.push(decodeRow(protocol, socket, inpcb, tcpcb && tcpStates[tcpcb.getInt32(T_STATE, true)]));
    }
    [socket, inpcb, tcpcb] = [undefined, undefined, undefined];
  };
  for (const { kind, record } of records(bytes)) {
    if (kind === XSO_SOCKET && record.byteLength >= SO_LAST_PID + 4) {
      finish();
      socket = record;
    } else if (kind === XSO_INPCB && record.byteLength >= INPCB_END) {
      inpcb = record;
    } else if (kind === XSO_TCPCB && record.byteLength >= T_STATE + 4) {
      tcpcb = record;
    }
  }
  finish();
  return rows;
}

function* records(bytes: Uint8Array): Generator<{ kind: number; record: DataView }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lengthAt = (at: number) => view.getUint32(at, true);
  const header = bytes.length >= 4 ? lengthAt(0) : 0; // struct xinpgen
  for (let at = roundUp(header); at + 8 <= bytes.length;) {
    const length = lengthAt(at);
    if (length <= header || at + length > bytes.length) {
      return;
    }
    yield {
      kind: view.getUint32(at + 4, true),
      record: new DataView(bytes.buffer, bytes.byteOffset + at, length),
    };
    at += roundUp(length);
  }
}

function roundUp(length: number): number {
  return (length + 7) & ~7;
}

function decodeRow(
  protocol: Protocol,
  socket: DataView,
  inpcb: DataView,
  state: TcpState = 'CLOSE',
): DarwinSocketRow {
  const ipv4 = (inpcb.getUint8(INP_VFLAG) & INP_IPV4) !== 0 && (inpcb.getUint8(INP_VFLAG) & 0x2) === 0;
  const end = (address: number, port: number): Endpoint => ({
    address: addressAt(inpcb, address, ipv4),
    port: inpcb.getUint16(port),
  });
  const local = end(INP_LADDR, INP_LPORT);
  const v6only =
    !ipv4 && isWildcard(local.address) && (inpcb.getInt32(INP_FLAGS, true) & IN6P_IPV6_V6ONLY) !== 0;
  const orphan = (socket.getUint16(SO_STATE, true) & SS_NOFDREF) !== 0;
  const options = socket.getUint32(SO_OPTIONS, true);
  return {
    protocol,
    local: v6only ? { ...local, address: addressOf(6, local.address.bytes, true) } : local,
    remote: end(INP_FADDR, INP_FPORT),
    state,
    expiresMs: undefined,
    inode: orphan ? 0 : socket.getInt32(SO_LAST_PID, true),
    uid: socket.getUint32(SO_UID, true),
    options: REUSE.flatMap(([name, bit]) => ((options & bit) !== 0 ? [name] : [])),
  };
}

function addressAt(view: DataView, at: number, ipv4: boolean) {
  const offset = view.byteOffset + at + (ipv4 ? IPV4_IN_UNION : 0);
  return addressOf(ipv4 ? 4 : 6, new Uint8Array(view.buffer, offset, ipv4 ? 4 : 16).slice());
}
