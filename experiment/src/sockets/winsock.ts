import { LITTLE_ENDIAN, type SocketCalls } from './berkeley.ts';
import { errnoName } from './errno.ts';
import { koffi, openLibrary } from './ffi.ts';
import { type Descriptor, SystemCallError } from './sockets.ts';

/**
 * Winsock through FFI, from `winsock2.h`, `ws2def.h` and learn.microsoft.com/windows/win32/api/winsock2.
 * Untested: never run on Windows yet.
 */

const load = openLibrary('ws2_32.dll');
const kernel32 = openLibrary('kernel32.dll');

const WSAStartup = load<[number, Uint8Array]>('int __stdcall WSAStartup(uint16_t, void *)');
const WSAGetLastError = load<[]>('int __stdcall WSAGetLastError()');
// SOCKET is UINT_PTR, and INVALID_SOCKET all ones: -1 when read as a signed number
const WSASocketW = load<[number, number, number, null, number, number]>(
  'intptr_t __stdcall WSASocketW(int, int, int, void *, uint32_t, uint32_t)',
);
const accept = load<[Descriptor, Uint8Array, Uint8Array]>(
  'intptr_t __stdcall accept(intptr_t, void *, void *)',
);
const ioctlsocket = load<[Descriptor, number, Uint8Array]>(
  'int __stdcall ioctlsocket(intptr_t, int32_t, void *)',
);
const WSAIoctl = load<[Descriptor, number, Uint8Array, number, Uint8Array, number, Uint8Array, null, null]>(
  'int __stdcall WSAIoctl(intptr_t, uint32_t, void *, uint32_t, void *, uint32_t, void *, void *, void *)',
);
const WSAPoll = load<[Uint8Array, number, number]>('int __stdcall WSAPoll(void *, uint32_t, int)');
const SetHandleInformation = kernel32<[Descriptor, number, number]>(
  'int __stdcall SetHandleInformation(intptr_t, uint32_t, uint32_t)',
);

const VERSION_2_2 = 0x0202;
const WSADATA_SIZE = 408; // the 64-bit one, which is the larger
const WSA_FLAG_OVERLAPPED = 0x01;
const WSA_FLAG_NO_HANDLE_INHERIT = 0x80;
const HANDLE_FLAG_INHERIT = 1;
const FIONBIO = 0x8004667e | 0;
const SIO_TCP_INFO = 0xd8000027; // _WSAIORW(IOC_VENDOR, 39), mstcpip.h; Windows 10 1703 and later

const pointerSize = koffi.sizeof('void *');
// WSAPOLLFD: SOCKET fd; SHORT events, revents
const pollfd = new Uint8Array(new ArrayBuffer(2 * pointerSize));
const pollfdView = new DataView(pollfd.buffer);
const ON = new Uint8Array(Uint32Array.of(1).buffer);

let started = false;

/** Winsock wants to be started once a process. @throws SystemCallError where it refuses */
export function startWinsock(): void {
  if (!started) {
    const error = WSAStartup(VERSION_2_2, new Uint8Array(WSADATA_SIZE));
    if (error !== 0) {
      throw new SystemCallError('WSAStartup', errnoName(error));
    }
    started = true;
  }
}

export const WINSOCK_CALLS: SocketCalls = {
  setsockopt: load('int __stdcall setsockopt(intptr_t, int, int, const void *, int)'),
  getsockopt: load('int __stdcall getsockopt(intptr_t, int, int, void *, void *)'),
  bind: load('int __stdcall bind(intptr_t, const void *, int)'),
  listen: load('int __stdcall listen(intptr_t, int)'),
  connect: load('int __stdcall connect(intptr_t, const void *, int)'),
  getsockname: load('int __stdcall getsockname(intptr_t, void *, void *)'),
  shutdown: load('int __stdcall shutdown(intptr_t, int)'),
  send: load('int __stdcall send(intptr_t, const void *, int, int)'),
  recv: load('int __stdcall recv(intptr_t, void *, int, int)'),
  poll: (socket, events, timeoutMs) => {
    if (pointerSize === 8) {
      pollfdView.setBigInt64(0, BigInt(socket), LITTLE_ENDIAN);
    } else {
      pollfdView.setInt32(0, socket, LITTLE_ENDIAN);
    }
    pollfdView.setInt16(pointerSize, events, LITTLE_ENDIAN);
    return WSAPoll(pollfd, 1, Math.ceil(timeoutMs)) > 0
      ? pollfdView.getInt16(pointerSize + 2, LITTLE_ENDIAN)
      : 0;
  },
  close: load('int __stdcall closesocket(intptr_t)'),
  errno: () => {
    const name = errnoName(WSAGetLastError());
    // what POSIX says of a connect that goes on in the background
    return name === 'EWOULDBLOCK' ? 'EINPROGRESS' : name;
  },
};

/** A non-blocking socket no child process inherits; -1 where there is none. */
export function openSocket(family: number, type: number): Descriptor {
  return prepare(WSASocketW(family, type, 0, null, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT));
}

/** accept of Winsock; the accepted socket is prepared like those opened here. */
export function acceptSocket(listener: Descriptor, sockaddr: Uint8Array, socklen: Uint8Array): Descriptor {
  return prepare(accept(listener, sockaddr, socklen));
}

function prepare(socket: Descriptor): Descriptor {
  if (socket !== -1) {
    ioctlsocket(socket, FIONBIO, ON);
    SetHandleInformation(socket, HANDLE_FLAG_INHERIT, 0);
  }
  return socket;
}

/** The `State` of TCP_INFO_v0 (mstcpip.h); undefined where this Windows does not tell. */
export function readTcpState(socket: Descriptor): number | undefined {
  const version = new Uint8Array(4);
  const info = new Uint8Array(128); // TCP_INFO_v0 has 88
  const returned = new Uint8Array(4);
  const result = WSAIoctl(socket, SIO_TCP_INFO, version, 4, info, info.length, returned, null, null);
  return result === 0 ? new DataView(info.buffer).getUint32(0, LITTLE_ENDIAN) : undefined;
}
