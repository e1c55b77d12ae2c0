import { endianness } from 'node:os';
import koffi from 'koffi';
import type { Address, Endpoint, Family } from './address.ts';
import { errnoName } from './errno.ts';
import { decodeSockaddr, encodeSockaddr, SOCKADDR_SIZE, type SockaddrLayout } from './sockaddr.ts';
import {
  type Accepted,
  type Descriptor,
  type Outcome,
  type Protocol,
  type ReuseOption,
  type Sockets,
  SystemCallError,
  type TcpState,
} from './sockets.ts';

/** What differs between POSIX systems; the names are those of the system's headers. */
export interface PosixConstants extends SockaddrLayout {
  readonly SOL_SOCKET: number;
  readonly SO_REUSEADDR: number;
  readonly SO_REUSEPORT: number;
  /** The option that takes a `struct linger` with seconds. */
  readonly SO_LINGER: number;
  readonly IPV6_V6ONLY: number;
  readonly IP_MULTICAST_IF: number;
  readonly IP_ADD_MEMBERSHIP: number;
  /** The TCP option whose struct begins with the state in one byte: TCP_INFO, TCP_CONNECTION_INFO. */
  readonly TCP_INFO: number;
  readonly tcpStates: Readonly<Record<number, TcpState>>;
}

// the same on every POSIX system this runs on
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
const IPPROTO_TCP = 6;
const IPPROTO_IPV6 = 41;
const IPPROTO_IP = 0;
const SHUT_WR = 1;
const POLLIN = 0x001;
const POLLOUT = 0x004;
const LITTLE_ENDIAN = endianness() === 'LE';

const ON = Uint8Array.from(new Uint8Array(Int32Array.of(1).buffer));
const OFF = new Uint8Array(4);
const LINGER_RESET = new Uint8Array(Int32Array.of(1, 0).buffer);
const LINGER_OFF = new Uint8Array(8);

const library = koffi.load(null);
type Call<Arguments extends unknown[]> = (...parameters: Arguments) => number;

/** The C library's functions both Linux and macOS have, with their POSIX signatures. */
export const libc = {
  load: <Arguments extends unknown[]>(signature: string) =>
    library.func(signature) as unknown as Call<Arguments>,
  errno: () => errnoName(koffi.errno()),
};

const c = {
  setsockopt: libc.load<[Descriptor, number, number, unknown, number]>(
    'int setsockopt(int, int, int, const void *, uint32_t)',
  ),
  getsockopt: libc.load<[Descriptor, number, number, Uint8Array, Uint8Array]>(
    'int getsockopt(int, int, int, void *, void *)',
  ),
  bind: libc.load<[Descriptor, Uint8Array, number]>('int bind(int, const void *, uint32_t)'),
  listen: libc.load<[Descriptor, number]>('int listen(int, int)'),
  connect: libc.load<[Descriptor, Uint8Array, number]>('int connect(int, const void *, uint32_t)'),
  getsockname: libc.load<[Descriptor, Uint8Array, Uint8Array]>('int getsockname(int, void *, void *)'),
  shutdown: libc.load<[Descriptor, number]>('int shutdown(int, int)'),
  send: libc.load<[Descriptor, Uint8Array, number, number]>('intptr_t send(int, const void *, size_t, int)'),
  recv: libc.load<[Descriptor, Uint8Array, number, number]>('intptr_t recv(int, void *, size_t, int)'),
  poll: libc.load<[Uint8Array, number, number]>('int poll(void *, unsigned long, int)'),
  close: libc.load<[Descriptor]>('int close(int)'),
};

/** Sockets by the C library's own calls. What POSIX leaves open, `open` and `accept` among it, is each system's. */
export abstract class PosixSockets implements Sockets {
  readonly optionSets: readonly (readonly ReuseOption[])[] = [
    [],
    ['SO_REUSEADDR'],
    ['SO_REUSEPORT'],
    ['SO_REUSEADDR', 'SO_REUSEPORT'],
  ];
  readonly #constants: PosixConstants;
  // the kernel writes into these; they are read before the next call
  protected readonly sockaddr = new Uint8Array(SOCKADDR_SIZE);
  protected readonly socklen = new Uint8Array(4);
  readonly #socklenValue = new Uint32Array(this.socklen.buffer);
  readonly #optionBytes = new Uint8Array(256);
  readonly #pollfd = new Uint8Array(new ArrayBuffer(8)); // struct pollfd: fd, events, revents
  readonly #pollfdView = new DataView(this.#pollfd.buffer);

  constructor(constants: PosixConstants) {
    this.#constants = constants;
  }

  protected abstract openDescriptor(family: number, type: number): Descriptor;
  /** accept(2) into `sockaddr` and `socklen`; -1 as the call does. The descriptor is non-blocking and close-on-exec. */
  protected abstract acceptDescriptor(listener: Descriptor): Descriptor;
  /** MSG_NOSIGNAL where it exists; elsewhere `open` has set SO_NOSIGPIPE. */
  protected abstract readonly sendFlags: number;
  abstract acknowledgeNow(descriptor: Descriptor): void;
  abstract dropSegments(descriptor: Descriptor, flag: 'SYN' | 'FIN' | undefined): boolean;

  open(protocol: Protocol, family: Family): Descriptor {
    const { AF_INET, AF_INET6 } = this.#constants;
    const descriptor = this.openDescriptor(
      family === 4 ? AF_INET : AF_INET6,
      protocol === 'tcp' ? SOCK_STREAM : SOCK_DGRAM,
    );
    if (descriptor < 0) {
      throw new SystemCallError('socket', libc.errno());
    }
    if (protocol === 'tcp') {
      this.setResetOnClose(descriptor, true);
    }
    return descriptor;
  }

  setOption(descriptor: Descriptor, option: ReuseOption, on: boolean): Outcome {
    const name = this.#optionName(option);
    return name === undefined
      ? 'ENOPROTOOPT'
      : outcome(c.setsockopt(descriptor, this.#constants.SOL_SOCKET, name, on ? ON : OFF, 4));
  }

  getOption(descriptor: Descriptor, option: ReuseOption): boolean {
    const name = this.#optionName(option);
    if (name === undefined) {
      return false;
    }
    this.#socklenValue[0] = 4;
    must(
      'getsockopt',
      c.getsockopt(descriptor, this.#constants.SOL_SOCKET, name, this.#optionBytes, this.socklen),
    );
    return this.#optionBytes.subarray(0, 4).some((byte) => byte !== 0);
  }

  #optionName(option: ReuseOption): number | undefined {
    return option === 'SO_EXCLUSIVEADDRUSE' ? undefined : this.#constants[option];
  }

  setV6Only(descriptor: Descriptor, on: boolean): void {
    must(
      'setsockopt(IPV6_V6ONLY)',
      c.setsockopt(descriptor, IPPROTO_IPV6, this.#constants.IPV6_V6ONLY, on ? ON : OFF, 4),
    );
  }

  setResetOnClose(descriptor: Descriptor, on: boolean): void {
    const { SOL_SOCKET, SO_LINGER } = this.#constants;
    // macOS answers EINVAL once the peer has reset the connection; there is nothing left to decide then
    c.setsockopt(descriptor, SOL_SOCKET, SO_LINGER, on ? LINGER_RESET : LINGER_OFF, 8);
  }

  bind(descriptor: Descriptor, local: Endpoint): Outcome {
    const sockaddr = encodeSockaddr(this.#constants, local);
    return outcome(c.bind(descriptor, sockaddr, sockaddr.length));
  }

  listen(descriptor: Descriptor, backlog: number): Outcome {
    return outcome(c.listen(descriptor, backlog));
  }

  connect(descriptor: Descriptor, remote: Endpoint): Outcome {
    const sockaddr = encodeSockaddr(this.#constants, remote);
    return outcome(c.connect(descriptor, sockaddr, sockaddr.length));
  }

  accept(listener: Descriptor): Accepted | undefined {
    this.#socklenValue[0] = SOCKADDR_SIZE;
    const descriptor = this.acceptDescriptor(listener);
    if (descriptor < 0) {
      return undefined;
    }
    return { descriptor, peer: decodeSockaddr(this.#constants, this.sockaddr) };
  }

  shutdownWrite(descriptor: Descriptor): Outcome {
    return outcome(c.shutdown(descriptor, SHUT_WR));
  }

  send(descriptor: Descriptor, data: Uint8Array): Outcome {
    return outcome(Math.min(c.send(descriptor, data, data.length, this.sendFlags), 0));
  }

  receive(descriptor: Descriptor, into: Uint8Array): number | undefined {
    const count = c.recv(descriptor, into, into.length, 0);
    return count < 0 ? undefined : count;
  }

  joinGroup(descriptor: Descriptor, group: Address, local: Address): Outcome {
    const membership = Uint8Array.of(...group.bytes, ...local.bytes); // struct ip_mreq
    return outcome(
      c.setsockopt(descriptor, IPPROTO_IP, this.#constants.IP_ADD_MEMBERSHIP, membership, membership.length),
    );
  }

  setMulticastInterface(descriptor: Descriptor, local: Address): Outcome {
    return outcome(
      c.setsockopt(descriptor, IPPROTO_IP, this.#constants.IP_MULTICAST_IF, local.bytes, local.bytes.length),
    );
  }

  wait(descriptor: Descriptor, event: 'readable' | 'writable', timeoutMs: number): boolean {
    this.#pollfdView.setInt32(0, descriptor, LITTLE_ENDIAN);
    this.#pollfdView.setInt16(4, event === 'readable' ? POLLIN : POLLOUT, LITTLE_ENDIAN);
    return (
      c.poll(this.#pollfd, 1, timeoutMs) > 0 &&
      // an error or hang-up alone, as a socket reports that only is bound, is no event
      (this.#pollfdView.getInt16(6, LITTLE_ENDIAN) & (POLLIN | POLLOUT)) !== 0
    );
  }

  localEndpoint(descriptor: Descriptor): Endpoint {
    this.#socklenValue[0] = SOCKADDR_SIZE;
    must('getsockname', c.getsockname(descriptor, this.sockaddr, this.socklen));
    return decodeSockaddr(this.#constants, this.sockaddr);
  }

  tcpState(descriptor: Descriptor): TcpState | undefined {
    this.#socklenValue[0] = this.#optionBytes.length;
    const result = c.getsockopt(
      descriptor,
      IPPROTO_TCP,
      this.#constants.TCP_INFO,
      this.#optionBytes,
      this.socklen,
    );
    return result < 0 ? undefined : this.#constants.tcpStates[this.#optionBytes[0] ?? -1];
  }

  close(descriptor: Descriptor): void {
    // POSIX: the descriptor is gone even where close reports an error, so there is nothing to retry
    c.close(descriptor);
  }
}

function outcome(result: number): Outcome {
  return result < 0 ? libc.errno() : 'ok';
}

function must(syscall: string, result: number): void {
  if (result < 0) {
    throw new SystemCallError(syscall, libc.errno());
  }
}
