import { int } from './berkeley.ts';
import { libc, type PosixConstants, PosixSockets } from './posix.ts';
import { DARWIN_TCP_STATES } from './darwin-states.ts';
import type { Descriptor } from './sockets.ts';

/** `sys/socket.h`, `netinet6/in6.h`, and `netinet/tcp.h` of xnu. Untested: never run on macOS yet. */
const DARWIN: PosixConstants = {
  AF_INET: 2,
  AF_INET6: 30,
  lengthByte: true,
  SOL_SOCKET: 0xffff,
  reuseOptions: { SO_REUSEADDR: 0x0004, SO_REUSEPORT: 0x0200 },
  SO_LINGER: 0x1080, // SO_LINGER_SEC; plain SO_LINGER counts in ticks here
  IPV6_V6ONLY: 27,
  IP_MULTICAST_IF: 9,
  IP_ADD_MEMBERSHIP: 12,
  TCP_INFO: 0x106, // TCP_CONNECTION_INFO
  tcpStates: DARWIN_TCP_STATES,
};
const SO_NOSIGPIPE = 0x1022;
const F_SETFD = 2;
const FD_CLOEXEC = 1;
const F_SETFL = 4;
const O_NONBLOCK = 4;

const socket = libc.load<[number, number, number]>('int socket(int, int, int)');
const accept = libc.load<[Descriptor, Uint8Array, Uint8Array]>('int accept(int, void *, void *)');
const fcntl = libc.load<[Descriptor, number, 'int', number]>('int fcntl(int, int, ...)');
const setsockopt = libc.load<[Descriptor, number, number, Uint8Array, number]>(
  'int setsockopt(int, int, int, const void *, uint32_t)',
);
const ON = int(1);

/** The sockets of macOS, written from its headers. Untested. */
export class DarwinSockets extends PosixSockets {
  protected override readonly sendFlags = 0;

  constructor() {
    super(DARWIN);
  }

  protected override openDescriptor(family: number, type: number): Descriptor {
    return prepare(socket(family, type, 0));
  }

  protected override acceptDescriptor(listener: Descriptor): Descriptor {
    return prepare(accept(listener, this.sockaddr, this.socklen));
  }

  override acknowledgeNow(): void {
    // xnu acknowledges a FIN at once; it has no TCP_QUICKACK
  }

  override dropSegments(): boolean {
    return false; // no socket filter a plain process may set
  }

  override delayHandshake(): boolean {
    return false; // no option says so
  }
}

function prepare(descriptor: Descriptor): Descriptor {
  if (descriptor >= 0) {
    fcntl(descriptor, F_SETFD, 'int', FD_CLOEXEC);
    fcntl(descriptor, F_SETFL, 'int', O_NONBLOCK);
    setsockopt(descriptor, DARWIN.SOL_SOCKET, SO_NOSIGPIPE, ON, 4);
  }
  return descriptor;
}
