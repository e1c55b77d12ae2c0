import type { Family } from './family.ts';
import { netListener, OVER_HTTP } from './node-net.ts';

/** lib/server.js: `this.server.listen.apply(this.server, args)`. */
export const restify: Family = {
  name: 'restify',
  version: '11.1.0',
  modules: ['restify'],
  creates: { createServer: 'restify.Server' },
  typeNames: { Server: 'restify.Server' },
  types: {
    'restify.Server': {
      listeners: { listen: netListener('restify server.listen()', OVER_HTTP) },
      returns: { listen: 'http.Server' },
      returnsItself: ['use', 'pre', 'first', 'param', 'on', 'once', 'off', 'addListener', 'removeListener'],
      properties: { server: 'http.Server' },
    },
  },
};
