import { keptFromWindows, socketStates, SPELLED, tcpFacts, WINSOCK_STATES } from '../../flow/catalogue.ts';
import type { ApiFacts, OptionName, OptionValue, Platform, Port } from '../../site.ts';

const call = (name: string, value: OptionValue): string =>
  `setsockopt(..., ${name}, ${value === 'off' ? '0' : '1'})`;

/** A port is shared by both options. */
const setsockopt = (option: OptionName, value: OptionValue): string =>
  option === 'reusePort'
    ? `${call(SPELLED.reuseAddr, value)}\` and \`${call(SPELLED.reusePort, value)}`
    : call(SPELLED[option as keyof typeof SPELLED], value);

/** What is known of a bind() by the platforms that compile it. Sockets are made without any option. Source: POSIX.1-2024, socket(7). */
export function apiFor(platforms: readonly Platform[], protocol: 'tcp' | 'udp', name: string): ApiFacts {
  const isWinsock = platforms.every((platform) => platform === 'win32');
  const isPortable = platforms.includes('win32');
  return tcpFacts({
    name,
    runtime: isWinsock ? 'winsock' : 'posix',
    protocol,
    options: !isWinsock
      ? ['reuseAddr', 'reusePort']
      : protocol === 'tcp'
        ? ['exclusiveAddrUse', 'reuseAddr']
        : ['reuseAddr', 'exclusiveAddrUse'],
    spelled: SPELLED,
    restart: protocol === 'tcp' ? 'fails' : 'safe',
    states: isWinsock ? WINSOCK_STATES : isPortable ? SHARED_STATES : STATES,
    statement: setsockopt,
  });
}

const STATES = socketStates('on');
const SHARED_STATES = keptFromWindows(STATES);

/** The same bind of a socket that another file makes, which may have set the option there. */
export const unseen = (facts: ApiFacts): ApiFacts => ({
  ...facts,
  restart: 'safe',
  unstated: 'shapedServer',
});

/** Option names of the socket level, as sources spell them. `SO_REUSEPORT_LB` is FreeBSD's that balances. */
export const OPTION_NAMES: Readonly<Record<string, OptionName>> = {
  SO_REUSEADDR: 'reuseAddr',
  SO_REUSEPORT: 'reusePort',
  SO_REUSEPORT_LB: 'reusePort',
  SO_EXCLUSIVEADDRUSE: 'exclusiveAddrUse',
};

export const PATH: Port = { kind: 'path' };
