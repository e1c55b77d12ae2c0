import { readFileSync } from 'node:fs';
import type { LeftState } from '../scenario.ts';
import type { ReuseOption } from '../sockets/sockets.ts';
import { type Claim, HOLDS } from './claim.ts';
import type { Lab } from './lab.ts';
import { repeated, seen } from './seen.ts';
import { untestable } from './untestable.ts';

const NONE: readonly ReuseOption[] = [];
const REUSEADDR: readonly ReuseOption[] = ['SO_REUSEADDR'];

/** Claims about what a closed server leaves behind. */
export const LEFTOVER_CLAIMS: readonly Claim[] = [
  {
    id: 'C1',
    text: 'The server closed first and no option is set: rebinding fails with EADDRINUSE.',
    documented: { linux: 'holds', darwin: 'holds', win32: 'does not hold' },
    test: (lab) => {
      const { bind } = lab.rebind('TIME_WAIT', NONE, NONE);
      return { holds: bind === 'EADDRINUSE', ...seen`bind over TIME_WAIT: ${bind}` };
    },
  },
  {
    id: 'C2',
    text: 'The client closed first: rebinding needs no option.',
    documented: { linux: 'holds', darwin: 'holds', win32: 'holds' },
    test: (lab) => {
      const { bind } = lab.rebind('CLOSED', NONE, NONE);
      return { holds: bind === 'ok', ...seen`bind: ${bind}` };
    },
  },
  {
    id: 'C3',
    text: 'With SO_REUSEADDR on both generations the rebind succeeds at once.',
    documented: HOLDS,
    test: (lab) => {
      const { bind, listen } = lab.rebind('TIME_WAIT', REUSEADDR, REUSEADDR);
      return {
        holds: bind === 'ok' && listen === 'ok',
        ...seen`bind over TIME_WAIT: ${bind}, listen: ${listen ?? 'not tried'}`,
      };
    },
  },
  {
    id: 'C5',
    text: 'FIN_WAIT2, CLOSE_WAIT and ESTABLISHED leftovers block the rebind like TIME_WAIT, and SO_REUSEADDR cures them too.',
    documented: HOLDS,
    test: (lab) => {
      const states: readonly LeftState[] = ['FIN_WAIT2', 'CLOSE_WAIT', 'ESTABLISHED'];
      const outcomes = states.map((state) => ({
        state,
        without: lab.rebind(state, NONE, NONE).bind,
        with: lab.rebind(state, REUSEADDR, REUSEADDR).bind,
      }));
      return {
        holds: outcomes.every((outcome) => outcome.without === 'EADDRINUSE' && outcome.with === 'ok'),
        ...repeated(
          outcomes.map((o) => seen`${o.state}: ${o.without} without, ${o.with} with`),
          (all) => all.join('; '),
        ),
      };
    },
  },
  {
    id: 'C6',
    text: 'Only the later socket needs SO_REUSEADDR.',
    documented: { linux: 'does not hold', darwin: 'holds' },
    test: (lab) => {
      const { bind } = lab.rebind('TIME_WAIT', NONE, REUSEADDR);
      return { holds: bind === 'ok', ...seen`first without, second with: ${bind}` };
    },
  },
  {
    id: 'C7',
    text: 'Every generation must set SO_REUSEADDR, the first one included.',
    documented: { linux: 'holds', darwin: 'does not hold' },
    test: (lab) => {
      const second = lab.rebind('TIME_WAIT', NONE, REUSEADDR).bind;
      const first = lab.rebind('TIME_WAIT', REUSEADDR, NONE).bind;
      const both = lab.rebind('TIME_WAIT', REUSEADDR, REUSEADDR).bind;
      return {
        holds: second === 'EADDRINUSE' && first === 'EADDRINUSE' && both === 'ok',
        ...seen`only the first: ${first}; only the second: ${second}; both: ${both}`,
      };
    },
  },
  {
    id: 'C11',
    text: 'SO_REUSEADDR on the later socket rescues a TIME_WAIT left by a socket without it.',
    documented: { linux: 'does not hold', darwin: 'holds' },
    test: (lab) => {
      const listener = lab.listener(NONE);
      const { client, server } = connectReserved(lab, listener);
      lab.close(listener);
      lab.leaveTimeWait(server, client);
      lab.show();
      const later = lab.open('tcp', REUSEADDR);
      const bind = lab.bind(later);
      return { holds: bind === 'ok', ...seen`bind with SO_REUSEADDR over that TIME_WAIT: ${bind}` };
    },
  },
  {
    id: 'C14',
    text: 'The option set after bind has no effect on that bind.',
    documented: HOLDS,
    test: (lab) => {
      const listener = lab.listener(NONE);
      // too late for the listener's own bind, yet in time for the connections it accepts from now on
      lab.sockets.setOption(listener, 'SO_REUSEADDR', true);
      const { client, server } = connectReserved(lab, listener);
      lab.close(listener);
      lab.leaveTimeWait(server, client);
      const late = lab.open('tcp', NONE);
      const before = lab.bind(late);
      lab.sockets.setOption(late, 'SO_REUSEADDR', true);
      const unbound = lab.sockets.localEndpoint(late).port === 0;
      const again = lab.bind(late);
      return {
        holds: before === 'EADDRINUSE' && unbound,
        ...seen`bind, then the option: ${before}, and still not bound; the next bind of that socket: ${again} (the leftover's listener had set it after its bind, before the handshake)`,
      };
    },
  },
  {
    id: 'C15',
    text: 'TIME_WAIT lasts 2 MSL.',
    documented: HOLDS,
    test: (lab) => {
      const listener = lab.listener(NONE);
      const { client, server } = connectReserved(lab, listener);
      lab.close(listener);
      const { local, remote } = lab.leaveTimeWait(server, client);
      const expiresMs = lab.row(local, remote)?.expiresMs;
      lab.show();
      if (expiresMs === undefined) {
        throw untestable('no-timer');
      }
      const seconds = Math.round(expiresMs / 1000);
      // RFC 9293 takes 2 minutes for the MSL and allows for other values
      return {
        holds: seconds > 0 && seconds <= 240,
        ...seen`the timer of a fresh TIME_WAIT says ${seconds} s, an MSL of ${seconds / 2} s`,
      };
    },
  },
  {
    id: 'C16',
    text: 'The same 4-tuple can be taken over from TIME_WAIT by a new connection.',
    documented: HOLDS,
    test: (lab) => {
      const source = lab.reserve();
      const listener = lab.listener(REUSEADDR);
      const first = lab.connect(listener, source);
      lab.close(listener);
      lab.leaveTimeWait(first.server, first.client);
      lab.show();
      const again = lab.listener(REUSEADDR);
      const client = lab.dial(lab.local, source);
      const server = lab.accept(again, source);
      const state = lab.state(lab.local, source);
      lab.close(server);
      lab.close(client);
      return {
        holds: state === 'ESTABLISHED',
        ...seen`the 4-tuple in TIME_WAIT is ${state} after connect from the same port`,
      };
    },
  },
  {
    id: 'C19',
    text: 'A TIME_WAIT on one local address does not block the same port on another.',
    documented: HOLDS,
    test: (lab) => {
      const { bind } = lab.rebind('TIME_WAIT', NONE, NONE, { second: lab.otherAddress });
      return {
        holds: bind === 'ok',
        ...seen`TIME_WAIT on ${lab.host.text}, bind on ${lab.otherAddress.text}: ${bind}`,
      };
    },
  },
  {
    id: 'C23',
    text: 'A server killed with unread data, or closing with SO_LINGER 0, leaves no TIME_WAIT.',
    documented: HOLDS,
    test: (lab) => {
      const ends = [true, false].map((unread) => {
        const listener = lab.listener(NONE);
        const { client, server, clientEnd } = lab.connect(listener);
        lab.close(listener);
        if (unread) {
          lab.sockets.send(client, new Uint8Array(5));
          lab.sockets.wait(server, 'readable', 1000);
          lab.closeOrderly(server);
        } else {
          lab.close(server);
        }
        const state = lab.state(lab.local, clientEnd);
        lab.close(client);
        const bind = lab.bindPlain();
        return { how: unread ? 'unread data' : 'SO_LINGER 0', state, bind };
      });
      return {
        holds: ends.every(({ state, bind }) => state === 'no socket' && bind === 'ok'),
        ...repeated(
          ends.map(({ how, state, bind }) => seen`${how}: ${state} remains, bind: ${bind}`),
          (all) => all.join('; '),
        ),
      };
    },
  },
  {
    id: 'C24',
    text: 'A socket that is bound and does not listen blocks the port, and is not in /proc/net/tcp.',
    documented: HOLDS,
    test: (lab) => {
      const bound = lab.open('tcp', NONE);
      lab.bind(bound);
      const second = lab.bindPlain();
      const inDiag = lab.show().some(({ state, local }) => state === 'CLOSE' && local.port === lab.port);
      const file = lab.host.family === 4 ? '/proc/net/tcp' : '/proc/net/tcp6';
      const hexPort = `:${lab.port.toString(16).toUpperCase().padStart(4, '0')} `;
      const inProc = readFileSync(file, 'utf8').includes(hexPort);
      return {
        holds: second === 'EADDRINUSE' && !inProc,
        ...seen`a second bind: ${second}; in ${file}: ${inProc ? 'yes' : 'no'}; in sock_diag: ${inDiag ? 'yes' : 'no'}`,
      };
    },
  },
];

/** A connection whose client's port can be bound again, to end the TIME_WAIT it leaves. */
function connectReserved(lab: Lab, listener: number): ReturnType<Lab['connect']> {
  return lab.connect(listener, lab.reserve());
}
export const SIMULTANEOUS_CLOSE: Claim = {
  id: 'C25',
  text: 'A simultaneous close leaves both ends in TIME_WAIT.',
  documented: HOLDS,
  // both ends in TIME_WAIT keep each other from being ended early, so not on the user's network
  test: (outer) =>
    outer.inFreshNetwork((lab) => {
      const listener = lab.listener(REUSEADDR);
      const { client, server, clientEnd } = lab.connect(listener);
      lab.close(listener);
      // the client loses the server's FIN until it has sent its own: the two cross
      if (!lab.sockets.dropSegments(client, 'FIN')) {
        throw untestable('no-filter');
      }
      lab.sockets.shutdownWrite(server);
      lab.sockets.shutdownWrite(client);
      const crossing = lab.state(lab.local, clientEnd);
      lab.sockets.dropSegments(client, undefined);
      lab.sockets.wait(client, 'readable', 2000); // the server's kernel sends its FIN again
      lab.closeOrderly(client);
      lab.closeOrderly(server);
      const ends = [lab.state(lab.local, clientEnd), lab.state(clientEnd, lab.local)] as const;
      lab.show();
      return {
        holds: ends.every((state) => state === 'TIME_WAIT'),
        ...seen`the server, which was ${crossing} while the FINs crossed: ${ends[0]}; the client: ${ends[1]}`,
      };
    }),
};
