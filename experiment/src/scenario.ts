import { challenge, challengeFrom, reservePort } from './sockets/challenge.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { SocketRow } from './kernel/socket-table.ts';
import {
  type Address,
  commonAddress,
  type Endpoint,
  isWildcard,
  loopbackOf,
  mapped,
  reachableAddress,
  sameHost,
} from './sockets/address.ts';
import {
  type Accepted,
  type Descriptor,
  openWith,
  type Outcome,
  type Protocol,
  type ReuseOption,
  type Sockets,
  SystemCallError,
  type TcpState,
} from './sockets/sockets.ts';

/** What the first socket leaves behind on the port. `CLOSED`: its client closed first, so nothing remains. */
export type LeftState =
  'BOUND' | 'LISTEN' | 'ESTABLISHED' | 'FIN_WAIT2' | 'CLOSE_WAIT' | 'TIME_WAIT' | 'CLOSED';

/** One generation of a server: where it binds, and the options it states before. */
export interface Generation {
  readonly address: Address;
  readonly options: readonly ReuseOption[];
}

/** Leave the port in a state with one socket, then bind it with another. */
export interface Scenario {
  readonly protocol: Protocol;
  readonly state: LeftState;
  readonly port: number;
  readonly first: Generation;
  readonly second: Generation;
}

/** What the kernel did. */
export interface Observation {
  /** Whether the kernel's own table showed the state before the second bind. */
  readonly reached: boolean;
  /** Why the state was not reached. */
  readonly reason?: string;
  /** `ok` or an errno; null when the state was not reached. */
  readonly bind: Outcome | null;
  /** `ok` or an errno; null when nothing was bound, and for UDP. */
  readonly listen: Outcome | null;
  /** Connections of strangers that were accepted meanwhile, and reset. */
  readonly interference: number;
}

export type Step =
  | 'bind'
  | 'listen'
  | 'connect'
  | 'close the listener'
  | 'close the server'
  | 'read the end'
  | 'close the client';

const ACCEPT: readonly Step[] = ['bind', 'listen', 'connect', 'close the listener'];

/** How to get there, for each protocol; a state that is not named does not exist for it. */
export const STEPS: Readonly<Record<Protocol, Partial<Readonly<Record<LeftState, readonly Step[]>>>>> = {
  tcp: {
    BOUND: ['bind'],
    LISTEN: ['bind', 'listen'],
    ESTABLISHED: ACCEPT,
    // until the client has read the end of the stream its kernel may delay the ACK, and the server is in FIN_WAIT1
    FIN_WAIT2: [...ACCEPT, 'close the server', 'read the end'],
    CLOSE_WAIT: [...ACCEPT, 'close the client'],
    TIME_WAIT: [...ACCEPT, 'close the server', 'close the client'],
    CLOSED: [...ACCEPT, 'close the client', 'close the server'],
  },
  udp: { BOUND: ['bind'], ESTABLISHED: ['bind', 'connect'], CLOSED: ['bind', 'close the listener'] },
};

const BACKLOG = 128;
/** Loopback needs microseconds; a machine under load may need more. */
const STEP_TIMEOUT_MS = 1000;
const RELEASE_ATTEMPTS = 3;

/** The address the client of a scenario connects to: one that both generations cover, if there is one. */
function meetingPoint(first: Address, second: Address): Address {
  return commonAddress(first, second) ?? reachableAddress(first);
}

/** The local address of the socket a scenario leaves behind. */
export function leftAddress({ protocol, state, first, second }: Scenario): Address {
  if (state === 'BOUND' || state === 'LISTEN') {
    return first.address;
  }
  const meeting = meetingPoint(first.address, second.address);
  // a datagram socket on a wildcard takes the address its route starts from, and on loopback that is the first one
  return protocol === 'udp' && isWildcard(first.address) ? loopbackOf(meeting) : meeting;
}

/** What a scenario is about to do. */
export type Phase = Step | 'bind again' | 'clean';

/**
 * Runs one scenario and removes what it left. The only place that orders the system calls of the experiment.
 */
export function runScenario(
  kernel: Kernel,
  scenario: Scenario,
  onPhase?: (phase: Phase) => void,
): Observation {
  const run = new Run(kernel, scenario, onPhase);
  try {
    const obstacle = run.leave() ?? run.missesState();
    if (obstacle !== undefined) {
      return { reached: false, reason: obstacle, bind: null, listen: null, interference: run.interference };
    }
    onPhase?.('bind again');
    const { bind, listen } = run.bindAgain();
    return { reached: true, bind, listen, interference: run.interference };
  } catch (error) {
    if (error instanceof SystemCallError) {
      const reason = `this system says ${error.message}`;
      return { reached: false, reason, bind: null, listen: null, interference: run.interference };
    }
    throw error;
  } finally {
    onPhase?.('clean');
    run.clean();
  }
}

class Run {
  interference = 0;
  readonly #kernel: Kernel;
  readonly #scenario: Scenario;
  readonly #onPhase: ((phase: Phase) => void) | undefined;
  readonly #meeting: Endpoint;
  #listener: Descriptor | undefined;
  #server: Descriptor | undefined;
  #client: Descriptor | undefined;
  #clientEnd: Endpoint | undefined;
  #second: Descriptor | undefined;
  /** Those of ours that may have accepted a stranger. */
  readonly #listening = new Set<Descriptor>();
  /** Bound to the client's port, for the states that end in a TIME_WAIT. */
  #reserved: Descriptor | undefined;

  constructor(kernel: Kernel, scenario: Scenario, onPhase?: (phase: Phase) => void) {
    this.#kernel = kernel;
    this.#scenario = scenario;
    this.#onPhase = onPhase;
    const { first, second, port } = scenario;
    this.#meeting = { address: meetingPoint(first.address, second.address), port };
  }

  /** @returns what kept a step from being done */
  leave(): string | undefined {
    const { protocol, state } = this.#scenario;
    const steps = STEPS[protocol][state];
    if (!steps) {
      return `${protocol} sockets have no state ${state}`;
    }
    for (const step of steps) {
      this.#onPhase?.(step);
      const outcome = this.#perform(step);
      if (outcome !== 'ok') {
        return `${step} of the first socket: ${outcome}`;
      }
    }
    return undefined;
  }

  #perform(step: Step): Outcome {
    const { sockets } = this.#kernel;
    const { protocol, first, port } = this.#scenario;
    switch (step) {
      case 'bind':
        this.#listener = openWith(sockets, protocol, first.address, first.options);
        return sockets.bind(this.#listener, { address: first.address, port });
      case 'listen':
        return this.#listen(defined(this.#listener));
      case 'connect':
        return protocol === 'tcp' ? this.#connect() : this.#connectDatagrams();
      case 'close the listener':
        this.#closeListener(this.#listener);
        this.#listener = undefined;
        return 'ok';
      case 'close the server':
        this.#closeOrderly(this.#server);
        this.#server = undefined;
        return 'ok';
      case 'close the client':
        this.#closeOrderly(this.#client);
        this.#client = undefined;
        return 'ok';
      case 'read the end':
        return this.#readEnd(defined(this.#client));
    }
  }

  #listen(descriptor: Descriptor): Outcome {
    this.#listening.add(descriptor);
    return this.#kernel.sockets.listen(descriptor, BACKLOG);
  }

  #connect(): Outcome {
    const { sockets } = this.#kernel;
    const listener = defined(this.#listener);
    const { protocol, state } = this.#scenario;
    this.#client = leavesTimeWait(protocol, state)
      ? this.#openReserved()
      : sockets.open('tcp', this.#meeting.address.family);
    const outcome = sockets.connect(this.#client, this.#meeting);
    if (outcome !== 'ok' && outcome !== 'EINPROGRESS') {
      return outcome;
    }
    this.#clientEnd ??= sockets.localEndpoint(this.#client);
    const deadline = performance.now() + STEP_TIMEOUT_MS;
    for (;;) {
      const accepted = sockets.accept(listener);
      if (accepted && sameEnd(accepted.peer, this.#clientEnd)) {
        this.#server = accepted.descriptor;
        return 'ok';
      }
      if (accepted) {
        this.#interfered(accepted.descriptor);
      } else if (!sockets.wait(listener, 'readable', Math.max(0, deadline - performance.now()))) {
        return 'ETIMEDOUT';
      }
    }
  }

  #openReserved(): Descriptor {
    const { sockets } = this.#kernel;
    const { address } = this.#meeting;
    const { descriptor, endpoint } = reservePort(sockets, address);
    this.#reserved = descriptor;
    const client = openWith(sockets, 'tcp', address, ['SO_REUSEADDR']);
    const bound = sockets.bind(client, endpoint);
    if (bound !== 'ok') {
      sockets.close(client);
      throw new SystemCallError('bind of the client', bound);
    }
    this.#clientEnd = endpoint;
    return client;
  }

  #connectDatagrams(): Outcome {
    const { sockets } = this.#kernel;
    const { address } = this.#meeting;
    this.#client = sockets.open('udp', address.family);
    const bound = sockets.bind(this.#client, { address, port: 0 });
    if (bound !== 'ok') {
      return bound;
    }
    const peer = sockets.localEndpoint(this.#client);
    this.#clientEnd = peer;
    const ownFamily = this.#scenario.first.address.family === 6 ? mapped(peer.address) : peer.address;
    return sockets.connect(defined(this.#listener), { address: ownFamily, port: peer.port });
  }

  #readEnd(client: Descriptor): Outcome {
    const { sockets } = this.#kernel;
    if (!sockets.wait(client, 'readable', STEP_TIMEOUT_MS)) {
      return 'ETIMEDOUT';
    }
    sockets.receive(client, new Uint8Array(1));
    sockets.acknowledgeNow(client);
    return 'ok';
  }

  #interfered(stranger: Descriptor): void {
    this.interference += 1;
    this.#kernel.sockets.close(stranger);
  }

  /** Resets strangers that wait to be accepted; the kernel does the same to any that come between here and close. */
  #closeListener(listener: Descriptor | undefined): void {
    if (listener === undefined) {
      return;
    }
    const { sockets } = this.#kernel;
    if (this.#listening.delete(listener)) {
      // asking first is cheaper than an accept that fails: the kernel makes a socket for it
      while (sockets.wait(listener, 'readable', 0)) {
        const stranger = acceptAny(sockets, listener);
        if (!stranger) {
          break;
        }
        this.#interfered(stranger.descriptor);
      }
    }
    sockets.close(listener);
  }

  #closeOrderly(descriptor: Descriptor | undefined): void {
    const open = defined(descriptor);
    this.#kernel.sockets.setResetOnClose(open, false);
    this.#kernel.sockets.close(open);
  }

  /** Reads the state from the kernel. @returns how it differs from the wanted one */
  missesState(): string | undefined {
    const wanted = this.#wantedState();
    const deadline = performance.now() + STEP_TIMEOUT_MS;
    for (;;) {
      const observed = this.#observedState();
      if (observed === wanted) {
        return undefined;
      }
      // a socket that has gone does not come back; one in another state is on its way
      if (observed === undefined || performance.now() > deadline) {
        return `the kernel shows ${observed ?? 'no such socket'} instead`;
      }
      sleep(1);
    }
  }

  #wantedState(): TcpState | undefined {
    const { state } = this.#scenario;
    return state === 'BOUND' ? 'CLOSE' : state === 'CLOSED' ? undefined : state;
  }

  #observedState(): TcpState | undefined {
    const { sockets, table } = this.#kernel;
    const { protocol, state, port } = this.#scenario;
    if (protocol === 'tcp' && state === 'BOUND') {
      // finding one bound-only socket means walking all of them; TCP_INFO asks about this very one
      const listener = defined(this.#listener);
      return sockets.localEndpoint(listener).port === port ? sockets.tcpState(listener) : undefined;
    }
    return table.find(protocol, { address: leftAddress(this.#scenario), port }, this.#clientEnd)?.state;
  }

  bindAgain(): { bind: Outcome; listen: Outcome | null } {
    const { sockets } = this.#kernel;
    const { protocol, second, port } = this.#scenario;
    this.#second = openWith(sockets, protocol, second.address, second.options);
    const bind = sockets.bind(this.#second, { address: second.address, port });
    return {
      bind,
      listen: bind === 'ok' && protocol === 'tcp' ? this.#listen(this.#second) : null,
    };
  }

  /** Closes everything; live connections are reset, so that only an orderly close leaves a TIME_WAIT, which is ended. */
  clean(): void {
    const { sockets } = this.#kernel;
    this.#closeListener(this.#second);
    for (const descriptor of [this.#server, this.#client]) {
      if (descriptor !== undefined) {
        sockets.close(descriptor);
      }
    }
    this.#closeListener(this.#listener);
    if (this.#reserved !== undefined) {
      this.#endTimeWait(this.#reserved);
    }
  }

  #endTimeWait(reserved: Descriptor): void {
    const { sockets } = this.#kernel;
    const client = this.#clientEnd;
    if (client && this.#scenario.state === 'TIME_WAIT') {
      challengeFrom(sockets, reserved, this.#meeting, 'delay');
      endTimeWait(this.#kernel, this.#meeting, client);
    } else {
      sockets.close(reserved);
      if (client) {
        challenge(sockets, client, this.#meeting, 'delay');
        endTimeWait(this.#kernel, client, this.#meeting);
      }
    }
  }
}

/** Without a descriptor to accept with, the close of the listener resets what waits. */
function acceptAny(sockets: Sockets, listener: Descriptor): Accepted | undefined {
  try {
    return sockets.accept(listener);
  } catch (error) {
    if (error instanceof SystemCallError) {
      return undefined;
    }
    throw error;
  }
}

/** Whether a scenario leaves a TIME_WAIT, at the server's end or at the client's. */
export function leavesTimeWait(protocol: Protocol, state: LeftState): boolean {
  return protocol === 'tcp' && (state === 'TIME_WAIT' || state === 'CLOSED');
}

/** Ends one TIME_WAIT of this process. @returns the row that would not go */
export function endTimeWait(kernel: Kernel, local: Endpoint, remote: Endpoint): SocketRow | undefined {
  let row: SocketRow | undefined;
  for (let attempt = 0; attempt <= RELEASE_ATTEMPTS; attempt += 1) {
    row = kernel.table.find('tcp', local, remote);
    if (row?.state !== 'TIME_WAIT') {
      return undefined;
    }
    challenge(kernel.sockets, local, remote, 'delay');
  }
  return row;
}

function sameEnd(one: Endpoint, other: Endpoint): boolean {
  return one.port === other.port && sameHost(one.address, other.address);
}

function defined<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new TypeError('a step came before the one it needs');
  }
  return value;
}

const nobody = new Int32Array(new SharedArrayBuffer(4));

/** Blocks this thread; for waits too short to hand over to others. */
function sleep(milliseconds: number): void {
  Atomics.wait(nobody, 0, 0, milliseconds);
}
