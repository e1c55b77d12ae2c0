import { movedPort } from '../conduct.ts';
import { reservePort } from '../sockets/challenge.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { describeRow } from '../kernel/row-report.ts';
import type { SocketRow } from '../kernel/socket-table.ts';
import { endTimeWait, type LeftState, type Observation, runScenario } from '../scenario.ts';
import { address, type Address, type Endpoint, sameHost } from '../sockets/address.ts';
import {
  type Descriptor,
  openWith,
  type Outcome,
  type Protocol,
  type ReuseOption,
  type Sockets,
  SystemCallError,
} from '../sockets/sockets.ts';
import { traceSockets } from '../sockets/trace.ts';
import { untestable, UntestableError } from './untestable.ts';

export interface Pair {
  readonly first?: Address;
  readonly second?: Address;
}

export interface Connection {
  readonly client: Descriptor;
  readonly server: Descriptor;
  readonly clientEnd: Endpoint;
}

const BACKLOG = 1024;
const TIMEOUT_MS = 1000;
const MOST_CALLS = 200;

/** Where one claim is tested: sockets that are written down and closed afterwards, whatever happens. */
export class Lab {
  readonly calls: string[] = [];
  /** Socket table rows, as evidence. */
  readonly shown: string[] = [];
  readonly port: number;
  readonly host: Address;
  readonly kernel: Kernel;
  /** Its calls are no evidence. */
  readonly #untraced: Kernel;
  readonly #open = new Set<Descriptor>();
  readonly #timeWaits: { local: Endpoint; remote: Endpoint }[] = [];

  constructor(kernel: Kernel, port: number, host: Address) {
    this.port = port;
    this.host = host;
    this.#untraced = kernel;
    this.kernel = {
      ...kernel,
      sockets: traceSockets(kernel.sockets, (call, result) => {
        this.#record(`${call} = ${result}`);
      }),
    };
  }

  #record(line: string): void {
    if (this.calls.length < MOST_CALLS) {
      this.calls.push(line);
    } else if (this.calls.length === MOST_CALLS) {
      this.calls.push('...');
    }
  }

  get sockets(): Sockets {
    return this.kernel.sockets;
  }

  get local(): Endpoint {
    return { address: this.host, port: this.port };
  }

  /** The wildcard of the host's family, without the other family. */
  get wildcard(): Address {
    return address(this.host.family === 4 ? '0.0.0.0' : '::/v6only');
  }

  /** A second loopback address. IPv6 has only one. */
  get otherAddress(): Address {
    if (this.host.family === 6) {
      throw untestable('one-loopback');
    }
    return address(this.host.text === '127.0.0.2' ? '127.0.0.3' : '127.0.0.2');
  }

  /**
   * Leaves the port in a state with one option set, and binds it with another; a free port where what is left cannot be ended, and
   * would meet the next.
   */
  rebind(
    state: LeftState,
    first: readonly ReuseOption[],
    second: readonly ReuseOption[],
    addresses: Pair = {},
  ): Observation & { readonly bind: Outcome } {
    const observation = runScenario(this.kernel, {
      protocol: 'tcp',
      state,
      port: movedPort(this.#untraced, { protocol: 'tcp', state }) ?? this.port,
      first: { address: addresses.first ?? this.host, options: first },
      second: { address: addresses.second ?? this.host, options: second },
    });
    if (observation.bind === null) {
      throw new UntestableError(`${state} was not reached: ${observation.reason ?? ''}`);
    }
    return { ...observation, bind: observation.bind };
  }

  open(protocol: Protocol, options: readonly ReuseOption[], at: Address = this.host): Descriptor {
    return this.#own(openWith(this.sockets, protocol, at, options));
  }

  #own(descriptor: Descriptor): Descriptor {
    this.#open.add(descriptor);
    return descriptor;
  }

  close(descriptor: Descriptor): void {
    this.#open.delete(descriptor);
    this.sockets.close(descriptor);
  }

  closeOrderly(descriptor: Descriptor): void {
    this.sockets.setResetOnClose(descriptor, false);
    this.close(descriptor);
  }

  bind(descriptor: Descriptor, at: Endpoint = this.local): Outcome {
    return this.sockets.bind(descriptor, at);
  }

  /** A socket that listens; a claim that needs one cannot be tested where it cannot be had. */
  listener(options: readonly ReuseOption[], at: Endpoint = this.local): Descriptor {
    const descriptor = this.open('tcp', options, at.address);
    this.#need('bind', this.bind(descriptor, at));
    this.#need('listen', this.sockets.listen(descriptor, BACKLOG));
    return descriptor;
  }

  #need(call: string, outcome: Outcome): void {
    if (outcome !== 'ok') {
      throw new UntestableError(`${call} gave ${outcome}`);
    }
  }

  /** What a bind of the port without any option gives. */
  bindPlain(at: Endpoint = this.local): Outcome {
    const descriptor = this.open('tcp', [], at.address);
    const outcome = this.bind(descriptor, at);
    this.close(descriptor);
    return outcome;
  }

  /** A client of the listener, from `source` or an ephemeral port, and the accepted end. */
  connect(listener: Descriptor, source?: Endpoint): Connection {
    const client = this.dial(this.sockets.localEndpoint(listener), source);
    const clientEnd = this.sockets.localEndpoint(client);
    return { client, server: this.accept(listener, clientEnd), clientEnd };
  }

  dial(target: Endpoint, source?: Endpoint): Descriptor {
    const client = this.open('tcp', source ? ['SO_REUSEADDR'] : [], target.address);
    if (source) {
      this.#need('bind of the client', this.bind(client, source));
    }
    const outcome = this.sockets.connect(client, target);
    if (outcome !== 'EINPROGRESS' && outcome !== 'ok') {
      throw new SystemCallError('connect', outcome);
    }
    return client;
  }

  /** Accepts exactly that client; others are reset. */
  accept(listener: Descriptor, clientEnd: Endpoint): Descriptor {
    const deadline = performance.now() + TIMEOUT_MS;
    while (this.sockets.wait(listener, 'readable', Math.max(0, deadline - performance.now()))) {
      const accepted = this.sockets.accept(listener);
      if (accepted?.peer.port === clientEnd.port && sameHost(accepted.peer.address, clientEnd.address)) {
        return this.#own(accepted.descriptor);
      }
      if (accepted) {
        this.sockets.close(accepted.descriptor);
      }
    }
    throw untestable('not-accepted');
  }

  /** A port for a client that will leave a TIME_WAIT: it can be bound again to end that. */
  reserve(): Endpoint {
    const { descriptor, endpoint } = reservePort(this.sockets, this.host);
    this.#own(descriptor);
    return endpoint;
  }

  /** Leaves a TIME_WAIT of this connection at the server, to be ended when the claim is done. */
  leaveTimeWait(server: Descriptor, client: Descriptor): { local: Endpoint; remote: Endpoint } {
    const ends = { local: this.sockets.localEndpoint(server), remote: this.sockets.localEndpoint(client) };
    this.#timeWaits.push(ends);
    this.closeOrderly(server);
    this.closeOrderly(client);
    if (this.state(ends.local, ends.remote) !== 'TIME_WAIT') {
      throw untestable('no-time-wait');
    }
    return ends;
  }

  /**
   * Does the same in a network of its own, whose settings can be changed.
   * @throws UntestableError where one may not make one
   */
  inFreshNetwork<T>(use: (lab: Lab) => T): T {
    const done = this.kernel.inFreshNetwork((kernel) => {
      const inside = new Lab(kernel, this.port, this.host);
      try {
        return use(inside);
      } finally {
        inside.clean();
        this.calls.push(...inside.calls);
        this.shown.push(...inside.shown);
      }
    });
    if (!done) {
      throw untestable('no-network');
    }
    return done.value;
  }

  /** To be ended when the claim is done, should it be a TIME_WAIT. */
  endLater(local: Endpoint, remote: Endpoint): void {
    this.#timeWaits.push({ local, remote });
  }

  row(local: Endpoint, remote?: Endpoint): SocketRow | undefined {
    return this.kernel.table.find('tcp', local, remote);
  }

  state(local: Endpoint, remote?: Endpoint): string {
    return this.row(local, remote)?.state ?? 'no socket';
  }

  /** Puts the socket table of a port into the evidence. */
  show(port: number = this.port): readonly SocketRow[] {
    const rows = this.kernel.table.rowsOf(port);
    for (const row of rows.map(describeRow)) {
      const timer = row.secondsLeft === null ? '' : `, ${row.secondsLeft} s left`;
      this.shown.push(`${row.protocol} ${row.local} ↔ ${row.remote ?? '*'} ${row.state}${timer}`);
    }
    return rows;
  }

  /** Closes everything and ends the TIME_WAITs. */
  clean(): void {
    for (const descriptor of this.#open) {
      this.sockets.close(descriptor);
    }
    this.#open.clear();
    for (const { local, remote } of this.#timeWaits) {
      endTimeWait(this.kernel, local, remote);
    }
  }
}
