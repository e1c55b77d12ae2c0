import type { Family } from './family.ts';
import { netListener, OVER_HTTP } from './node-net.ts';

/** index.js: `this.server.listen.apply(this.server, arguments)`. */
export const polka: Family = {
  name: 'polka',
  version: '0.5.2',
  modules: ['polka'],
  creates: { '': 'polka.Polka' },
  typeNames: { Polka: 'polka.Polka' },
  types: {
    'polka.Polka': {
      listeners: { listen: netListener('Polka app.listen()', OVER_HTTP) },
      returnsItself: [
        'use',
        'listen',
        'get',
        'post',
        'put',
        'delete',
        'patch',
        'head',
        'options',
        'connect',
        'trace',
        'all',
        'add',
      ],
      properties: { server: 'http.Server' },
    },
  },
};
