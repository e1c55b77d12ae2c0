/** What a claim may need and a machine may not give: the sentence for each. */
export const OBSTACLES = {
  'one-loopback': 'IPv6 has one loopback address only',
  'ipv4-group': 'the multicast group of its test is one of IPv4',
  'no-second-user': 'it takes a second user, which only root can be',
  'no-network': 'it needs a network of its own, which only root may make',
  'no-multicast': 'the loopback interface takes no multicast group',
  'no-timer': 'the socket table shows no timer',
  'no-filter': 'this system cannot hold back a segment',
  'no-time-wait': 'TIME_WAIT was not reached',
  'not-accepted': 'the connection was not accepted in time',
} as const;

export type Obstacle = keyof typeof OBSTACLES;

/** A claim needs what this machine does not give. */
export class UntestableError extends Error {
  override readonly name = 'UntestableError';
  /** Undefined where the message has what the system said. */
  readonly obstacle: Obstacle | undefined;

  constructor(message: string, obstacle?: Obstacle) {
    super(message);
    this.obstacle = obstacle;
  }
}

export function untestable(obstacle: Obstacle): UntestableError {
  return new UntestableError(OBSTACLES[obstacle], obstacle);
}
