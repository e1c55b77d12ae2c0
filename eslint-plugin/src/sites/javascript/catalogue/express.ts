import type { Family } from './family.ts';
import { netListener, OVER_HTTP } from './node-net.ts';

/** lib/application.js: `http.createServer(this).listen.apply(server, arguments)`. */
export const express: Family = {
  name: 'express',
  version: '5.3.0',
  modules: ['express'],
  declaredIn: ['express', 'express-serve-static-core'],
  creates: { '': 'express.Application' },
  typeNames: { Express: 'express.Application', Application: 'express.Application' },
  types: {
    'express.Application': {
      listeners: { listen: netListener('Express app.listen()', OVER_HTTP) },
      returns: { listen: 'http.Server' },
      returnsItself: [
        'use',
        'get',
        'post',
        'put',
        'delete',
        'patch',
        'all',
        'set',
        'enable',
        'disable',
        'engine',
        'param',
      ],
    },
  },
};
