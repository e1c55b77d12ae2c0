import { isIP, isIPv4 } from 'node:net';
import type { Claim } from './finding.ts';
import type { PortConflict } from './model.ts';
import { isWithin } from './paths.ts';
import type { Located } from './rank.ts';

type Claimant = Located & { claim: Claim };

/** The ports that two different servers would both bind on this host. `ranked` best first. */
export function findConflicts(ranked: readonly Located[]): PortConflict[] {
  const claimants = ranked.filter((one): one is Claimant => one.claim !== undefined && !one.port.inactive);
  const composed = new Set(
    claimants.filter(({ port }) => port.source === 'compose').map(({ port }) => port.package),
  );
  const byPort = new Map<string, Claimant[]>();
  for (const claimant of claimants) {
    const key = `${claimant.port.protocol}/${claimant.port.port}`;
    byPort.set(key, [...(byPort.get(key) ?? []), claimant]);
  }
  return [...byPort.values()].flatMap((rivals) => {
    const claims = rivals.filter((one) => rivals.some((other) => areTwoServers(one, other, composed)));
    const first = claims[0]?.port;
    return first
      ? [{ port: first.port, protocol: first.protocol, claims: claims.map(({ port }) => port) }]
      : [];
  });
}

function areTwoServers(a: Claimant, b: Claimant, composed: ReadonlySet<string>): boolean {
  if (
    a === b ||
    (a.claim.isShared && b.claim.isShared) ||
    !addressesOverlap(a.claim.address ?? a.port.address, b.claim.address ?? b.port.address)
  ) {
    return false;
  }
  if (a.port.source === 'compose' && b.port.source === 'compose') {
    return areRivals(a, b);
  }
  if (a.claim.foreign ?? b.claim.foreign) {
    return true;
  }
  if (a.port.package === b.port.package) {
    return a.port.source === b.port.source && areRivals(a, b);
  }
  return (
    !speaksFor(a, b) &&
    !speaksFor(b, a) &&
    !isComposedElsewhere(a, b, composed) &&
    !isComposedElsewhere(b, a, composed)
  );
}

function areRivals(a: Claimant, b: Claimant): boolean {
  return (
    identity(a) !== identity(b) &&
    a.claim.variant === b.claim.variant &&
    (a.port.file !== b.port.file || a.claim.scope === b.claim.scope)
  );
}

const identity = ({ claim, port }: Claimant): string =>
  claim.id ?? `${port.file}:${port.line}:${port.column}`;

/** A script or variable of the package above may be what starts the one below, so it is not a second server. */
function speaksFor(a: Claimant, b: Claimant): boolean {
  return (a.port.source === 'env' || a.port.source === 'script') && isWithin(b.port.package, a.port.package);
}

/** A package with a compose service of its own runs in a container when compose runs: its ports are not this host's then. */
function isComposedElsewhere(a: Claimant, b: Claimant, composed: ReadonlySet<string>): boolean {
  return a.port.source === 'compose' && b.port.source !== 'compose' && composed.has(b.port.package);
}

/** Whether sockets on both addresses would meet: the same one, or one is the wildcard of the family or of both. */
export function addressesOverlap(a: string | undefined, b: string | undefined): boolean {
  const [first, second] = [normalAddress(a), normalAddress(b)];
  if (first === IPV6_ALONE || second === IPV6_ALONE) {
    return !isIPv4(first) && !isIPv4(second);
  }
  return (
    first === second ||
    isDualWildcard(first) ||
    isDualWildcard(second) ||
    // a host name may stand for any address
    isIP(first) === 0 ||
    isIP(second) === 0 ||
    (isIPv4(first) && isIPv4(second) && (first === '0.0.0.0' || second === '0.0.0.0'))
  );
}

/** `::` with IPV6_V6ONLY, as listen sites spell it. */
const IPV6_ALONE = '::/v6only';

const isDualWildcard = (address: string): boolean => address === '::';

function normalAddress(address: string | undefined): string {
  const bare = address?.replace(/^\[(.*)\]$/, '$1') ?? '';
  return bare === '' || bare === '*' ? '::' : bare;
}
