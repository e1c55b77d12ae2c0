import type { Family } from './family.ts';

export const aedes: Family = {
  name: 'aedes',
  modules: ['aedes'],
  note: 'The broker does not bind; its handle goes to net.createServer(), and that server is reported.',
};

/** index.js: createServer() returns the net, tls, http, https or http2 server it makes. */
export const aedesServerFactory: Family = {
  name: 'aedes-server-factory',
  version: '0.2.1',
  modules: ['aedes-server-factory'],
  creates: { createServer: 'net.Server' },
};
