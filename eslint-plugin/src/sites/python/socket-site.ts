import { memoize } from '../memoize.ts';
import type { UnsettledSite } from '../tree-sitter/settled.ts';
import type { PythonFile } from './lower/file.ts';
import { readGiven } from './given.ts';
import type { Bound } from './write/insertion.ts';
import { alwaysListens } from './lower/listens.ts';
import { multicastOf } from './lower/multicast.ts';
import { momentOfBind } from './moment.ts';
import { isNoServer } from './no-server.ts';
import { readAddress } from './lower/port.ts';
import { calleeLoc, type Reading } from './lower/reading.ts';
import { socketTypesOf, type SocketType } from './lower/socket-type.ts';
import type { Creation } from './lower/step.ts';
import type { Values } from './lower/value.ts';
import { reachedOn } from './write/windows.ts';
import { SocketWriter } from './write/write.ts';

/** Families whose sockets have addresses of other kinds than ports. Source: the socket module's documentation. */
const WITHOUT_PORTS =
  /\b[AP]F_(?:UNIX|LOCAL|NETLINK|PACKET|CAN|BLUETOOTH|ALG|VSOCK|TIPC|RDS|QIPCRTR|SYSTEM|HYPERV|XDP|KEY|LINK|DIVERT)\b/u;

/** Functions of other files that are likely to set the option. */
const SETS_OPTIONS = /reuse|sock_?opt|set_?opt|options|setup_?sock|configure_?sock/iu;

/** The site of a `bind()`; undefined where it binds no server's port, or nothing is known of the socket. */
export function readSocketSite(reading: Reading, bound: Bound): UnsettledSite | undefined {
  const {
    history,
    step: { bind },
  } = bound;
  const { file, values } = reading;
  const made = [...history.creations].flatMap(({ creation }) => {
    const types = creation.kind === 'made' ? socketTypesOf(creation, values, file) : new Set<SocketType>();
    const isServers = [...types].some((type) => type !== 'other') && familyOf(creation, values) !== 'other';
    return isServers ? [{ family: familyOf(creation, values), domain: creation.family?.text, types }] : [];
  });
  if (made.length === 0 || [...history.strangers].some(({ name }) => SETS_OPTIONS.test(name))) {
    return undefined;
  }
  const address = readAddress(bind.address, file, values);
  const isPath = address.port.kind === 'path' || made.every(({ family }) => family === 'path');
  if (isNoServer(reading, bound)) {
    return undefined;
  }
  const types = new Set(made.flatMap((one) => [...one.types]));
  const protocol = [...types].every((type) => type === 'datagram') ? 'udp' : 'tcp';
  const multicast = multicastOf(address, bound, file);
  const writer = new SocketWriter(reading, bound, { protocol, isMulticast: multicast === 'yes' });
  const given = readGiven(reading, bound, writer)
    // what comes too late for a port the kernel chooses would have done nothing before either
    .filter(
      ({ noEffect }) => address.port.kind !== 'ephemeral' || noEffect?.because === 'one-name' || !noEffect,
    );
  if (isPath && !given.some(({ name }) => name === 'reusePort')) {
    return undefined;
  }
  const isProven =
    protocol === 'udp' ||
    [...types].every((type) => type === 'stream') ||
    alwaysListens(bound) ||
    isNamedListener(bound, file);
  return {
    api: writer.api(),
    loc: calleeLoc(reading, bind.call.field('function') ?? bind.call),
    port: isPath ? { kind: 'path' } : address.port,
    address: address.host,
    taken: takenBy(
      address.host,
      made.map(({ domain }) => domain),
      file,
    ),
    multicast,
    given,
    certainty: history.strangers.size > 0 ? 'shaped' : 'traced',
    proof: isProven ? 'proven' : 'stream',
    platforms: reachedOn(bind.call, file, values),
    moment: momentOfBind(bound),
    write: writer.write,
  };
}

/** The address that a socket of a family takes: an empty host is the wildcard. */
function takenBy(
  host: string | undefined,
  domains: readonly (string | undefined)[],
  { text }: PythonFile,
): string | undefined {
  if (host !== '') {
    return host === '::' && text.includes('IPV6_V6ONLY') ? '::/v6only' : host;
  }
  const isIpv6 = domains.every((domain) => domain?.endsWith('AF_INET6') === true);
  const isIpv4 = domains.every((domain) => domain === undefined || domain.endsWith('AF_INET'));
  return isIpv4 ? '0.0.0.0' : isIpv6 ? (text.includes('IPV6_V6ONLY') ? '::/v6only' : '::') : undefined;
}

type Family = 'inet' | 'path' | 'other';

function familyOf({ family }: Creation, values: Values): Family {
  // `AF_UNIX = None` is a stand-in where the platform lacks the name
  const families = family
    ? WITHOUT_PORTS.test(family.text)
      ? [family.text]
      : values.of(family).map(({ node }) => node.text)
    : [''];
  return !families.every((text) => WITHOUT_PORTS.test(text))
    ? 'inet'
    : families.some((text) => /_(?:UNIX|LOCAL)\b/u.test(text))
      ? 'path'
      : 'other';
}

/** Whether the author calls it a listener, in a file that knows of no datagrams. */
function isNamedListener({ routine, step }: Bound, file: PythonFile): boolean {
  return /listen/iu.test(`${routine.callee.name} ${step.bind.receiver.text}`) && !namesDatagrams(file);
}

const namesDatagrams = memoize(({ text }: PythonFile) => /SOCK_DGRAM|udp|datagram/iu.test(text));
