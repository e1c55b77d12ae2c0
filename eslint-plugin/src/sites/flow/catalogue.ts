import type { ApiFacts, OptionName, Statement } from '../site.ts';

/** A library, in the words that all catalogues have; each language adds how its types and calls are found. */
export interface Family {
  readonly name: string;
  /** The version whose behaviour the tests observe; absent for what a language itself brings. */
  readonly version?: string;
  /** What the row is known from. */
  readonly source?: string;
}

/** A call that binds a server socket; each language adds how its arguments say what. */
export interface Listener {
  readonly api: ApiFacts;
  /** The port that is taken where none is given. */
  readonly defaultPort?: number;
  /** The address that is taken where none is given, as `ListenSite.taken` spells it. Absent where that is not known at all. */
  readonly defaultAddress?: string | undefined;
}

/** The options of the socket level, as system calls name them. */
export const SPELLED = {
  reuseAddr: 'SO_REUSEADDR',
  reusePort: 'SO_REUSEPORT',
  exclusiveAddrUse: 'SO_EXCLUSIVEADDRUSE',
} as const satisfies Partial<Record<OptionName, string>>;

export const setReuseAddr: Statement = { id: 'setReuseAddr', option: 'reuseAddr', value: 'on', isFix: true };

/** What no other socket can have is right for unicast: it may be said. */
export const stateUnicast: Statement = { id: 'stateOption', option: 'reuseAddr', value: 'off' };

/** The facts of a call that takes connections and hands its options on; what a library does otherwise is said over it. */
export const tcpFacts = (own: Pick<ApiFacts, 'name' | 'runtime'> & Partial<ApiFacts>): ApiFacts => ({
  protocol: 'tcp',
  options: [],
  forwards: 'yes',
  ...own,
});

/** The facts of a call that sets the option by itself, where there is no way to say so; `instead` tells the way around. */
export const withoutOption = (
  own: Pick<ApiFacts, 'name' | 'runtime' | 'instead'> & Partial<ApiFacts>,
): ApiFacts => tcpFacts({ forwards: 'no', unstated: 'safeNoOption', restart: 'safe', states: {}, ...own });

/** What a socket that is made without any option is told, where `shared` is the value of SO_REUSEPORT. */
export const socketStates = (shared: 'on' | 'on-linux'): NonNullable<ApiFacts['states']> => ({
  tcp: [setReuseAddr, { id: 'setReuseAddrAndPort', option: 'reusePort', value: shared }],
  'udp-unicast': [stateUnicast],
  // macOS and the BSDs share a wildcard address by SO_REUSEPORT alone. Source: xnu, bsd/netinet/in_pcb.c in_pcbbind()
  'udp-multicast': [
    { id: 'setMulticastReuse', option: 'reusePort', value: shared, isFix: true, where: 'darwin' },
    setReuseAddr,
  ],
});

/**
 * What a socket of Windows is told, where a restart needs no option and SO_REUSEADDR lets others take the port.
 * Source: learn.microsoft.com, "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE".
 */
export const WINSOCK_STATES: NonNullable<ApiFacts['states']> = {
  tcp: [{ id: 'setExclusiveAddrUse', option: 'exclusiveAddrUse', value: 'on', isFix: true }],
  'udp-unicast': [stateUnicast],
  'udp-multicast': [setReuseAddr],
};

/** The same statements for code that Windows runs too: on there, SO_REUSEADDR would let any program take the port. */
export const keptFromWindows = (states: ApiFacts['states']): ApiFacts['states'] =>
  Object.fromEntries(
    Object.entries(states ?? {}).map(([situation, statements]) => [
      situation,
      statements.map((one) =>
        one.value === 'on' && one.option !== 'exclusiveAddrUse' ? { ...one, value: 'on-posix' } : one,
      ),
    ]),
  );
