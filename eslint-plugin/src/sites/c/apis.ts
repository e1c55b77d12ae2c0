import type { ApiFacts, OptionName, OptionValue, Platform, Port, Statement } from '../site.ts';

const SPELLED = {
  reuseAddr: 'SO_REUSEADDR',
  reusePort: 'SO_REUSEPORT',
  exclusiveAddrUse: 'SO_EXCLUSIVEADDRUSE',
} as const;

const setReuseAddr: Statement = { id: 'setReuseAddr', option: 'reuseAddr', value: 'on', isFix: true };

const call = (name: string, value: OptionValue): string =>
  `setsockopt(..., ${name}, ${value === 'off' ? '0' : '1'})`;

/** A port is shared by both options. */
const setsockopt = (option: OptionName, value: OptionValue): string =>
  option === 'reusePort'
    ? `${call(SPELLED.reuseAddr, value)}\` and \`${call(SPELLED.reusePort, value)}`
    : call(SPELLED[option as keyof typeof SPELLED], value);

/** bind() of POSIX. Sockets are made without any option. Source: POSIX.1-2024, socket(7). */
const POSIX_TCP: ApiFacts = {
  name: 'bind()',
  runtime: 'posix',
  protocol: 'tcp',
  options: ['reuseAddr', 'reusePort'],
  spelled: SPELLED,
  forwards: 'yes',
  restart: 'fails',
  states: {
    tcp: [setReuseAddr, { id: 'setReuseAddrAndPort', option: 'reusePort', value: 'on' }],
  },
  statement: setsockopt,
};

const POSIX_UDP: ApiFacts = {
  ...POSIX_TCP,
  protocol: 'udp',
  restart: 'safe',
  states: {
    'udp-unicast': [{ id: 'stateOption', option: 'reuseAddr', value: 'off' }],
    // macOS and the BSDs share a wildcard address by SO_REUSEPORT alone. Source: xnu, bsd/netinet/in_pcb.c in_pcbbind()
    'udp-multicast': [
      { id: 'setMulticastReuse', option: 'reusePort', value: 'on', isFix: true, where: 'darwin' },
      setReuseAddr,
    ],
  },
};

/**
 * bind() of Winsock, where a restart needs no option and SO_REUSEADDR lets others take the port.
 * Source: learn.microsoft.com, "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE".
 */
const WINSOCK_TCP: ApiFacts = {
  ...POSIX_TCP,
  runtime: 'winsock',
  options: ['exclusiveAddrUse', 'reuseAddr'],
  states: {
    tcp: [{ id: 'setExclusiveAddrUse', option: 'exclusiveAddrUse', value: 'on', isFix: true }],
  },
};

const WINSOCK_UDP: ApiFacts = {
  ...POSIX_UDP,
  states: { ...POSIX_UDP.states, 'udp-multicast': [setReuseAddr] },
  runtime: 'winsock',
  options: ['reuseAddr', 'exclusiveAddrUse'],
};

/** The facts for code that Windows compiles too, where the option must not be set. */
function shared(facts: ApiFacts): ApiFacts {
  const states = Object.entries(facts.states ?? {}).map(([situation, statements]) => [
    situation,
    statements.map((statement) =>
      statement.value === 'on' ? { ...statement, value: 'on-posix' } : statement,
    ),
  ]);
  return { ...facts, states: Object.fromEntries(states) as ApiFacts['states'] };
}

const SHARED_TCP = shared(POSIX_TCP);
const SHARED_UDP = shared(POSIX_UDP);

/** What is known of a bind() by the platforms that compile it. */
export function apiFor(platforms: readonly Platform[], protocol: 'tcp' | 'udp', name: string): ApiFacts {
  const isWinsock = platforms.every((platform) => platform === 'win32');
  const facts = isWinsock
    ? protocol === 'tcp'
      ? WINSOCK_TCP
      : WINSOCK_UDP
    : platforms.includes('win32')
      ? protocol === 'tcp'
        ? SHARED_TCP
        : SHARED_UDP
      : protocol === 'tcp'
        ? POSIX_TCP
        : POSIX_UDP;
  return name === facts.name ? facts : { ...facts, name };
}

/** Option names of the socket level, as sources spell them. `SO_REUSEPORT_LB` is FreeBSD's that balances. */
export const OPTION_NAMES: Readonly<Record<string, OptionName>> = {
  SO_REUSEADDR: 'reuseAddr',
  SO_REUSEPORT: 'reusePort',
  SO_REUSEPORT_LB: 'reusePort',
  SO_EXCLUSIVEADDRUSE: 'exclusiveAddrUse',
};

export const PATH: Port = { kind: 'path' };
