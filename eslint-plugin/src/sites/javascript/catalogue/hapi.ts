import { dropping } from './apis.ts';
import type { Family } from './family.ts';

/** lib/core.js: `this.listener.listen(this.settings.port, address, finalize)`, unless `autoListen` is false. */
export const hapi: Family = {
  name: '@hapi/hapi',
  version: '21.4.10',
  modules: ['@hapi/hapi', 'hapi'],
  creates: { server: 'hapi.Server', Server: 'hapi.Server' },
  types: {
    'hapi.Server': {
      listeners: {
        start: {
          api: dropping(
            'hapi server.start()',
            'create the server with { autoListen: false } and no port, and after start() call server.listener.listen({ port, reusePort })',
          ),
          arguments: { shape: 'creation', at: 0 },
          onlyWhen: [{ at: 0, in: ['autoListen'], is: [true] }],
        },
      },
      properties: { listener: 'http.Server' },
    },
  },
};
