import { errnoName } from '../sockets/errno.ts';
import { type Endpoint, type Family, sameHost } from '../sockets/address.ts';
import { libc } from '../sockets/posix.ts';
import { type Descriptor, type Protocol, SystemCallError } from '../sockets/sockets.ts';
import {
  decode,
  encodeDump,
  encodeFind,
  encodeListenerDump,
  encodeTcpDump,
  REQUEST_SIZE,
} from './sock-diag.ts';
import type { SocketRow, SocketTable } from './socket-table.ts';

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const NETLINK_SOCK_DIAG = 4;
const ENOENT = 2;

const socket = libc.load<[number, number, number]>('int socket(int, int, int)');
const send = libc.load<[Descriptor, Uint8Array, number, number]>(
  'intptr_t send(int, const void *, size_t, int)',
);
const recv = libc.load<[Descriptor, Uint8Array, number, number]>('intptr_t recv(int, void *, size_t, int)');
const close = libc.load<[Descriptor]>('int close(int)');

const FAMILIES: readonly Family[] = [4, 6];
/** Of a dump that leaves none out. */
const ALL_PORTS = 'all';
const LISTENER_DUMP = encodeListenerDump();
const PROTOCOLS: readonly Protocol[] = ['tcp', 'udp'];

/**
 * The socket table of Linux through sock_diag(7): complete where `/proc/net/tcp` is not (it lacks sockets
 * that are bound only), and needing no privileges.
 * @throws SystemCallError where the kernel refuses netlink, as some sandboxes do
 */
export class LinuxSocketTable implements SocketTable {
  readonly showsBoundSockets: boolean;
  readonly #netlink: Descriptor;
  readonly #buffer = new Uint8Array(64 * 1024);
  readonly #view = new DataView(this.#buffer.buffer);
  /** Of `find`, which is asked hundreds of times in a run. */
  readonly #request = new Uint8Array(REQUEST_SIZE);

  /** @param release the kernel's release, `uname -r` */
  constructor(release: string) {
    this.#netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (this.#netlink < 0) {
      throw new SystemCallError('socket(NETLINK_SOCK_DIAG)', libc.errno());
    }
    // "inet_diag: add TCP_BOUND_INACTIVE" came with 6.8
    const [major = 0, minor = 0] = release.split('.').map(Number);
    this.showsBoundSockets = major > 6 || (major === 6 && minor >= 8);
  }

  rowsOf(port: number, protocols = PROTOCOLS): SocketRow[] {
    return protocols.flatMap((protocol) => this.#dump(protocol, port));
  }

  listeners(): SocketRow[] {
    const rows: SocketRow[] = [];
    const errno = this.#ask('tcp', LISTENER_DUMP, ALL_PORTS, (row) => rows.push(row));
    if (errno !== 0) {
      throw new SystemCallError('sock_diag dump of listeners', errnoName(errno));
    }
    return rows;
  }

  find(protocol: Protocol, local: Endpoint, remote?: Endpoint): SocketRow | undefined {
    if (protocol === 'udp') {
      // udp_dump_one reads the two ends the other way round than TCP; a dump has no such ambiguity and is small
      return this.#dump(protocol, local.port).find(
        (row) => sameHost(row.local.address, local.address) && row.remote.port === (remote?.port ?? 0),
      );
    }
    let found: SocketRow | undefined;
    const errno = this.#ask(
      protocol,
      encodeFind(protocol, local, remote, this.#request),
      undefined,
      (row) => {
        found = row;
      },
    );
    if (errno !== 0 && errno !== ENOENT) {
      throw new SystemCallError(`sock_diag query of ${protocol}`, errnoName(errno));
    }
    return found;
  }

  #dump(protocol: Protocol, port: number): SocketRow[] {
    const rows: SocketRow[] = [];
    const requests =
      protocol === 'tcp' ? [encodeTcpDump()] : FAMILIES.map((family) => encodeDump(protocol, family));
    for (const request of requests) {
      const errno = this.#ask(protocol, request, port, (row) => rows.push(row));
      // a kernel without the protocol's diag module, or without IPv6, answers ENOENT
      if (errno !== 0 && errno !== ENOENT) {
        throw new SystemCallError(`sock_diag dump of ${protocol}`, errnoName(errno));
      }
    }
    return rows;
  }

  #ask(
    protocol: Protocol,
    request: Uint8Array,
    port: number | typeof ALL_PORTS | undefined,
    onRow: (row: SocketRow) => void,
  ): number {
    if (send(this.#netlink, request, request.length, 0) < 0) {
      throw new SystemCallError('send(NETLINK_SOCK_DIAG)', libc.errno());
    }
    const single = port === undefined; // a dump ends with a message of its own
    for (;;) {
      const length = recv(this.#netlink, this.#buffer, this.#buffer.length, 0);
      if (length < 0) {
        throw new SystemCallError('recv(NETLINK_SOCK_DIAG)', libc.errno());
      }
      const { done, errno } = decode(
        protocol,
        new DataView(this.#view.buffer, this.#view.byteOffset, length),
        port === ALL_PORTS ? undefined : port,
        onRow,
      );
      if (done || single) {
        return errno;
      }
    }
  }

  close(): void {
    close(this.#netlink);
  }
}
