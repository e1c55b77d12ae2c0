import { type Endpoint, sameHost } from '../sockets/address.ts';
import type { Protocol } from '../sockets/sockets.ts';
import type { SocketRow, SocketTable } from './socket-table.ts';

/** A socket table that can only be read whole, as those of macOS and Windows: each question is a look through it. */
export class WholeSocketTable<Row extends SocketRow> implements SocketTable {
  readonly showsBoundSockets: boolean;
  readonly #read: () => Row[];

  /** @param read every TCP and UDP socket of this machine */
  constructor(read: () => Row[], { showsBoundSockets }: Pick<SocketTable, 'showsBoundSockets'>) {
    this.#read = read;
    this.showsBoundSockets = showsBoundSockets;
  }

  rowsOf(port: number, protocols?: readonly Protocol[]): Row[] {
    return this.#read().filter(
      ({ protocol, local, remote }) =>
        (local.port === port || remote.port === port) && (protocols?.includes(protocol) ?? true),
    );
  }

  listeners(): Row[] {
    return this.#read().filter(({ state }) => state === 'LISTEN');
  }

  find(protocol: Protocol, local: Endpoint, remote?: Endpoint): Row | undefined {
    const same = (one: Endpoint, other: Endpoint) =>
      one.port === other.port && sameHost(one.address, other.address);
    return this.#read().find(
      (row) =>
        row.protocol === protocol &&
        same(row.local, local) &&
        (remote ? same(row.remote, remote) : row.remote.port === 0),
    );
  }

  close(): void {
    // it keeps nothing open
  }
}
