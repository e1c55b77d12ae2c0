import type { ApiFacts, OptionName, OptionValue, Statement } from '../site.ts';

const setReuseAddr: Statement = { id: 'setReuseAddr', option: 'reuseAddr', value: 'on', isFix: true };

/** The names of the options in the socket module. */
export const SPELLED = {
  reuseAddr: 'SO_REUSEADDR',
  reusePort: 'SO_REUSEPORT',
  exclusiveAddrUse: 'SO_EXCLUSIVEADDRUSE',
} as const;

/** socket.bind(): sockets are made without any option, as in C. Source: Modules/socketmodule.c of CPython. */
export const SOCKET_TCP: ApiFacts = {
  name: 'socket.bind()',
  runtime: 'python',
  protocol: 'tcp',
  options: ['reuseAddr', 'reusePort'],
  spelled: SPELLED,
  forwards: 'yes',
  unstated: 'posixTcp',
  restart: 'fails',
  states: { tcp: [setReuseAddr, { id: 'setReuseAddrAndPort', option: 'reusePort', value: 'on-linux' }] },
};

export const SOCKET_UDP: ApiFacts = {
  ...SOCKET_TCP,
  protocol: 'udp',
  unstated: undefined,
  restart: 'safe',
  states: {
    'udp-unicast': [{ id: 'stateOption', option: 'reuseAddr', value: 'off' }],
    // macOS shares a wildcard address by SO_REUSEPORT alone. Source: xnu, bsd/netinet/in_pcb.c in_pcbbind()
    'udp-multicast': [
      { id: 'setMulticastReuse', option: 'reusePort', value: 'on-linux', isFix: true, where: 'darwin' },
      setReuseAddr,
    ],
  },
};

/** A bind that only Windows reaches. Source: learn.microsoft.com, "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE". */
export const SOCKET_WINDOWS: ApiFacts = {
  ...SOCKET_TCP,
  runtime: 'winsock',
  options: ['exclusiveAddrUse'],
  unstated: 'winsockTcp',
  states: { tcp: [{ id: 'setExclusiveAddrUse', option: 'exclusiveAddrUse', value: 'on', isFix: true }] },
};

/** asyncore.dispatcher.bind(), with a method of its own for the option. Source: Lib/asyncore.py of CPython 3.11. */
export const DISPATCHER: ApiFacts = {
  ...SOCKET_TCP,
  name: 'asyncore dispatcher.bind()',
  states: { tcp: [setReuseAddr] },
};

/** The same statements for code that Windows runs too: on there, SO_REUSEADDR would let any program take the port. */
export function keptFromWindows(states: ApiFacts['states']): ApiFacts['states'] {
  return Object.fromEntries(
    Object.entries(states ?? {}).map(([situation, all]) => [
      situation,
      all.map((one) =>
        one.option === 'reuseAddr' && one.value === 'on' ? { ...one, value: 'on-posix' as const } : one,
      ),
    ]),
  );
}

/** What is said of each option with each value, asked while the file's tree is there. */
export function inAdvance(
  say: (option: OptionName, value: OptionValue) => string,
): NonNullable<ApiFacts['statement']> {
  const said = new Map<string, string>(
    (['reuseAddr', 'reusePort', 'exclusiveAddrUse'] as const).flatMap((option) =>
      (['on', 'off', 'on-linux', 'on-posix'] as const).map(
        (value) => [`${option} ${value}`, say(option, value)] as const,
      ),
    ),
  );
  return (option, value) => said.get(`${option} ${value}`) ?? '';
}
