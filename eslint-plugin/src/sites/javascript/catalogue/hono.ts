import { dropping } from './apis.ts';
import type { Family } from './family.ts';

export const honoNodeServer: Family = {
  name: '@hono/node-server',
  version: '2.1.8',
  modules: ['@hono/node-server'],
  creates: { createAdaptorServer: 'http.Server' },
  calls: {
    // dist/index.mjs: `server.listen(options?.port ?? 3000, options.hostname, callback)`
    serve: {
      api: dropping(
        '@hono/node-server serve()',
        'use createAdaptorServer(options).listen({ port, reusePort })',
      ),
      defaultPort: 3000,
      defaultAddress: '*',
      arguments: { shape: 'options', at: 0 },
    },
  },
};
