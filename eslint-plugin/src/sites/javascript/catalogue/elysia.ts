import { tcpFacts } from '../../flow/catalogue.ts';
import type { Family } from './family.ts';

/**
 * dist/adapter/bun/index.mjs: `Bun.serve({ reusePort: true, ...options })`. @elysiajs/node (dist/index.mjs) has the same default
 * and hands it to srvx, so a Node target is bound by what net.Server.listen() does with it.
 */
export const elysia: Family = {
  name: 'elysia',
  version: '1.4.30',
  modules: ['elysia'],
  creates: { '': 'elysia.Elysia', Elysia: 'elysia.Elysia' },
  types: {
    'elysia.Elysia': {
      listeners: {
        listen: {
          api: tcpFacts({
            name: 'Elysia app.listen()',
            runtime: 'bun',
            options: ['reusePort'],
            sharesByDefault: true,
          }),
          defaultPort: 3000,
          portVariable: 'PORT',
          arguments: { shape: 'port-or-options', at: 0 },
        },
      },
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
        'all',
        'route',
        'ws',
        'group',
        'guard',
        'mount',
        'state',
        'decorate',
        'derive',
        'resolve',
        'model',
        'macro',
        'error',
        'parser',
        'on',
        'onStart',
        'onRequest',
        'onParse',
        'onTransform',
        'onBeforeHandle',
        'onAfterHandle',
        'onAfterResponse',
        'onError',
        'onStop',
        'mapResponse',
        'as',
        'compile',
      ],
    },
  },
};
