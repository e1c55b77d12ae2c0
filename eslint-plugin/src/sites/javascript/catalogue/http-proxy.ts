import type { Family } from './family.ts';
import { netListener, OVER_HTTP } from './node-net.ts';

/** lib/http-proxy/index.js: `this._server.listen(port, hostname)`; an object in place of the port passes, its types refuse it. */
export const httpProxy: Family = {
  name: 'http-proxy',
  version: '1.18.1',
  modules: ['http-proxy'],
  creates: {
    '': 'http-proxy.Server',
    createProxyServer: 'http-proxy.Server',
    createServer: 'http-proxy.Server',
    createProxy: 'http-proxy.Server',
  },
  typeNames: { Server: 'http-proxy.Server' },
  types: {
    'http-proxy.Server': {
      listeners: { listen: netListener('http-proxy server.listen()', { ...OVER_HTTP, forwards: 'untyped' }) },
      returnsItself: ['listen', 'on', 'once', 'off', 'addListener', 'removeListener'],
    },
  },
};
