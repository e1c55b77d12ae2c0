import { endianness } from 'node:os';
import { addressOf, type Endpoint, type Family, isWildcard } from '../sockets/address.ts';
import { LINUX_TCP_STATES } from '../sockets/linux.ts';
import type { Protocol } from '../sockets/sockets.ts';
import type { SocketRow } from './socket-table.ts';

/**
 * The messages of sock_diag(7): `include/uapi/linux/netlink.h`, `sock_diag.h` and `inet_diag.h`.
 * Pure: bytes in, rows out.
 */

const LITTLE_ENDIAN = endianness() === 'LE';

const NLMSG_HEADER = 16;
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
const TCPDIAG_GETSOCK = 18;
const SOCK_DIAG_BY_FAMILY = 20;
const NLM_F_REQUEST = 0x1;
const NLM_F_DUMP = 0x300;

export const REQUEST_SIZE = NLMSG_HEADER + 56; // struct inet_diag_req_v2
const MESSAGE_SIZE = 72; // struct inet_diag_msg
const INET_DIAG_NOCOOKIE = 0xffffffff;
const INET_DIAG_SKV6ONLY = 11;
const ALL_STATES = 0xffffffff;
const LISTENING = 1 << 10; // TCP_LISTEN
const TIMER_TIME_WAIT = 3;

const AF_INET = 2;
const AF_INET6 = 10;
const IPPROTO: Record<Protocol, number> = { tcp: 6, udp: 17 };

const TEMPLATE = encodeTemplate();

function encodeTemplate(): Uint8Array {
  const view = new DataView(new ArrayBuffer(REQUEST_SIZE));
  view.setUint32(0, REQUEST_SIZE, LITTLE_ENDIAN);
  view.setUint16(4, SOCK_DIAG_BY_FAMILY, LITTLE_ENDIAN);
  view.setUint32(NLMSG_HEADER + 4, ALL_STATES, LITTLE_ENDIAN);
  view.setUint32(NLMSG_HEADER + 48, INET_DIAG_NOCOOKIE, LITTLE_ENDIAN);
  view.setUint32(NLMSG_HEADER + 52, INET_DIAG_NOCOOKIE, LITTLE_ENDIAN);
  return new Uint8Array(view.buffer);
}

/** Asks for every socket of a protocol and family, in all states. */
export function encodeDump(protocol: Protocol, family: Family): Uint8Array {
  return encode(protocol, family, NLM_F_DUMP);
}

/**
 * Asks for every TCP socket of both families in one walk of the kernel's tables, which is most of the cost. Only
 * the request of before Linux 3.3, struct inet_diag_req, can say so.
 */
export function encodeTcpDump(): Uint8Array {
  return encodeOldDump(ALL_STATES);
}

/** Asks for every TCP listener of both families; the kernel then walks the table of listeners alone. */
export function encodeListenerDump(): Uint8Array {
  return encodeOldDump(LISTENING);
}

function encodeOldDump(states: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(NLMSG_HEADER + 60));
  view.setUint32(0, view.byteLength, LITTLE_ENDIAN);
  view.setUint16(4, TCPDIAG_GETSOCK, LITTLE_ENDIAN);
  view.setUint16(6, NLM_F_REQUEST | NLM_F_DUMP, LITTLE_ENDIAN);
  view.setUint8(NLMSG_HEADER, AF_INET);
  view.setUint32(NLMSG_HEADER + 52, states, LITTLE_ENDIAN);
  return new Uint8Array(view.buffer);
}

/**
 * Asks for the one socket a segment from `remote` to `local` would be given to; a listener when `remote` is undefined.
 * @param into REQUEST_SIZE bytes to write the request over
 */
export function encodeFind(
  protocol: Protocol,
  local: Endpoint,
  remote: Endpoint | undefined,
  into = new Uint8Array(REQUEST_SIZE),
): Uint8Array {
  const bytes = encode(protocol, local.address.family, 0, into);
  const id = NLMSG_HEADER + 8;
  bytes[id] = local.port >> 8;
  bytes[id + 1] = local.port & 0xff;
  bytes.set(local.address.bytes, id + 4);
  if (remote) {
    bytes[id + 2] = remote.port >> 8;
    bytes[id + 3] = remote.port & 0xff;
    bytes.set(remote.address.bytes, id + 20);
  }
  return bytes;
}

function encode(
  protocol: Protocol,
  family: Family,
  flags: number,
  bytes = new Uint8Array(REQUEST_SIZE),
): Uint8Array {
  bytes.set(TEMPLATE);
  const all = NLM_F_REQUEST | flags;
  bytes[LITTLE_ENDIAN ? 6 : 7] = all & 0xff;
  bytes[LITTLE_ENDIAN ? 7 : 6] = all >> 8;
  bytes[NLMSG_HEADER] = family === 4 ? AF_INET : AF_INET6;
  bytes[NLMSG_HEADER + 1] = IPPROTO[protocol];
  return bytes;
}

export interface Decoded {
  /** No further message belongs to this answer. */
  readonly done: boolean;
  /** The kernel's errno, as a positive number; 0 when it had no objection. */
  readonly errno: number;
}

/**
 * Reads the netlink messages of one datagram and hands the wanted rows on.
 * @param view the datagram
 * @param port only sockets with this port at either end; undefined for all
 */
export function decode(
  protocol: Protocol,
  view: DataView,
  port: number | undefined,
  onRow: (row: SocketRow) => void,
): Decoded {
  const size = view.byteLength;
  for (let at = 0; at + NLMSG_HEADER <= size;) {
    const length = view.getUint32(at, LITTLE_ENDIAN);
    const type = view.getUint16(at + 4, LITTLE_ENDIAN);
    if (length < NLMSG_HEADER || at + length > size) {
      break;
    }
    const body = at + NLMSG_HEADER;
    if (type === NLMSG_DONE) {
      return { done: true, errno: 0 };
    }
    if (type === NLMSG_ERROR) {
      return { done: true, errno: -view.getInt32(body, LITTLE_ENDIAN) };
    }
    const [localPort, remotePort] = [view.getUint16(body + 4), view.getUint16(body + 6)];
    if (port === undefined || localPort === port || remotePort === port) {
      onRow(decodeRow(protocol, view, body, at + length));
    }
    at += (length + 3) & ~3;
  }
  return { done: false, errno: 0 };
}

function decodeRow(protocol: Protocol, view: DataView, at: number, end: number): SocketRow {
  const family: Family = view.getUint8(at) === AF_INET6 ? 6 : 4;
  const state = LINUX_TCP_STATES[view.getUint8(at + 1)] ?? 'CLOSE';
  const timer = view.getUint8(at + 2);
  const addressBytes = (offset: number) =>
    new Uint8Array(view.buffer, view.byteOffset + offset, family === 6 ? 16 : 4).slice();
  const local = addressOf(family, addressBytes(at + 8));
  const v6only = family === 6 && isWildcard(local) && readV6Only(view, at + MESSAGE_SIZE, end);
  return {
    protocol,
    local: { address: v6only ? addressOf(6, local.bytes, true) : local, port: view.getUint16(at + 4) },
    remote: { address: addressOf(family, addressBytes(at + 24)), port: view.getUint16(at + 6) },
    state,
    expiresMs: timer === TIMER_TIME_WAIT ? view.getUint32(at + 52, LITTLE_ENDIAN) : undefined,
    uid: view.getUint32(at + 64, LITTLE_ENDIAN),
    inode: view.getUint32(at + 68, LITTLE_ENDIAN),
  };
}

function readV6Only(view: DataView, start: number, end: number): boolean {
  for (let at = start; at + 4 <= end;) {
    const length = view.getUint16(at, LITTLE_ENDIAN);
    if (length < 4) {
      break;
    }
    if (view.getUint16(at + 2, LITTLE_ENDIAN) === INET_DIAG_SKV6ONLY) {
      return view.getUint8(at + 4) === 1;
    }
    at += (length + 3) & ~3;
  }
  return false;
}
