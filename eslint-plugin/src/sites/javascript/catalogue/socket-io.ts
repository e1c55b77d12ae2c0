import { dropping } from './apis.ts';
import type { Family, Listener } from './family.ts';

/** dist/index.js, attach(): a port becomes `http.createServer(...).listen(port)`; a server is used as it is. */
const attach = (name: string): Listener => ({
  api: dropping(
    name,
    'create the http server yourself, pass it in place of the port, and give reusePort to its listen()',
  ),
  arguments: { shape: 'port-or-server', at: 0 },
  defaultAddress: '*',
});

export const socketIo: Family = {
  name: 'socket.io',
  version: '4.8.4',
  modules: ['socket.io'],
  calls: { '': attach('socket.io()'), Server: attach('new Server() of socket.io') },
  creates: { '': 'socket.io.Server', Server: 'socket.io.Server' },
  types: {
    'socket.io.Server': {
      listeners: { listen: attach('socket.io server.listen()'), attach: attach('socket.io server.attach()') },
      returnsItself: ['listen', 'attach', 'use', 'on', 'once', 'off', 'adapter', 'path', 'serveClient'],
      properties: { httpServer: 'http.Server' },
    },
  },
};
