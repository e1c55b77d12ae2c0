import { int, IPPROTO_TCP, LITTLE_ENDIAN } from './berkeley.ts';
import { koffi } from './ffi.ts';
import { libc, type PosixConstants, PosixSockets } from './posix.ts';
import type { Descriptor, TcpState } from './sockets.ts';

/** `include/net/tcp_states.h`; TCP_INFO and the socket table use these numbers. */
export const LINUX_TCP_STATES: Readonly<Record<number, TcpState>> = {
  1: 'ESTABLISHED',
  2: 'SYN_SENT',
  3: 'SYN_RECV',
  4: 'FIN_WAIT1',
  5: 'FIN_WAIT2',
  6: 'TIME_WAIT',
  7: 'CLOSE',
  8: 'CLOSE_WAIT',
  9: 'LAST_ACK',
  10: 'LISTEN',
  11: 'CLOSING',
  12: 'NEW_SYN_RECV',
  13: 'CLOSE', // TCP_BOUND_INACTIVE, which only sock_diag requests use
};

/** `include/uapi/asm-generic/socket.h` and friends, as on x86, ARM, RISC-V and LoongArch. */
const LINUX: PosixConstants = {
  AF_INET: 2,
  AF_INET6: 10,
  lengthByte: false,
  SOL_SOCKET: 1,
  reuseOptions: { SO_REUSEADDR: 2, SO_REUSEPORT: 15 },
  SO_LINGER: 13,
  IPV6_V6ONLY: 26,
  IP_MULTICAST_IF: 32,
  IP_ADD_MEMBERSHIP: 35,
  TCP_INFO: 11,
  tcpStates: LINUX_TCP_STATES,
};
const SO_ATTACH_FILTER = 26;
const SO_DETACH_FILTER = 27;
const TCP_QUICKACK = 12;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const MSG_NOSIGNAL = 0x4000;

const socket = libc.load<[number, number, number]>('int socket(int, int, int)');
const accept4 = libc.load<[Descriptor, Uint8Array, Uint8Array, number]>(
  'int accept4(int, void *, void *, int)',
);
const setsockopt = libc.load<[Descriptor, number, number, Uint8Array, number]>(
  'int setsockopt(int, int, int, void *, uint32_t)',
);

const ON = int(1);
const OFF = int(0);

/**
 * A classic BPF program, one `[code, jumpIfTrue, jumpIfFalse, k]` a line: drop every segment that carries the flag.
 * A TCP socket's filter starts reading at the TCP header.
 */
const dropProgram = (flag: number): Program => [
  [0x30, 0, 0, 13], // ldb [13], the flags
  [0x45, 0, 1, flag], // jset
  [0x06, 0, 0, 0], // ret 0: drop
  [0x06, 0, 0, 0xffffffff], // ret all: keep
];
type Program = readonly (readonly [number, number, number, number])[];

const DROP = { SYN: encodeProgram(dropProgram(0x02)), FIN: encodeProgram(dropProgram(0x01)) };

/**
 * `struct sock_fprog`, a count and a pointer aligned to its own size, with the instructions right behind it: what
 * it points into lives as long as it does.
 */
function encodeProgram(program: Program): Uint8Array {
  const pointerSize = koffi.sizeof('void *');
  const instructions = 2 * pointerSize;
  const bytes = new Uint8Array(new ArrayBuffer(instructions + program.length * 8));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, program.length, LITTLE_ENDIAN);
  const address = koffi.address(bytes) + BigInt(instructions);
  if (pointerSize === 8) {
    view.setBigUint64(pointerSize, address, LITTLE_ENDIAN);
  } else {
    view.setUint32(pointerSize, Number(address), LITTLE_ENDIAN);
  }
  for (const [index, [code, jumpIfTrue, jumpIfFalse, k]] of program.entries()) {
    const at = instructions + index * 8;
    view.setUint16(at, code, LITTLE_ENDIAN);
    view.setUint8(at + 2, jumpIfTrue);
    view.setUint8(at + 3, jumpIfFalse);
    view.setUint32(at + 4, k, LITTLE_ENDIAN);
  }
  return bytes;
}

/** The sockets of Linux, measured on 6.18. */
export class LinuxSockets extends PosixSockets {
  protected override readonly sendFlags = MSG_NOSIGNAL;

  constructor() {
    super(LINUX);
  }

  protected override openDescriptor(family: number, type: number): Descriptor {
    return socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  }

  protected override acceptDescriptor(listener: Descriptor): Descriptor {
    return accept4(listener, this.sockaddr, this.socklen, SOCK_NONBLOCK | SOCK_CLOEXEC);
  }

  override acknowledgeNow(descriptor: Descriptor): void {
    setsockopt(descriptor, IPPROTO_TCP, TCP_QUICKACK, ON, 4);
  }

  /** tcp(7); tcp_rcv_synsent_state_process in net/ipv4/tcp_input.c then waits TCP_DELACK_MAX, 200 ms, with its ACK. */
  override delayHandshake(descriptor: Descriptor): boolean {
    return setsockopt(descriptor, IPPROTO_TCP, TCP_QUICKACK, OFF, 4) === 0;
  }

  override dropSegments(descriptor: Descriptor, flag: 'SYN' | 'FIN' | undefined): boolean {
    const size = 2 * koffi.sizeof('void *');
    return flag === undefined
      ? setsockopt(descriptor, LINUX.SOL_SOCKET, SO_DETACH_FILTER, ON, 4) === 0
      : setsockopt(descriptor, LINUX.SOL_SOCKET, SO_ATTACH_FILTER, DROP[flag], size) === 0;
  }
}
