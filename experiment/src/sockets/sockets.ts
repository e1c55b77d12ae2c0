import type { Address, Endpoint, Family } from './address.ts';

export type Protocol = 'tcp' | 'udp';

/** The socket options that decide who may bind a port. SO_EXCLUSIVEADDRUSE exists on Windows only. */
export type ReuseOption = 'SO_REUSEADDR' | 'SO_REUSEPORT' | 'SO_EXCLUSIVEADDRUSE';

/** The TCP states of RFC 9293, by Linux's names; `CLOSE` is a socket that is neither connected nor listening. */
export type TcpState =
  | 'ESTABLISHED'
  | 'SYN_SENT'
  | 'SYN_RECV'
  | 'FIN_WAIT1'
  | 'FIN_WAIT2'
  | 'TIME_WAIT'
  | 'CLOSE'
  | 'CLOSE_WAIT'
  | 'LAST_ACK'
  | 'LISTEN'
  | 'CLOSING'
  | 'NEW_SYN_RECV';

/** What a system call said: `ok`, or the errno's name. */
export type Outcome = string;

/** An open socket: a descriptor on POSIX, a SOCKET handle on Windows. */
export type Descriptor = number;

export interface Accepted {
  readonly descriptor: Descriptor;
  readonly peer: Endpoint;
}

/**
 * The system calls the experiment needs, with nothing added by a runtime. No call blocks: descriptors are
 * non-blocking, and `wait` is bounded. Calls whose failure is a result return an `Outcome`; calls that must
 * not fail throw `SystemCallError`.
 */
export interface Sockets {
  /** The option sets worth comparing here, none first. */
  readonly optionSets: readonly (readonly ReuseOption[])[];
  /** A non-blocking socket that no child process inherits; a TCP one resets its connection when closed. */
  open(protocol: Protocol, family: Family): Descriptor;
  setOption(descriptor: Descriptor, option: ReuseOption, on: boolean): Outcome;
  getOption(descriptor: Descriptor, option: ReuseOption): boolean;
  /** IPV6_V6ONLY, to be set before bind. */
  setV6Only(descriptor: Descriptor, on: boolean): void;
  /** SO_LINGER {1, 0}: on, close sends RST and keeps no TIME_WAIT; off, close is orderly. Accepted sockets inherit it. */
  setResetOnClose(descriptor: Descriptor, on: boolean): void;
  bind(descriptor: Descriptor, local: Endpoint): Outcome;
  listen(descriptor: Descriptor, backlog: number): Outcome;
  /** `EINPROGRESS` is the normal answer of a non-blocking TCP connect. */
  connect(descriptor: Descriptor, remote: Endpoint): Outcome;
  /** The next connection waiting; undefined when none is. It is non-blocking and not inherited either. */
  accept(listener: Descriptor): Accepted | undefined;
  /** Ends the sending half: FIN after what was written. */
  shutdownWrite(descriptor: Descriptor): Outcome;
  send(descriptor: Descriptor, data: Uint8Array): Outcome;
  /** Bytes read, 0 at the end of the stream, undefined when nothing has come yet or the connection is broken. */
  receive(descriptor: Descriptor, into: Uint8Array): number | undefined;
  /** Sends the pending acknowledgement now, where the system has a way to say so (TCP_QUICKACK). */
  acknowledgeNow(descriptor: Descriptor): void;
  /**
   * Lets this socket see no segment with the flag from now on; undefined lets it see all again. Without SYN no
   * handshake of its own completes, though it sends its SYN. False where the system cannot.
   */
  dropSegments(descriptor: Descriptor, flag: 'SYN' | 'FIN' | undefined): boolean;
  /**
   * Lets a connect of this socket leave the handshake's last acknowledgement for later, so that the other end has no
   * connection if it is closed at once. False where the system cannot.
   */
  delayHandshake(descriptor: Descriptor): boolean;
  /** Receives the datagrams of an IPv4 multicast group that come in by the interface with this address. */
  joinGroup(descriptor: Descriptor, group: Address, local: Address): Outcome;
  /** Sends multicast datagrams out by the interface with this IPv4 address. */
  setMulticastInterface(descriptor: Descriptor, local: Address): Outcome;
  /** Whether the descriptor became readable or writable within the time, in milliseconds. */
  wait(descriptor: Descriptor, event: 'readable' | 'writable', timeoutMs: number): boolean;
  localEndpoint(descriptor: Descriptor): Endpoint;
  /** The state of the kernel's socket behind this descriptor; undefined where the system does not tell. */
  tcpState(descriptor: Descriptor): TcpState | undefined;
  close(descriptor: Descriptor): void;
}

/** A system call that has no reason to fail did: no descriptors left, no such protocol, ... */
export class SystemCallError extends Error {
  readonly code: string;
  readonly syscall: string;

  constructor(syscall: string, code: string) {
    super(`${syscall}: ${code}`);
    this.name = 'SystemCallError';
    this.code = code;
    this.syscall = syscall;
  }
}

/** The experiment cannot run on this machine at all; `rebind` exits with 3. */
export class UnsupportedSystemError extends Error {
  override readonly name = 'UnsupportedSystemError';
}

/** Opens a socket, states its options, and binds it. The caller owns the descriptor whatever the outcome. */
export function openWith(
  sockets: Sockets,
  protocol: Protocol,
  address: Address,
  options: readonly ReuseOption[],
): Descriptor {
  const descriptor = sockets.open(protocol, address.family);
  if (address.family === 6) {
    sockets.setV6Only(descriptor, address.v6only);
  }
  for (const option of options) {
    const outcome = sockets.setOption(descriptor, option, true);
    if (outcome !== 'ok') {
      sockets.close(descriptor);
      throw new SystemCallError(`setsockopt(${option})`, outcome);
    }
  }
  return descriptor;
}
