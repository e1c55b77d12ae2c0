import { reuseOf } from './reuse.ts';
import type { ListenSite, Platform, Port } from './site.ts';
import type { Targets } from './targets.ts';

/** Where the second of two binds fails, and why. */
export interface Exclusion {
  readonly first: ListenSite;
  readonly platforms: readonly Platform[];
  /** Whether both take one address; else one is among those that the other takes. */
  readonly isSameAddress: boolean;
}

/**
 * Whether the first of two binds of one port leaves no room for the second while its socket is open, and on which of the
 * target platforms; undefined where it does on none, or where the source does not tell.
 */
export function excludes(first: ListenSite, second: ListenSite, targets: Targets): Exclusion | undefined {
  const meeting = meets(first, second);
  const platforms = meeting
    ? targets.platforms.filter(
        (platform) =>
          first.platforms.includes(platform) &&
          second.platforms.includes(platform) &&
          !mayShare({ first, second, targets }, platform) &&
          FAILS[platform]({ first, second, targets }, meeting),
      )
    : [];
  return meeting && platforms.length > 0
    ? { first, platforms, isSameAddress: meeting === 'same' }
    : undefined;
}

/** What two binds that meet must have in common; undefined where the port is not proven to be one of a program's choosing. */
export function portKey({ api: { protocol }, port }: ListenSite): string | undefined {
  const text = textOf(port);
  return text === undefined ? undefined : `${protocol} ${text}`;
}

function textOf(port: Port): string | undefined {
  const written = port.written ?? [];
  switch (port.kind) {
    case 'literal':
      return written.every((one) => 'value' in one && one.value === port.value)
        ? String(port.value)
        : undefined;
    case 'environment':
      return port.fallback !== undefined && written.length <= 2
        ? `${port.variable} ${port.fallback}`
        : undefined;
    default:
      return undefined;
  }
}

type Meeting = 'same' | 'overlap';

function meets(one: ListenSite, other: ListenSite): Meeting | undefined {
  const [taken, others] = [normal(one.taken), normal(other.taken)];
  if (taken === undefined || others === undefined || portKey(one) !== portKey(other)) {
    return undefined;
  }
  if (taken === others) {
    // what a call takes where it names no address is the same for the same call
    return taken !== '' || one.api.name === other.api.name ? 'same' : undefined;
  }
  return covers(taken, others) || covers(others, taken) ? 'overlap' : undefined;
}

const normal = (address: string | undefined): string | undefined =>
  address
    ?.toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/^::ffff:(?=\d+\.)/, '');

const IPV4 = /^\d+(?:\.\d+){3}$/;

/** Whether a bind of an address takes another one with it: the wildcard of its family, or of both. */
function covers(address: string, other: string): boolean {
  switch (address) {
    case '*':
    case '::':
      return other !== '';
    case '0.0.0.0':
      return IPV4.test(other);
    case '::/v6only':
      return other.includes(':');
    default:
      return false;
  }
}

/** Where the second of two binds that meet fails, where nothing lets both have the port. */
type Fails = (pair: Pair, meeting: Meeting) => boolean;

interface Pair {
  readonly first: ListenSite;
  readonly second: ListenSite;
  readonly targets: Targets;
}

/** Whether an option may be set on both sockets. */
const mayHaveBoth = (
  { first, second, targets }: Pair,
  platform: Platform,
  option: 'reuseAddr' | 'reusePort',
): boolean =>
  reuseOf(first, targets, platform)[option] !== false && reuseOf(second, targets, platform)[option] !== false;

/**
 * Whether both may have the port, as SO_REUSEPORT on both sockets of one user lets them, and SO_REUSEADDR for datagrams; what
 * shares on Linux, Deno shares within a process on the others too (ext/net/tcp.rs).
 */
const mayShare = (pair: Pair, platform: Platform): boolean =>
  mayHaveBoth(pair, 'linux', 'reusePort') ||
  mayHaveBoth(pair, platform, 'reusePort') ||
  (pair.first.api.protocol === 'udp' && mayHaveBoth(pair, platform, 'reuseAddr'));

/**
 * SO_REUSEADDR never helps beside a socket that listens: measured for all pairs on Linux 6.18. Source: inet_bind_conflict() in
 * net/ipv4/inet_connection_sock.c.
 */
const linux: Fails = () => true;

/**
 * A second socket with SO_REUSEADDR or SO_REUSEPORT meets one of the very same address alone; without them any of its family
 * that overlaps. Source: in_pcbbind() in bsd/netinet/in_pcb.c of xnu.
 */
const darwin: Fails = ({ first, second, targets }, meeting) => {
  const { reuseAddr, reusePort } = reuseOf(second, targets, 'darwin');
  return (
    meeting === 'same' || (reuseAddr === false && reusePort === false && familyOf(first) === familyOf(second))
  );
};

const familyOf = ({ taken }: ListenSite): 4 | 6 | undefined => {
  const address = normal(taken) ?? '';
  return IPV4.test(address) ? 4 : address.includes(':') ? 6 : undefined;
};

/**
 * A wildcard and a specific address are two; one address is taken once, unless both sockets have SO_REUSEADDR.
 * Source: learn.microsoft.com, "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE".
 */
const win32: Fails = ({ first, second, targets }, meeting) =>
  meeting === 'same' &&
  ![first, second].every(
    (site) =>
      reuseOf(site, targets, 'win32').reuseAddr !== false ||
      site.api.sharesByDefault === true ||
      // Python's servers set it on every platform
      site.api.unstated === 'pythonServer',
  );

const FAILS: Readonly<Record<Platform, Fails>> = { linux, darwin, win32 };
