import { ephemeralRange } from '../kernel/sysctl.ts';
import type { SocketRow } from '../kernel/socket-table.ts';
import { type Endpoint, isLoopback, isWildcard, reachableAddress } from '../sockets/address.ts';
import { type Descriptor, openWith, type Sockets } from '../sockets/sockets.ts';
import type { Watch } from './watch.ts';

interface Client {
  readonly descriptor: Descriptor;
  /** Keeps its end open when the server has closed, so that the server's end stays in FIN_WAIT2. */
  readonly holds: boolean;
  /** `half-closed`: the server has closed, and this end is about to. `ended`: the server has closed or reset it. */
  state: 'connecting' | 'open' | 'half-closed' | 'ended';
  open: boolean;
  received: Uint8Array;
}

/** To be established, on this machine; the handshake needs the kernel alone, unless the backlog is full. */
const CONNECT_MS = 500;
/** For a first answer: some servers compile what they serve. */
const FIRST_ANSWER_MS = 1000;
/** So many are read a look, that a look stays short. */
const READ_AT_A_TIME = 64;
const KEPT_BYTES = 16;

/**
 * The clients of a server under drill. Loopback only. Their own ports are chosen outside the ephemeral range: a client
 * whose port the kernel chooses may be given the server's own, and then connects to itself.
 */
export class Clients {
  readonly #sockets: Sockets;
  readonly #ports: SourcePorts;
  readonly #clients: Client[] = [];
  readonly #buffer = new Uint8Array(64 * 1024);
  #next = 0;

  constructor(sockets: Sockets, ports: SourcePorts) {
    this.#sockets = sockets;
    this.#ports = ports;
  }

  /** Whether every connection has been closed or reset by the server. */
  get ended(): boolean {
    return this.#clients.every(({ state }) => state === 'ended');
  }

  /**
   * Connects, and lets go of those a full backlog keeps waiting.
   * @returns how many are connected
   */
  async connect(watch: Watch, target: Endpoint, count: number): Promise<number> {
    for (let index = 0; index < count; index += 1) {
      const descriptor = this.#ports.open(this.#sockets, target);
      this.#sockets.connect(descriptor, target);
      this.#clients.push({
        descriptor,
        holds: index % 2 === 1,
        state: 'connecting',
        open: true,
        received: new Uint8Array(),
      });
    }
    await watch.until(() => this.#noneIs('connecting') || undefined, CONNECT_MS);
    for (const client of this.#clients.filter(({ state }) => state === 'connecting')) {
      this.#close(client, 'reset');
    }
    return this.#clients.filter(({ state }) => state === 'open').length;
  }

  /**
   * Sends one request, and when the answer is HTTP, one on every connection; reads the answers.
   * @param http what an earlier round found out; undefined to find out
   * @returns whether the server speaks HTTP
   */
  async request(watch: Watch, target: Endpoint, http: boolean | undefined): Promise<boolean> {
    const open = this.#clients.filter(({ state }) => state === 'open');
    const probe = open.at(-1); // not the first: a server for one client at a time should meet it undisturbed
    if (http === false || !probe) {
      return false;
    }
    const bytes = new TextEncoder().encode(
      `GET / HTTP/1.1\r\nHost: localhost:${target.port}\r\nUser-Agent: rebind-drill\r\nAccept: */*\r\n\r\n`,
    );
    const answered = ({ received, state }: Client) => received.length > 0 || state !== 'open';
    this.#sockets.send(probe.descriptor, bytes);
    await watch.until(() => answered(probe) || undefined, FIRST_ANSWER_MS);
    if (!new TextDecoder().decode(probe.received).startsWith('HTTP/')) {
      return false;
    }
    for (const client of open) {
      if (client !== probe) {
        this.#sockets.send(client.descriptor, bytes);
      }
    }
    await watch.until(() => open.every(answered) || undefined, FIRST_ANSWER_MS);
    return true;
  }

  /**
   * Reads what has come, notes what has ended, and closes where a client does so when its server has: a look later, for
   * a FIN that was sent again (a tail loss probe, RFC 8985) and meets no socket any more is answered with RST, which
   * ends the server's TIME_WAIT (RFC 1337). Never blocks.
   */
  pump(): void {
    for (let count = Math.min(READ_AT_A_TIME, this.#clients.length); count > 0; count -= 1) {
      this.#next = (this.#next + 1) % this.#clients.length;
      const client = this.#clients[this.#next];
      if (client?.state === 'half-closed') {
        this.#close(client, 'orderly');
      } else if (client && client.state !== 'ended') {
        this.#read(client);
      }
    }
  }

  #read(client: Client): void {
    const { descriptor } = client;
    for (;;) {
      const count = this.#sockets.receive(descriptor, this.#buffer);
      if (count === undefined) {
        break;
      }
      if (count === 0) {
        // else the server's end may stay in FIN_WAIT1 for 40 ms, and send its FIN again
        this.#sockets.acknowledgeNow(descriptor);
        client.state = client.holds ? 'ended' : 'half-closed';
        return;
      }
      if (client.received.length === 0) {
        client.received = this.#buffer.slice(0, Math.min(count, KEPT_BYTES));
      }
    }
    const state = this.#sockets.tcpState(descriptor);
    if (state === 'ESTABLISHED') {
      client.state = 'open';
    } else if (state === 'CLOSE' || state === undefined) {
      this.#close(client, 'reset');
    }
  }

  #noneIs(state: Client['state']): boolean {
    return this.#clients.every((client) => client.state !== state);
  }

  #close(client: Client, how: 'orderly' | 'reset'): void {
    client.state = 'ended';
    if (client.open) {
      client.open = false;
      this.#sockets.setResetOnClose(client.descriptor, how === 'reset');
      this.#sockets.close(client.descriptor);
    }
  }

  /** Closes all that is still open with a reset, which leaves nothing at either end. */
  close(): void {
    for (const client of this.#clients) {
      this.#close(client, 'reset');
    }
  }
}

/** Where a client on this host reaches one of these listeners; undefined where none is on a loopback address. */
export function loopbackTarget(listeners: readonly SocketRow[]): Endpoint | undefined {
  return listeners
    .filter(({ local }) => isWildcard(local.address) || isLoopback(local.address))
    .map(({ local }) => ({ address: reachableAddress(local.address), port: local.port }))
    .at(0);
}

const LAST_PORT = 65535;
const FIRST_PORT = 10_000;

/** Ports for clients, one after the other, none of which the kernel would give to an outgoing connection. */
export class SourcePorts {
  readonly #candidates: readonly number[];
  #next: number;

  /** @param server the port that is not a client's */
  constructor(server: number) {
    const { low, high } = ephemeralRange() ?? { low: 32_768, high: 60_999 };
    const all = Array.from({ length: LAST_PORT - FIRST_PORT + 1 }, (_, index) => LAST_PORT - index);
    const others = all.filter((port) => port !== server);
    const outside = others.filter((port) => port < low || port > high);
    // where every port is ephemeral, any will do: a client that names its port never connects to itself
    this.#candidates = outside.length > 0 ? outside : others;
    this.#next = Math.floor(Math.random() * Math.min(1000, this.#candidates.length));
  }

  /** A socket bound to the next port that is free on the address the target is reached from. */
  open(sockets: Sockets, { address }: Endpoint): Descriptor {
    for (const _ of this.#candidates) {
      const port = this.#candidates[this.#next % this.#candidates.length] ?? 0;
      this.#next += 1;
      const descriptor = openWith(sockets, 'tcp', address, []);
      if (sockets.bind(descriptor, { address, port }) === 'ok') {
        return descriptor;
      }
      sockets.close(descriptor);
    }
    throw new Error(`no port is left for a client on ${address.text}`);
  }
}
