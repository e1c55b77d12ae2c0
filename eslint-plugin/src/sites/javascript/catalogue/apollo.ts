import type { Family } from './family.ts';
import { netListener, OVER_HTTP } from './node-net.ts';

/** dist/esm/standalone/index.js: `httpServer.listen(options?.listen ?? { port: 4000 }, resolve)`, typed net.ListenOptions. */
export const apolloServer: Family = {
  name: '@apollo/server',
  version: '5.5.1',
  modules: ['@apollo/server/standalone'],
  calls: {
    startStandaloneServer: {
      ...netListener('startStandaloneServer()', OVER_HTTP, { shape: 'options', at: 1, in: ['listen'] }),
      defaultPort: 4000,
    },
  },
};
