import type { Family } from './family.ts';
import { netListener, OVER_HTTP } from './node-net.ts';

/** lib/application.js: `http.createServer(this.callback()).listen(...args)`. */
export const koa: Family = {
  name: 'koa',
  version: '3.3.0',
  modules: ['koa'],
  creates: { '': 'koa.Application' },
  typeNames: { Application: 'koa.Application' },
  types: {
    'koa.Application': {
      listeners: { listen: netListener('Koa app.listen()', OVER_HTTP) },
      returns: { listen: 'http.Server' },
      returnsItself: ['use', 'on', 'once', 'off', 'addListener', 'removeListener'],
    },
  },
};
