import { endianness } from 'node:os';
import type { Address, Endpoint, Family } from './address.ts';
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

/** What differs between systems with Berkeley sockets; the names are those of the system's headers. */
export interface SocketConstants extends SockaddrLayout {
  readonly SOL_SOCKET: number;
  /** The reuse options this system has. */
  readonly reuseOptions: Readonly<Partial<Record<ReuseOption, number>>>;
  /** The option that takes a `struct linger` with seconds. */
  readonly SO_LINGER: number;
  readonly IPV6_V6ONLY: number;
  readonly IP_MULTICAST_IF: number;
  readonly IP_ADD_MEMBERSHIP: number;
  readonly POLLIN: number;
  readonly POLLOUT: number;
}

/** The calls every such system has, by the names of POSIX. Negative results are failures. */
export interface SocketCalls {
  setsockopt(descriptor: Descriptor, level: number, name: number, value: Uint8Array, length: number): number;
  getsockopt(
    descriptor: Descriptor,
    level: number,
    name: number,
    value: Uint8Array,
    length: Uint8Array,
  ): number;
  bind(descriptor: Descriptor, address: Uint8Array, length: number): number;
  listen(descriptor: Descriptor, backlog: number): number;
  connect(descriptor: Descriptor, address: Uint8Array, length: number): number;
  getsockname(descriptor: Descriptor, address: Uint8Array, length: Uint8Array): number;
  shutdown(descriptor: Descriptor, how: number): number;
  send(descriptor: Descriptor, data: Uint8Array, length: number, flags: number): number;
  recv(descriptor: Descriptor, into: Uint8Array, length: number, flags: number): number;
  /** poll(2) of one descriptor. @returns its `revents`, 0 when nothing happened in time */
  poll(descriptor: Descriptor, events: number, timeoutMs: number): number;
  close(descriptor: Descriptor): number;
  /** Why the last call failed. */
  errno(): string;
}

const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
export const IPPROTO_TCP = 6;
const IPPROTO_IPV6 = 41;
const IPPROTO_IP = 0;
const SHUT_WR = 1;

export const LITTLE_ENDIAN = endianness() === 'LE';

/** An `int` as the system's headers have it. */
export function int(value: number): Uint8Array {
  return new Uint8Array(Int32Array.of(value).buffer);
}

const ON = int(1);
const OFF = int(0);

/** A connection waits, and there is nothing to accept it with: not the same as that none does. */
const EXHAUSTED: readonly string[] = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'];

/** Sockets by the system's own calls. What the systems do each in their way, `open` and `accept` among it, is theirs. */
export abstract class BerkeleySockets implements Sockets {
  abstract readonly optionSets: readonly (readonly ReuseOption[])[];
  readonly #constants: SocketConstants;
  readonly #calls: SocketCalls;
  // the kernel reads from this one and writes into the others, which are read before the next call. A buffer made
  // anew for each call costs more than the call: V8 keeps small ones where C cannot see them, and has to move them
  readonly #target = new Uint8Array(SOCKADDR_SIZE);
  protected readonly sockaddr = new Uint8Array(SOCKADDR_SIZE);
  protected readonly socklen = new Uint8Array(4);
  protected readonly socklenValue = new Uint32Array(this.socklen.buffer);
  readonly #optionBytes = new Uint8Array(4);

  constructor(constants: SocketConstants, calls: SocketCalls) {
    this.#constants = constants;
    this.#calls = calls;
  }

  protected abstract openDescriptor(family: number, type: number): Descriptor;
  /** accept(2) into `sockaddr` and `socklen`; -1 as the call does. The descriptor is non-blocking and close-on-exec. */
  protected abstract acceptDescriptor(listener: Descriptor): Descriptor;
  /** MSG_NOSIGNAL where it exists; elsewhere `open` has seen to it, or there are no signals. */
  protected abstract readonly sendFlags: number;
  /** `struct linger` with a time of 0, on or off. */
  protected abstract linger(on: boolean): Uint8Array;
  abstract acknowledgeNow(descriptor: Descriptor): void;
  abstract dropSegments(descriptor: Descriptor, flag: 'SYN' | 'FIN' | undefined): boolean;
  abstract delayHandshake(descriptor: Descriptor): boolean;
  abstract tcpState(descriptor: Descriptor): TcpState | undefined;

  open(protocol: Protocol, family: Family): Descriptor {
    const { AF_INET, AF_INET6 } = this.#constants;
    const descriptor = this.openDescriptor(
      family === 4 ? AF_INET : AF_INET6,
      protocol === 'tcp' ? SOCK_STREAM : SOCK_DGRAM,
    );
    if (descriptor < 0) {
      throw new SystemCallError('socket', this.#calls.errno());
    }
    if (protocol === 'tcp') {
      this.setResetOnClose(descriptor, true);
    }
    return descriptor;
  }

  setOption(descriptor: Descriptor, option: ReuseOption, on: boolean): Outcome {
    const name = this.#constants.reuseOptions[option];
    return name === undefined
      ? 'ENOPROTOOPT'
      : this.#outcome(this.#calls.setsockopt(descriptor, this.#constants.SOL_SOCKET, name, on ? ON : OFF, 4));
  }

  getOption(descriptor: Descriptor, option: ReuseOption): boolean {
    const name = this.#constants.reuseOptions[option];
    if (name === undefined) {
      return false;
    }
    this.socklenValue[0] = 4;
    this.#must(
      'getsockopt',
      this.#calls.getsockopt(descriptor, this.#constants.SOL_SOCKET, name, this.#optionBytes, this.socklen),
    );
    return this.#optionBytes.subarray(0, 4).some((byte) => byte !== 0);
  }

  setV6Only(descriptor: Descriptor, on: boolean): void {
    this.#must(
      'setsockopt(IPV6_V6ONLY)',
      this.#calls.setsockopt(descriptor, IPPROTO_IPV6, this.#constants.IPV6_V6ONLY, on ? ON : OFF, 4),
    );
  }

  setResetOnClose(descriptor: Descriptor, on: boolean): void {
    const { SOL_SOCKET, SO_LINGER } = this.#constants;
    const linger = this.linger(on);
    // macOS answers EINVAL once the peer has reset the connection; there is nothing left to decide then
    this.#calls.setsockopt(descriptor, SOL_SOCKET, SO_LINGER, linger, linger.length);
  }

  bind(descriptor: Descriptor, local: Endpoint): Outcome {
    const size = encodeSockaddr(this.#constants, local, this.#target);
    return this.#outcome(this.#calls.bind(descriptor, this.#target, size));
  }

  listen(descriptor: Descriptor, backlog: number): Outcome {
    return this.#outcome(this.#calls.listen(descriptor, backlog));
  }

  connect(descriptor: Descriptor, remote: Endpoint): Outcome {
    const size = encodeSockaddr(this.#constants, remote, this.#target);
    return this.#outcome(this.#calls.connect(descriptor, this.#target, size));
  }

  accept(listener: Descriptor): Accepted | undefined {
    this.socklenValue[0] = SOCKADDR_SIZE;
    const descriptor = this.acceptDescriptor(listener);
    if (descriptor < 0) {
      const errno = this.#calls.errno();
      if (EXHAUSTED.includes(errno)) {
        throw new SystemCallError('accept', errno);
      }
      return undefined;
    }
    return { descriptor, peer: decodeSockaddr(this.#constants, this.sockaddr) };
  }

  shutdownWrite(descriptor: Descriptor): Outcome {
    return this.#outcome(this.#calls.shutdown(descriptor, SHUT_WR));
  }

  send(descriptor: Descriptor, data: Uint8Array): Outcome {
    return this.#outcome(Math.min(this.#calls.send(descriptor, data, data.length, this.sendFlags), 0));
  }

  receive(descriptor: Descriptor, into: Uint8Array): number | undefined {
    const count = this.#calls.recv(descriptor, into, into.length, 0);
    return count < 0 ? undefined : count;
  }

  joinGroup(descriptor: Descriptor, group: Address, local: Address): Outcome {
    const membership = Uint8Array.of(...group.bytes, ...local.bytes); // struct ip_mreq
    return this.#outcome(
      this.#calls.setsockopt(
        descriptor,
        IPPROTO_IP,
        this.#constants.IP_ADD_MEMBERSHIP,
        membership,
        membership.length,
      ),
    );
  }

  setMulticastInterface(descriptor: Descriptor, local: Address): Outcome {
    return this.#outcome(
      this.#calls.setsockopt(
        descriptor,
        IPPROTO_IP,
        this.#constants.IP_MULTICAST_IF,
        local.bytes,
        local.bytes.length,
      ),
    );
  }

  wait(descriptor: Descriptor, event: 'readable' | 'writable', timeoutMs: number): boolean {
    const { POLLIN, POLLOUT } = this.#constants;
    const happened = this.#calls.poll(descriptor, event === 'readable' ? POLLIN : POLLOUT, timeoutMs);
    // an error or hang-up alone, as a socket reports that only is bound, is no event
    return (happened & (POLLIN | POLLOUT)) !== 0;
  }

  localEndpoint(descriptor: Descriptor): Endpoint {
    this.socklenValue[0] = SOCKADDR_SIZE;
    this.#must('getsockname', this.#calls.getsockname(descriptor, this.sockaddr, this.socklen));
    return decodeSockaddr(this.#constants, this.sockaddr);
  }

  close(descriptor: Descriptor): void {
    this.#calls.close(descriptor);
  }

  #outcome(result: number): Outcome {
    return result < 0 ? this.#calls.errno() : 'ok';
  }

  #must(syscall: string, result: number): void {
    if (result < 0) {
      throw new SystemCallError(syscall, this.#calls.errno());
    }
  }
}
