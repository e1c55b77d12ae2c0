import { address, type Address, type Endpoint } from '../sockets/address.ts';
import type { Descriptor, Outcome, ReuseOption } from '../sockets/sockets.ts';
import { asUser, ANOTHER_USER, mayBecomeAnother } from '../kernel/user.ts';
import { type Claim, DOES_NOT_HOLD, HOLDS } from './claim.ts';
import type { Lab } from './lab.ts';
import { seen } from './seen.ts';
import { evenness } from './statistics.ts';
import { untestable } from './untestable.ts';

const NONE: readonly ReuseOption[] = [];
const REUSEADDR: readonly ReuseOption[] = ['SO_REUSEADDR'];
const REUSEPORT: readonly ReuseOption[] = ['SO_REUSEPORT'];

const MULTICAST_GROUP = address('239.255.77.77'); // RFC 2365: administratively scoped
const CONNECTIONS = 400;
/** Below this, chance alone is no explanation. */
const SIGNIFICANCE = 1e-4;

/** Claims about several sockets on one port at the same time. */
export const SHARING_CLAIMS: readonly Claim[] = [
  {
    id: 'C4',
    text: 'SO_REUSEADDR never allows a second live listener on the same address and port.',
    documented: { linux: 'holds', darwin: 'holds', win32: 'does not hold' },
    test: (lab) => {
      const { bind, listen } = lab.rebind('LISTEN', REUSEADDR, REUSEADDR);
      return {
        holds: bind !== 'ok' || listen !== 'ok',
        ...seen`bind: ${bind}, listen: ${listen ?? 'not tried'}`,
      };
    },
  },
  {
    id: 'C8',
    text: 'With SO_REUSEADDR a wildcard and a specific listener can share a port.',
    documented: { linux: 'does not hold', darwin: 'holds' },
    test: (lab) => {
      const { wildcardFirst, specificFirst } = bothOrders(lab);
      return {
        holds: wildcardFirst === 'ok' && specificFirst === 'ok',
        ...seen`wildcard first: ${wildcardFirst}; specific first: ${specificFirst}`,
      };
    },
  },
  {
    id: 'C9',
    text: 'On Linux specific-then-wildcard works and wildcard-then-specific does not.',
    documented: DOES_NOT_HOLD,
    test: (lab) => {
      const { wildcardFirst, specificFirst } = bothOrders(lab);
      return {
        holds: specificFirst === 'ok' && wildcardFirst !== 'ok',
        ...seen`specific first: ${specificFirst}; wildcard first: ${wildcardFirst}`,
      };
    },
  },
  {
    id: 'C10',
    text: 'SO_REUSEPORT on the later socket alone fails; on both it works, TIME_WAIT included.',
    documented: HOLDS,
    test: (lab) => {
      const alone = lab.rebind('LISTEN', NONE, REUSEPORT).bind;
      const both = lab.rebind('LISTEN', REUSEPORT, REUSEPORT);
      const aloneWaiting = lab.rebind('TIME_WAIT', NONE, REUSEPORT).bind;
      const bothWaiting = lab.rebind('TIME_WAIT', REUSEPORT, REUSEPORT).bind;
      return {
        holds:
          [alone, aloneWaiting].every((bind) => bind === 'EADDRINUSE') &&
          [both.bind, both.listen, bothWaiting].every((outcome) => outcome === 'ok'),
        ...seen`later alone: ${alone} over LISTEN, ${aloneWaiting} over TIME_WAIT; both: ${both.bind} and ${bothWaiting}`,
      };
    },
  },
  {
    id: 'C12',
    text: 'SO_REUSEPORT sharing needs the same effective user.',
    documented: HOLDS,
    test: (lab) => {
      if (!mayBecomeAnother()) {
        throw untestable('no-second-user');
      }
      lab.listener(REUSEPORT);
      const bindAs = (user: <T>(use: () => T) => T): Outcome => {
        // a socket belongs to the user who created it
        const descriptor = user(() => lab.open('tcp', REUSEPORT));
        const outcome = lab.bind(descriptor);
        lab.close(descriptor);
        return outcome;
      };
      const same = bindAs((use) => use());
      const other = bindAs((use) => asUser(ANOTHER_USER, use));
      lab.show();
      return {
        holds: same === 'ok' && other === 'EADDRINUSE',
        ...seen`over a listener of root: the same user ${same}, uid ${ANOTHER_USER} ${other}`,
      };
    },
  },
  {
    id: 'C13',
    text: 'SO_REUSEPORT spreads TCP connections and UDP datagrams about evenly.',
    documented: HOLDS,
    test: (lab) => {
      const tcp = spreadConnections(lab);
      const udp = spreadDatagrams(lab);
      const [p, q] = [evenness(tcp), evenness(udp)];
      return {
        holds: p > SIGNIFICANCE && q > SIGNIFICANCE,
        ...seen`TCP ${tcp[0]} and ${tcp[1]} connections (chi-square p = ${p.toPrecision(2)}); UDP ${udp[0]} and ${udp[1]} datagrams (p = ${q.toPrecision(2)})`,
      };
    },
  },
  {
    id: 'C18',
    text: 'UDP: SO_REUSEADDR allows full duplicates; unicast goes to one of them, multicast to all.',
    documented: { linux: 'holds', darwin: 'does not hold' },
    test: (lab) => {
      if (lab.host.family === 6) {
        throw untestable('ipv4-group');
      }
      const unicast = deliver(lab, lab.host, lab.local);
      const multicast = deliver(lab, lab.wildcard, { address: MULTICAST_GROUP, port: lab.port });
      if (!unicast || !multicast) {
        return { holds: false, ...seen`the second socket could not bind` };
      }
      return {
        holds:
          unicast.filter((received) => received > 0).length === 1 &&
          multicast.every((received) => received === DATAGRAMS),
        ...seen`of ${DATAGRAMS} unicast datagrams the first got ${unicast[0]}, the last ${unicast[1]}; of ${DATAGRAMS} to a group, ${multicast[0]} and ${multicast[1]}`,
      };
    },
  },
  {
    id: 'C20',
    text: 'Accepted sockets inherit the options of the listener.',
    documented: HOLDS,
    test: (lab) => {
      const sets = [NONE, REUSEADDR, REUSEPORT];
      const inherited = sets.every((options) => {
        const listener = lab.listener(options);
        const { client, server } = lab.connect(listener);
        const same = (['SO_REUSEADDR', 'SO_REUSEPORT'] as const).every(
          (option) => lab.sockets.getOption(server, option) === options.includes(option),
        );
        [server, client, listener].forEach((descriptor) => {
          lab.close(descriptor);
        });
        return same;
      });
      const listener = lab.listener(NONE);
      const client = lab.dial(lab.local); // on loopback the handshake is complete when connect returns
      lab.sockets.setOption(listener, 'SO_REUSEADDR', true);
      const late = lab.sockets.getOption(
        lab.accept(listener, lab.sockets.localEndpoint(client)),
        'SO_REUSEADDR',
      );
      return {
        holds: inherited && !late,
        ...seen`all ${sets.length} option sets inherited: ${inherited ? 'yes' : 'no'}; an option set after the handshake and before accept: ${late ? 'inherited' : 'not inherited'}`,
      };
    },
  },
  {
    id: 'C21',
    text: 'A client with an ephemeral port does not meet the problem.',
    documented: HOLDS,
    test: (lab) => {
      const listener = lab.listener(REUSEADDR);
      const first = lab.connect(listener, lab.reserve());
      lab.endLater(first.clientEnd, lab.local);
      lab.closeOrderly(first.client);
      lab.closeOrderly(first.server);
      const waiting = lab.state(first.clientEnd, lab.local);
      const second = lab.connect(listener);
      const state = lab.state(second.clientEnd, lab.local);
      // the other way round: a server that wants the port an outgoing connection was given
      const stolen = second.clientEnd;
      const none = lab.bindPlain(stolen);
      const reuse = lab.open('tcp', REUSEADDR);
      const withOption = lab.bind(reuse, stolen);
      return {
        holds: waiting === 'TIME_WAIT' && state === 'ESTABLISHED',
        ...seen`with the first client's port in ${waiting} the next one is ${state}; but a server that wants that client's port gets ${none} without option, ${withOption} with SO_REUSEADDR`,
      };
    },
  },
];

function bothOrders(lab: Lab): { wildcardFirst: Outcome; specificFirst: Outcome } {
  const shared = (first: Address, second: Address): Outcome => {
    const { bind, listen } = lab.rebind('LISTEN', REUSEADDR, REUSEADDR, { first, second });
    return bind === 'ok' ? (listen ?? 'ok') : bind;
  };
  return {
    wildcardFirst: shared(lab.wildcard, lab.host),
    specificFirst: shared(lab.host, lab.wildcard),
  };
}

/** Open at once: a process may have 64 descriptors, some of which are taken. */
const AT_ONCE = 10;

/** Connections two listeners get, each from a port of its own. */
function spreadConnections(lab: Lab): [number, number] {
  const listeners = [lab.listener(REUSEPORT), lab.listener(REUSEPORT)] as const;
  const counts: [number, number] = [0, 0];
  for (let dialled = 0; dialled < CONNECTIONS; dialled += AT_ONCE) {
    const clients = Array.from({ length: Math.min(AT_ONCE, CONNECTIONS - dialled) }, () =>
      lab.dial(lab.local),
    );
    const ports = new Set(clients.map((client) => lab.sockets.localEndpoint(client).port));
    counts[0] += acceptAll(lab, listeners[0], ports);
    counts[1] += acceptAll(lab, listeners[1], ports);
    clients.forEach((client) => {
      lab.close(client);
    });
  }
  listeners.forEach((listener) => {
    lab.close(listener);
  });
  return counts;
}

/** @returns how many of the connections that waited came from one of these ports */
function acceptAll(lab: Lab, listener: Descriptor, ports: ReadonlySet<number>): number {
  let accepted = 0;
  for (let next = lab.sockets.accept(listener); next; next = lab.sockets.accept(listener)) {
    accepted += ports.has(next.peer.port) ? 1 : 0;
    lab.sockets.close(next.descriptor);
  }
  return accepted;
}

function spreadDatagrams(lab: Lab): [number, number] {
  const receivers = [
    boundDatagram(lab, REUSEPORT, lab.host),
    boundDatagram(lab, REUSEPORT, lab.host),
  ] as const;
  for (let sent = 0; sent < CONNECTIONS; sent += 1) {
    const sender = lab.open('udp', NONE);
    lab.sockets.connect(sender, lab.local);
    lab.sockets.send(sender, new Uint8Array(1));
    lab.close(sender);
  }
  return [drain(lab, receivers[0]), drain(lab, receivers[1])];
}

const DATAGRAMS = 10;

/** Datagrams two receivers bound alike get of those sent to `target`; undefined when the second cannot bind. */
function deliver(lab: Lab, bindTo: Address, target: Endpoint): [number, number] | undefined {
  const receivers = [lab.open('udp', REUSEADDR, bindTo), lab.open('udp', REUSEADDR, bindTo)] as const;
  const multicast = target.address === MULTICAST_GROUP;
  for (const receiver of receivers) {
    if (lab.bind(receiver, { address: bindTo, port: lab.port }) !== 'ok') {
      return undefined;
    }
    if (multicast && lab.sockets.joinGroup(receiver, MULTICAST_GROUP, lab.host) !== 'ok') {
      throw untestable('no-multicast');
    }
  }
  const sender = lab.open('udp', NONE);
  if (multicast) {
    lab.sockets.setMulticastInterface(sender, lab.host);
  }
  lab.sockets.connect(sender, target);
  for (let sent = 0; sent < DATAGRAMS; sent += 1) {
    lab.sockets.send(sender, new Uint8Array(1));
  }
  const counts = [drain(lab, receivers[0]), drain(lab, receivers[1])] as const;
  [...receivers, sender].forEach((descriptor) => {
    lab.close(descriptor);
  });
  return [...counts];
}

function boundDatagram(lab: Lab, options: readonly ReuseOption[], at: Address): Descriptor {
  const descriptor = lab.open('udp', options, at);
  lab.bind(descriptor, { address: at, port: lab.port });
  return descriptor;
}

/** Datagrams that wait to be read; on loopback they do as soon as send returns. */
function drain(lab: Lab, descriptor: Descriptor): number {
  const into = new Uint8Array(16);
  let received = 0;
  while (lab.sockets.receive(descriptor, into) !== undefined) {
    received += 1;
  }
  return received;
}
