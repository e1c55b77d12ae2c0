import type { Choices } from './choices.ts';
import type { Role } from './roles.ts';

/** The roles of a program's sockets, in the order in which they are opened; what stands here twice is drawn more often. */
export const SCENARIOS = {
  server: ['server'],
  'a server': ['server'],
  'one server': ['server'],
  'a server alone': ['server'],
  datagram: ['datagram'],
  multicast: ['multicast'],
  client: ['client'],
  probe: ['probe'],
  either: ['either'],
  'server, datagram': ['server', 'datagram'],
  'datagram, server': ['datagram', 'server'],
  'server, client': ['server', 'client'],
  'client, server': ['client', 'server'],
  'server, multicast': ['server', 'multicast'],
} as const satisfies Record<string, readonly Role[]>;

export function rolesOf(choices: Choices): readonly Role[] {
  return SCENARIOS[choices.scenario as keyof typeof SCENARIOS];
}
