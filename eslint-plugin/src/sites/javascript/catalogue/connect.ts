import type { Family } from './family.ts';
import { netListener, OVER_HTTP } from './node-net.ts';

/** index.js: `http.createServer(this).listen.apply(server, arguments)`. */
export const connect: Family = {
  name: 'connect',
  version: '3.7.0',
  modules: ['connect'],
  creates: { '': 'connect.Server' },
  typeNames: { Server: 'connect.Server' },
  types: {
    'connect.Server': {
      listeners: { listen: netListener('connect app.listen()', OVER_HTTP) },
      returns: { listen: 'http.Server' },
      returnsItself: ['use', 'on', 'once', 'off', 'addListener', 'removeListener'],
    },
  },
};
