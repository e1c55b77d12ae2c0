import { setReuseAddr, socketStates, SPELLED, tcpFacts, WINSOCK_STATES } from '../../flow/catalogue.ts';
import type { ApiFacts } from '../../site.ts';

/** socket.bind(): sockets are made without any option, as in C. Source: Modules/socketmodule.c of CPython. */
export const SOCKET_TCP: ApiFacts = tcpFacts({
  name: 'socket.bind()',
  runtime: 'python',
  options: ['reuseAddr', 'reusePort'],
  spelled: SPELLED,
  unstated: 'posixTcp',
  restart: 'fails',
  states: socketStates('on-linux'),
});

export const SOCKET_UDP: ApiFacts = {
  ...SOCKET_TCP,
  protocol: 'udp',
  unstated: undefined,
  restart: 'safe',
};

/** A bind that only Windows reaches. */
export const SOCKET_WINDOWS: ApiFacts = {
  ...SOCKET_TCP,
  runtime: 'winsock',
  options: ['exclusiveAddrUse'],
  unstated: 'winsockTcp',
  states: WINSOCK_STATES,
};

/** asyncore.dispatcher.bind(), with a method of its own for the option. Source: Lib/asyncore.py of CPython 3.11. */
export const DISPATCHER: ApiFacts = {
  ...SOCKET_TCP,
  name: 'asyncore dispatcher.bind()',
  states: { tcp: [setReuseAddr] },
};
