import ipaddr from 'ipaddr.js';

/** An address family, by the IP version it stands for. */
export type Family = 4 | 6;

/** An IP address as a socket takes it: text for people, bytes for the kernel. */
export interface Address {
  /** As users write it: `127.0.0.1`, `::`, `::ffff:127.0.0.1`, and `::/v6only` for a wildcard that leaves IPv4 alone. */
  readonly text: string;
  readonly family: Family;
  readonly bytes: Uint8Array;
  /** The value of IPV6_V6ONLY a socket bound to this address has; false for IPv4. */
  readonly v6only: boolean;
}

/** One end of a connection. */
export interface Endpoint {
  readonly address: Address;
  readonly port: number;
}

const V6ONLY = '/v6only';

/**
 * Reads an address as the command line takes it. `::` is dual-stack, `::/v6only` is not; every other IPv6
 * address covers itself alone whatever IPV6_V6ONLY says, except v4-mapped ones, which need it off.
 * @returns undefined where the text is no IP address
 */
export function parseAddress(text: string): Address | undefined {
  const v6only = text.endsWith(V6ONLY);
  const plain = v6only ? text.slice(0, -V6ONLY.length) : text;
  if (
    !ipaddr.isValid(plain) ||
    plain.includes('%') ||
    (!plain.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(plain))
  ) {
    return undefined;
  }
  const parsed = ipaddr.parse(plain);
  const family = parsed.kind() === 'ipv6' ? 6 : 4;
  if (v6only && family === 4) {
    return undefined;
  }
  return addressOf(family, Uint8Array.from(parsed.toByteArray()), v6only);
}

/** An address literal of this program. @throws TypeError where it is none */
export function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed) {
    throw new TypeError(`not an IP address: ${text}`);
  }
  return parsed;
}

/** The address with these network-order bytes: 4 of them, or 16. */
export function addressOf(family: Family, bytes: Uint8Array, v6only = false): Address {
  return { text: format(family, bytes) + (v6only ? V6ONLY : ''), family, bytes, v6only };
}

function format(family: Family, bytes: Uint8Array): string {
  if (family === 4) {
    return `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}`; // join is ten times slower, and this is asked often
  }
  return isMappedBytes(bytes)
    ? `::ffff:${bytes.subarray(12).join('.')}`
    : new ipaddr.IPv6([...bytes]).toRFC5952String();
}

function isMappedBytes(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
}

/** `::ffff:a.b.c.d`, an IPv4 address in an IPv6 socket. */
function isMapped(address: Address): boolean {
  return address.family === 6 && isMappedBytes(address.bytes);
}

export function isWildcard(address: Address): boolean {
  return address.bytes.every((byte) => byte === 0);
}

/** Whether only this host can be at the other end: 127.0.0.0/8, ::1 and v4-mapped loopback. */
export function isLoopback(address: Address): boolean {
  const ipv4 = unmapped(address);
  return ipv4.family === 4 ? ipv4.bytes[0] === 127 : address.text === '::1';
}

/** A v4-mapped address as the IPv4 address it stands for; others unchanged. */
export function unmapped(address: Address): Address {
  return isMapped(address) ? addressOf(4, address.bytes.slice(12)) : address;
}

/** The v4-mapped form of an IPv4 address; IPv6 addresses unchanged. */
export function mapped(address: Address): Address {
  return address.family === 6
    ? address
    : addressOf(6, Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...address.bytes]));
}

/** Whether two addresses are the same to a peer, written as IPv4 or v4-mapped. */
export function sameHost(one: Address, other: Address): boolean {
  return Buffer.compare(unmapped(one).bytes, unmapped(other).bytes) === 0;
}

/** Whether a socket on this address meets traffic to `target`, a specific address. */
export function covers(local: Address, target: Address): boolean {
  const [plain, other] = [unmapped(local), unmapped(target)];
  if (isWildcard(plain)) {
    return plain.family === other.family || (plain.family === 6 && !plain.v6only);
  }
  return sameHost(plain, other);
}

// written out: every start of the program would parse them
export const LOOPBACK_IPV4: Address = {
  text: '127.0.0.1',
  family: 4,
  bytes: Uint8Array.of(127, 0, 0, 1),
  v6only: false,
};
const LOOPBACK_IPV6: Address = {
  text: '::1',
  family: 6,
  bytes: Uint8Array.from({ length: 16 }, (_, index) => (index === 15 ? 1 : 0)),
  v6only: false,
};
const LOOPBACKS = [LOOPBACK_IPV4, LOOPBACK_IPV6];

/** The loopback address of the family; of IPv4 for v4-mapped ones. */
export function loopbackOf(target: Address): Address {
  return unmapped(target).family === 4 ? LOOPBACK_IPV4 : LOOPBACK_IPV6;
}

/** A loopback or specific address that sockets on both addresses cover; undefined where they do not overlap. */
export function commonAddress(one: Address, other: Address): Address | undefined {
  const specific = [one, other].map(unmapped).filter((candidate) => !isWildcard(candidate));
  return [...specific, ...LOOPBACKS].find((target) => covers(one, target) && covers(other, target));
}

/** An address a client on this host reaches a server bound to `local` at. */
export function reachableAddress(local: Address): Address {
  const found = [unmapped(local), ...LOOPBACKS].find(
    (target) => !isWildcard(target) && covers(local, target),
  );
  if (!found) {
    throw new TypeError(`no address of this host reaches ${local.text}`);
  }
  return found;
}

export function formatEndpoint({ address, port }: Endpoint): string {
  return address.family === 6 ? `[${address.text}]:${port}` : `${address.text}:${port}`;
}
