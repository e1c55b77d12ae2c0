import { type Address, type Endpoint, unmapped } from './address.ts';
import { type Descriptor, openWith, type Outcome, type Sockets, SystemCallError } from './sockets.ts';

/**
 * What keeps the handshake from completing, should a server have started to listen since the caller looked: it then
 * sees no connection. `drop` leaves no gap: a filter drops the SYN-ACK. `delay` is ten times cheaper, and enough where
 * the port was the caller's own until this moment: the acknowledgement waits longer than the socket lives.
 */
export type Guard = 'drop' | 'delay';

/**
 * Ends the TIME_WAIT at `local` whose peer was `remote`, without privileges and without waiting. A SYN from the
 * old peer's port makes the TIME_WAIT answer with an ACK; the peer's kernel knows no such connection and answers
 * RST, which ends it (RFC 1337 calls this a hazard, and `net.ipv4.tcp_rfc1337=1` forbids it).
 *
 * The SYN's socket is closed at once, and guarded until then, where the kernel has a way to.
 * @returns what kept the SYN from being sent: `ok`; EADDRINUSE or EACCES where the peer's port cannot be bound
 */
export function challenge(sockets: Sockets, local: Endpoint, remote: Endpoint, guard: Guard): Outcome {
  const descriptor = openWith(sockets, 'tcp', unmapped(remote.address), ['SO_REUSEADDR']);
  const bound = sockets.bind(descriptor, { address: unmapped(remote.address), port: remote.port });
  if (bound !== 'ok') {
    sockets.close(descriptor);
    return bound;
  }
  return challengeFrom(sockets, descriptor, local, guard);
}

/** The same from a socket that is bound to the old peer's port already. Closes it. */
export function challengeFrom(sockets: Sockets, bound: Descriptor, local: Endpoint, guard: Guard): Outcome {
  try {
    // some kernels let root alone filter a socket
    if (guard === 'delay' || !sockets.dropSegments(bound, 'SYN')) {
      sockets.delayHandshake(bound);
    }
    const sent = sockets.connect(bound, { address: unmapped(local.address), port: local.port });
    return sent === 'EINPROGRESS' || sent === 'ECONNREFUSED' ? 'ok' : sent;
  } finally {
    sockets.close(bound);
  }
}

/**
 * Keeps an ephemeral port for a client and for the challenge that follows it. A port chosen by connect may be in
 * another program's TIME_WAIT at the same time, and then nobody can bind it.
 */
export function reservePort(
  sockets: Sockets,
  address: Address,
): { descriptor: Descriptor; endpoint: Endpoint } {
  const descriptor = openWith(sockets, 'tcp', address, ['SO_REUSEADDR']);
  const bound = sockets.bind(descriptor, { address, port: 0 });
  if (bound !== 'ok') {
    sockets.close(descriptor);
    throw new SystemCallError('bind of an ephemeral port', bound);
  }
  return { descriptor, endpoint: sockets.localEndpoint(descriptor) };
}
