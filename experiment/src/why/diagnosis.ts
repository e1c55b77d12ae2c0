import type { Holder } from '../process/process.ts';
import { isLeftover, type SocketRow } from '../kernel/socket-table.ts';
import { type Address, commonAddress, type Endpoint, isWildcard } from '../sockets/address.ts';
import type { ReuseOption } from '../sockets/sockets.ts';

/**
 * What is with a port: nobody has it; a process has it; only earlier connections are remembered; an outgoing
 * connection happens to use it; the kernel does not say.
 */
export type Verdict = 'free' | 'held' | 'remembered' | 'outgoing' | 'unknown';

/** Everything a diagnosis is made from. */
export interface Facts {
  readonly platform: NodeJS.Platform;
  readonly wsl: boolean;
  readonly port: number;
  /** Where a server wants to bind; undefined stands for the dual-stack wildcard. */
  readonly host: Address | undefined;
  /** The kernel's rows with the port at either end. */
  readonly rows: readonly SocketRow[];
  /** Processes with a socket whose own port it is. */
  readonly holders: readonly Holder[];
  /** Processes with a socket whose peer's port it is. */
  readonly peers: readonly Holder[];
  /** The reuse options of a socket; undefined where they cannot be known, as for what no process holds any more. */
  readonly optionsOf: (row: SocketRow) => readonly ReuseOption[] | undefined;
  readonly listensOn: (endpoint: Endpoint) => boolean;
  readonly ephemeral: { readonly low: number; readonly high: number } | undefined;
  readonly firstUnprivilegedPort: number;
  /** Whether this kernel lets no TIME_WAIT be ended early. */
  readonly keepsTimeWait: boolean;
  readonly uid: number;
}

export interface SplitRows {
  /** In the way of a bind: their own port it is, and their address overlaps. */
  readonly relevant: readonly SocketRow[];
  readonly listeners: readonly SocketRow[];
  /** Bound, neither listening nor connected (TCP), or any datagram socket. */
  readonly bound: readonly SocketRow[];
  /** Accepted connections that are alive. */
  readonly connections: readonly SocketRow[];
  /** Live connections that got the port as their ephemeral one. */
  readonly outgoing: readonly SocketRow[];
  readonly leftovers: readonly SocketRow[];
  /**
   * Connections over IPv6 where 0.0.0.0 is to be bound: in the way if a dual-stack listener accepted them, which no table
   * tells of a connection. Not among `relevant`.
   */
  readonly perhaps: readonly SocketRow[];
}

/** Sorts the rows by what they mean to somebody who wants to bind the port. */
export function splitRows(facts: Facts): SplitRows {
  const { rows, port, host } = facts;
  const relevant = rows.filter(
    ({ local }) =>
      local.port === port && (host === undefined || commonAddress(local.address, host) !== undefined),
  );
  const live = relevant.filter((row) => !isLeftover(row));
  const listeners = live.filter(({ state }) => state === 'LISTEN');
  const bound = live.filter(({ state, protocol }) => state === 'CLOSE' || protocol === 'udp');
  const connected = live.filter((row) => !listeners.includes(row) && !bound.includes(row));
  const outgoing = connected.filter((row) => listeners.length === 0 && isOutgoing(row, facts));
  return {
    relevant,
    listeners,
    bound,
    connections: connected.filter((row) => !outgoing.includes(row)),
    outgoing,
    leftovers: relevant.filter(isLeftover),
    perhaps: rows.filter(
      (row) => row.local.port === port && mayBeDualStack(row, facts) && !relevant.includes(row),
    ),
  };
}

/**
 * On Linux a socket accepted on an IPv6 address by a dual-stack listener keeps IPV6_V6ONLY off, and then conflicts with
 * the IPv4 wildcard; one that was bound to an IPv6 address has it on (__inet6_bind). Source: ipv4_rcv_saddr_equal in
 * net/ipv4/inet_connection_sock.c.
 */
function mayBeDualStack({ protocol, state, local }: SocketRow, { platform, host }: Facts): boolean {
  return (
    platform === 'linux' &&
    protocol === 'tcp' &&
    host?.family === 4 &&
    isWildcard(host) &&
    local.address.family === 6 &&
    state !== 'LISTEN' &&
    state !== 'CLOSE'
  );
}

/** Nothing in the kernel says who connected; who is listened to at the other end, and the port ranges, do. */
function isOutgoing({ remote }: SocketRow, { listensOn, ephemeral, port }: Facts): boolean {
  const inRange = (candidate: number) =>
    ephemeral !== undefined && candidate >= ephemeral.low && candidate <= ephemeral.high;
  return listensOn(remote) || (inRange(port) && !inRange(remote.port));
}

export function verdictOf(facts: Facts): Verdict {
  const { listeners, bound, connections, outgoing, leftovers } = splitRows(facts);
  if (listeners.length + bound.length + connections.length > 0) {
    return 'held';
  }
  if (outgoing.length > 0) {
    return 'outgoing';
  }
  if (leftovers.length > 0) {
    return 'remembered';
  }
  // another kernel may have the port: Windows' own, whose sockets WSL2 does not see
  return facts.wsl ? 'unknown' : 'free';
}
