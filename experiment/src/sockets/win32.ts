import { BerkeleySockets, int, type SocketConstants } from './berkeley.ts';
import type { Descriptor, ReuseOption, TcpState } from './sockets.ts';
import { acceptSocket, openSocket, readTcpState, startWinsock, WINSOCK_CALLS } from './winsock.ts';

/** `ws2def.h`, `ws2ipdef.h` and `winsock2.h`. Untested: never run on Windows yet. */
const WIN32: SocketConstants = {
  AF_INET: 2,
  AF_INET6: 23,
  lengthByte: false,
  SOL_SOCKET: 0xffff,
  reuseOptions: { SO_REUSEADDR: 0x0004, SO_EXCLUSIVEADDRUSE: ~0x0004 },
  SO_LINGER: 0x0080,
  IPV6_V6ONLY: 27,
  IP_MULTICAST_IF: 9,
  IP_ADD_MEMBERSHIP: 12,
  POLLIN: 0x0300, // POLLRDNORM | POLLRDBAND
  POLLOUT: 0x0010, // POLLWRNORM
};

/** TCPSTATE of mstcpip.h, which is not the MIB_TCP_STATE of the tables. */
const TCP_STATES: Readonly<Record<number, TcpState>> = {
  0: 'CLOSE',
  1: 'LISTEN',
  2: 'SYN_SENT',
  3: 'SYN_RECV',
  4: 'ESTABLISHED',
  5: 'FIN_WAIT1',
  6: 'FIN_WAIT2',
  7: 'CLOSE_WAIT',
  8: 'CLOSING',
  9: 'LAST_ACK',
  10: 'TIME_WAIT',
};

// struct linger of Winsock: two unsigned shorts
const LINGER_RESET = new Uint8Array(Uint16Array.of(1, 0).buffer);
const LINGER_OFF = int(0);

/** The sockets of Windows, written from its headers. Untested. */
export class Win32Sockets extends BerkeleySockets {
  override readonly optionSets: readonly (readonly ReuseOption[])[] = [
    [],
    ['SO_REUSEADDR'],
    ['SO_EXCLUSIVEADDRUSE'],
  ];
  protected override readonly sendFlags = 0;

  constructor() {
    super(WIN32, WINSOCK_CALLS);
    startWinsock();
  }

  protected override openDescriptor(family: number, type: number): Descriptor {
    return openSocket(family, type);
  }

  protected override acceptDescriptor(listener: Descriptor): Descriptor {
    return acceptSocket(listener, this.sockaddr, this.socklen);
  }

  protected override linger(on: boolean): Uint8Array {
    return on ? LINGER_RESET : LINGER_OFF;
  }

  override acknowledgeNow(): void {
    // the delayed acknowledgement can be switched off for a machine, not for a moment
  }

  override dropSegments(): boolean {
    return false; // no socket filter a plain process may set
  }

  override delayHandshake(): boolean {
    return false; // no option says so
  }

  override tcpState(descriptor: Descriptor): TcpState | undefined {
    const state = readTcpState(descriptor);
    return state === undefined ? undefined : TCP_STATES[state];
  }
}
