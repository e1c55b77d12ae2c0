import {
  BerkeleySockets,
  IPPROTO_TCP,
  LITTLE_ENDIAN,
  type SocketCalls,
  type SocketConstants,
} from './berkeley.ts';
import { errnoName } from './errno.ts';
import { koffi, openLibrary } from './ffi.ts';
import type { Descriptor, ReuseOption, TcpState } from './sockets.ts';

/** What differs between POSIX systems; the names are those of the system's headers. */
export interface PosixConstants extends Omit<SocketConstants, 'POLLIN' | 'POLLOUT'> {
  /** The TCP option whose struct begins with the state in one byte: TCP_INFO, TCP_CONNECTION_INFO. */
  readonly TCP_INFO: number;
  readonly tcpStates: Readonly<Record<number, TcpState>>;
}

const LINGER_RESET = new Uint8Array(Int32Array.of(1, 0).buffer);
const LINGER_OFF = new Uint8Array(8);

/** The C library's functions both Linux and macOS have, with their POSIX signatures. */
export const libc = {
  load: openLibrary(null),
  errno: () => errnoName(koffi.errno()),
};

const poll = libc.load<[Uint8Array, number, number]>('int poll(void *, unsigned long, int)');
const pollfd = new Uint8Array(new ArrayBuffer(8)); // struct pollfd: fd, events, revents
const pollfdView = new DataView(pollfd.buffer);

const CALLS: SocketCalls = {
  setsockopt: libc.load('int setsockopt(int, int, int, const void *, uint32_t)'),
  getsockopt: libc.load('int getsockopt(int, int, int, void *, void *)'),
  bind: libc.load('int bind(int, const void *, uint32_t)'),
  listen: libc.load('int listen(int, int)'),
  connect: libc.load('int connect(int, const void *, uint32_t)'),
  getsockname: libc.load('int getsockname(int, void *, void *)'),
  shutdown: libc.load('int shutdown(int, int)'),
  send: libc.load('intptr_t send(int, const void *, size_t, int)'),
  recv: libc.load('intptr_t recv(int, void *, size_t, int)'),
  poll: (descriptor, events, timeoutMs) => {
    pollfdView.setInt32(0, descriptor, LITTLE_ENDIAN);
    pollfdView.setInt16(4, events, LITTLE_ENDIAN);
    return poll(pollfd, 1, timeoutMs) > 0 ? pollfdView.getInt16(6, LITTLE_ENDIAN) : 0;
  },
  // POSIX: the descriptor is gone even where close reports an error, so there is nothing to retry
  close: libc.load('int close(int)'),
  errno: libc.errno,
};

/** Sockets by the C library's own calls. */
export abstract class PosixSockets extends BerkeleySockets {
  readonly optionSets: readonly (readonly ReuseOption[])[] = [
    [],
    ['SO_REUSEADDR'],
    ['SO_REUSEPORT'],
    ['SO_REUSEADDR', 'SO_REUSEPORT'],
  ];
  readonly #constants: PosixConstants;
  readonly #info = new Uint8Array(256);

  constructor(constants: PosixConstants) {
    super({ ...constants, POLLIN: 0x001, POLLOUT: 0x004 }, CALLS);
    this.#constants = constants;
  }

  protected override linger(on: boolean): Uint8Array {
    return on ? LINGER_RESET : LINGER_OFF;
  }

  override tcpState(descriptor: Descriptor): TcpState | undefined {
    const { TCP_INFO, tcpStates } = this.#constants;
    this.socklenValue[0] = this.#info.length;
    const result = CALLS.getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, this.#info, this.socklen);
    return result < 0 ? undefined : tcpStates[this.#info[0] ?? -1];
  }
}
