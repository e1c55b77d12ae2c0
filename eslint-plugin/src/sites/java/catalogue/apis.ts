import { setReuseAddr, SPELLED, stateUnicast, tcpFacts, withoutOption } from '../../flow/catalogue.ts';
import type { Listener, Method } from './family.ts';
import type { ApiFacts, OptionName, OptionValue, Statement } from '../../site.ts';

const setReusePort: Statement = { id: 'setReusePortIfSupported', option: 'reusePort', value: 'on-linux' };

const bool = (value: OptionValue): string => (value === 'off' ? 'false' : 'true');

/** `setReuseAddress(true)` of java.net. */
const setter = (option: OptionName, value: OptionValue): string =>
  option === 'reuseAddr' ? `setReuseAddress(${bool(value)})` : setOption(option, value);

/** `setOption(StandardSocketOptions.SO_REUSEADDR, true)` of java.nio. */
function setOption(option: OptionName, value: OptionValue): string {
  return `setOption(StandardSocketOptions.${SPELLED[option as keyof typeof SPELLED]}, ${bool(value)})`;
}

/**
 * A server socket that is bound after it was made. OpenJDK sets SO_REUSEADDR on it outside of Windows, where it binds
 * exclusively. Source: OpenJDK 17, src/java.base/share/classes/sun/nio/ch/Net.java `serverSocket`,
 * src/java.base/windows/native/libnio/ch/Net.c.
 */
export const tcp = (name: string, statement: ApiFacts['statement'] = setter): ApiFacts =>
  tcpFacts({
    name,
    runtime: 'java',
    options: ['reuseAddr', 'reusePort'],
    spelled: SPELLED,
    restart: 'safe',
    states: { tcp: [setReuseAddr, setReusePort] },
    statement,
  });

/** A server that sets SO_REUSEADDR by itself on every JVM, unless it is told not to. */
export const setting = (name: string, statement: ApiFacts['statement'] = setter): ApiFacts => ({
  ...tcp(name, statement),
  options: ['reuseAddr'],
  unstated: 'javaSets',
  states: { tcp: [setReuseAddr] },
});

/** As `tcp`, where the constructor or factory binds: too late to set an option. */
export const tcpBound = (name: string): ApiFacts => ({
  ...tcp(name),
  unstated: 'javaBound',
  states: {
    tcp: [
      { id: 'bindAfterReuseAddr', option: 'reuseAddr', value: 'on' },
      { id: 'bindAfterReusePort', option: 'reusePort', value: 'on-linux' },
    ],
  },
});

/** A datagram socket: no option is set. Source: OpenJDK 17 under strace. */
export const udp = (name: string, statement: ApiFacts['statement'] = setter): ApiFacts => ({
  ...tcp(name, statement),
  protocol: 'udp',
  states: {
    'udp-unicast': [stateUnicast],
    'udp-multicast': [setReuseAddr],
  },
});

export const udpBound = (name: string): ApiFacts => ({
  ...udp(name),
  states: {
    'udp-unicast': [{ ...stateUnicast, id: 'stateUnbound' }],
    'udp-multicast': [{ id: 'bindAfterReuseAddr', option: 'reuseAddr', value: 'on' }],
  },
});

export const nio = {
  tcp: (name: string) => tcp(name, setOption),
  udp: (name: string) => udp(name, setOption),
};

/** An API without any option for reuse; `instead` says the way there is. */
export const fixed = (name: string, instead: string): ApiFacts =>
  withoutOption({ name, runtime: 'java', instead, unstated: 'javaNoOption' });

/** A server known by its shape alone, or whose source nobody has opened: what it does about reuse is not known. */
export const unverified = (name: string): ApiFacts =>
  withoutOption({
    name,
    runtime: 'java',
    instead: 'see whether its class or its options have a setter for it',
    unstated: 'javaUnverified',
  });

/** A server of a library. */
export const server = (api: ApiFacts, more: Partial<Omit<Listener, 'api'>> = {}): Listener => ({
  api,
  address: 'anywhere',
  writing: 'none',
  isServer: true,
  ...more,
});

/** Facts of a library that sets SO_REUSEADDR by itself, where nothing in front of the bind can say it. */
export const settingByItself = (name: string, statement?: ApiFacts['statement']): ApiFacts => ({
  ...setting(name, statement),
  states: {},
});

export const binds = (binding: Listener): Method => ({ does: 'bind', binding });

/** A call that tells a port, to which the server binds when it starts. */
export const later = (api: ApiFacts, address: Listener['address'], writing: Listener['writing']): Method =>
  binds({ api, address, writing, isLater: true });
