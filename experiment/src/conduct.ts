import { networkInterfaces } from 'node:os';
import { endTimeWait, leavesTimeWait, type Scenario } from './scenario.ts';
import type { Kernel } from './kernel/kernel.ts';
import { identity, isLeftover, type SocketRow } from './kernel/socket-table.ts';
import { firstUnprivilegedPort, KEEPS_TIME_WAIT, keepsTimeWait } from './kernel/sysctl.ts';
import { type Address, formatEndpoint, isLoopback } from './sockets/address.ts';
import { openWith, type Outcome, type Protocol, UnsupportedSystemError } from './sockets/sockets.ts';

/** Why an experiment will not start on a port. */
export type PortProblem = 'held' | 'leftovers' | 'experiment' | 'privileged' | 'address';

/** The experiment did not start; nothing on the port was touched. */
export class PortUnusableError extends Error {
  override readonly name = 'PortUnusableError';
  readonly problem: PortProblem;
  readonly port: number;
  /** A port that is free in TCP and UDP, to offer instead. */
  readonly freePort: number | undefined;

  constructor(problem: PortProblem, port: number, message: string, freePort?: number) {
    super(message);
    this.problem = problem;
    this.port = port;
    this.freePort = freePort;
  }
}

/** The port as it was found. */
export interface Baseline {
  readonly port: number;
  readonly identities: ReadonlySet<string>;
}

/** How the port was left. */
export interface Proof {
  readonly leftAsFound: boolean;
  /** Leftovers that were not there before. */
  readonly remains: readonly SocketRow[];
}

const SETTLE_MS = 500;

/**
 * Keeps other experiments off the port.
 * @returns how to let go of it
 * @throws PortUnusableError where another experiment is running there
 */
export function lockOrThrow(kernel: Kernel, port: number): () => void {
  const unlock = kernel.lockPort(port);
  if (!unlock) {
    const message = `another experiment is running on port ${port}`;
    throw new PortUnusableError('experiment', port, message, findFreePort(kernel));
  }
  return unlock;
}

/**
 * Looks at the port before anything is opened on it.
 * @throws PortUnusableError where somebody has the port, leftovers are on it, or it cannot be bound by us;
 * UnsupportedSystemError where the loopback interface is down
 */
export function inspect(
  kernel: Kernel,
  port: number,
  protocols: readonly Protocol[],
  addresses: readonly Address[],
): Baseline {
  requireLoopback();
  const rows = kernel.table.rowsOf(port, protocols);
  const onPort = rows.filter(({ local }) => local.port === port);
  const held = onPort.find((row) => !isLeftover(row));
  const occupied = held ?? onPort[0];
  if (occupied) {
    const what = held ? 'somebody has' : 'earlier connections are remembered on';
    const help = held ? `rebind why ${port} says who` : releaseHelp(port);
    throw new PortUnusableError(
      held ? 'held' : 'leftovers',
      port,
      `${what} port ${port}: ${occupied.protocol} ${formatEndpoint(occupied.local)} ${occupied.state}; ${help}`,
      findFreePort(kernel),
    );
  }
  for (const protocol of protocols) {
    for (const address of addresses) {
      refuseUnbindable(kernel, port, address, bindOnce(kernel, protocol, address, port));
    }
  }
  return { port, identities: new Set(rows.map(identity)) };
}

/** What helps where a port has leftovers. */
function releaseHelp(port: number): string {
  return keepsTimeWait() ? KEEPS_TIME_WAIT : `rebind release ${port} may end them`;
}

function refuseUnbindable(kernel: Kernel, port: number, address: Address, outcome: Outcome): void {
  switch (outcome) {
    case 'EADDRNOTAVAIL':
      throw new PortUnusableError('address', port, `${address.text} is not an address of this host`);
    case 'EACCES':
      throw new PortUnusableError(
        'privileged',
        port,
        port < firstUnprivilegedPort()
          ? `binding port ${port} needs privileges: ports below ${firstUnprivilegedPort()} do`
          : `this system does not let you bind port ${port} (EACCES)`,
        findFreePort(kernel),
      );
    default: // EAFNOSUPPORT and the like: the cells say so
  }
}

/** What a bind without any option gives; nothing stays open. */
function bindOnce(kernel: Kernel, protocol: Protocol, address: Address, port: number): Outcome {
  const { sockets } = kernel;
  const descriptor = openWith(sockets, protocol, address, []);
  try {
    return sockets.bind(descriptor, { address, port });
  } finally {
    sockets.close(descriptor);
  }
}

/** A port no TCP or UDP socket of this machine uses at this moment. */
export function findFreePort(kernel: Kernel, attempts = 20): number | undefined {
  const { sockets, table } = kernel;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const descriptor = sockets.open('tcp', 4);
    const bound = sockets.bind(descriptor, { address: ANY, port: 0 });
    const port = bound === 'ok' ? sockets.localEndpoint(descriptor).port : undefined;
    sockets.close(descriptor);
    if (port !== undefined && table.rowsOf(port).every(({ local }) => local.port !== port)) {
      return port;
    }
  }
  return undefined;
}

const ANY: Address = { text: '0.0.0.0', family: 4, bytes: new Uint8Array(4), v6only: false };

/**
 * Whose sockets are looked for: `ours`, of an experiment that has closed its own, so that only leftovers can be; or
 * `whoever`'s, listeners among them, when what was started may have outlived its end.
 */
export type Whose = 'ours' | 'whoever';

/** What is on the port that was not there before. UDP leaves nothing. */
function newRows(kernel: Kernel, { port, identities }: Baseline, whose: Whose): SocketRow[] {
  return kernel.table
    .rowsOf(port, ['tcp'])
    .filter(
      (row) =>
        (isLeftover(row) || (whose === 'whoever' && row.local.port === port)) &&
        !identities.has(identity(row)),
    );
}

/** Ends what is left of an experiment, and proves by the kernel's table that the port is as it was found. Bounded. */
export function restore(kernel: Kernel, baseline: Baseline, whose: Whose = 'ours'): Proof {
  const deadline = performance.now() + SETTLE_MS;
  for (;;) {
    const remains = newRows(kernel, baseline, whose);
    if (remains.length === 0 || performance.now() > deadline) {
      return { leftAsFound: remains.length === 0, remains };
    }
    for (const { state, local, remote } of remains) {
      if (state === 'TIME_WAIT' && isLoopback(local.address) && isLoopback(remote.address)) {
        endTimeWait(kernel, local, remote);
      }
    }
  }
}

/**
 * @throws UnsupportedSystemError where no connection of this machine to itself is possible: in a new network namespace
 * the loopback interface is down
 */
export function requireLoopback(): void {
  // it lists those that are up
  const isUp = Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ internal }) => internal),
  );
  if (!isUp) {
    throw new UnsupportedSystemError(
      'the loopback interface of this network is down, and the experiment connects over it; ip link set lo up brings it up',
    );
  }
}

/**
 * A free port for a scenario whose TIME_WAIT this kernel would not let go of; undefined where it runs on the port asked for.
 * @param keeps whether a TIME_WAIT cannot be ended early: net.ipv4.tcp_rfc1337
 */
export function movedPort(
  kernel: Kernel,
  { protocol, state }: Pick<Scenario, 'protocol' | 'state'>,
  keeps = keepsTimeWait(),
): number | undefined {
  return keeps && leavesTimeWait(protocol, state) ? findFreePort(kernel) : undefined;
}
