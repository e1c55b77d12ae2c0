/** What a socket is for, by the port that it binds: each program has the same four ports of each role. */
export const ROLES = ['server', 'datagram', 'multicast', 'client', 'probe', 'either'] as const;
export type Role = (typeof ROLES)[number];

const PORTS_OF_A_ROLE = 4;

/** How many ports a run of a program may bind; the last one has a listener of the runner's, to connect to. */
export const PORTS = 32;

/** Ports that stand in sources as literals; the runner puts those of the run in their place. */
const FIRST_LITERAL = 48_000;

/** The environment variables that programs take their ports from. */
const VARIABLES: Readonly<Record<Role | 'peer', string>> = {
  server: 'PORT',
  datagram: 'DATA_PORT',
  multicast: 'GROUP_PORT',
  client: 'SOURCE_PORT',
  probe: 'CANDIDATE_PORT',
  either: 'SERVICE_PORT',
  peer: 'PEER_PORT',
};

const offsetOf = (role: Role | 'peer'): number =>
  role === 'peer' ? PORTS - 1 : ROLES.indexOf(role) * PORTS_OF_A_ROLE;

export const variableOf = (role: Role | 'peer'): string => VARIABLES[role];
export const literalOf = (role: Role): number => FIRST_LITERAL + offsetOf(role);

/** The role of a port that lies so many above the first of its run; undefined for others. */
export const roleAt = (offset: number): Role | undefined => ROLES[Math.floor(offset / PORTS_OF_A_ROLE)];

/** The environment of a run whose ports begin at `base`. */
export function environmentAt(base: number): [name: string, value: string][] {
  return ([...ROLES, 'peer'] as const).map((role) => [VARIABLES[role], String(base + offsetOf(role))]);
}

/** A source with the ports of a run. */
export function withPorts(text: string, base: number): string {
  return text.replaceAll(/\b480\d\d\b/g, (literal) => String(base + Number(literal) - FIRST_LITERAL));
}
