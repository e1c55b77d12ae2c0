import type { ApiFacts, Statement } from '../site.ts';

const setReuseAddr: Statement = { id: 'setReuseAddr', option: 'reuseAddr', value: 'on', isFix: true };

const SPELLED = {
  reuseAddr: 'SO_REUSEADDR',
  reusePort: 'SO_REUSEPORT',
  exclusiveAddrUse: 'SO_EXCLUSIVEADDRUSE',
} as const;

/** bind() of POSIX. Sockets are made without any option. Source: POSIX.1-2024, socket(7). */
export const POSIX_TCP: ApiFacts = {
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
  statement: (option, value) =>
    `setsockopt(..., ${SPELLED[option as keyof typeof SPELLED]}, ${value === 'off' ? '0' : '1'})`,
};

export const POSIX_UDP: ApiFacts = {
  ...POSIX_TCP,
  protocol: 'udp',
  restart: 'safe',
  states: {
    'udp-unicast': [{ id: 'stateOption', option: 'reuseAddr', value: 'off' }],
    'udp-multicast': [setReuseAddr],
  },
};
