import { dropping } from './apis.ts';
import type { Family, Listener } from './family.ts';

/** lib/Server.js, start(): `this.server.listen({ host, port })`; with no port, or 'auto', the first free one from 8080. */
const start = (name: string): Listener => ({
  api: dropping(name, 'use webpack-dev-middleware in an http server of your own'),
  defaultPort: 8080,
  arguments: { shape: 'creation', at: 0 },
});

export const webpackDevServer: Family = {
  name: 'webpack-dev-server',
  version: '5.2.7',
  modules: ['webpack-dev-server'],
  creates: { '': 'webpack-dev-server.Server' },
  typeNames: { Server: 'webpack-dev-server.Server' },
  types: {
    'webpack-dev-server.Server': {
      listeners: {
        start: start('webpack-dev-server start()'),
        startCallback: start('webpack-dev-server startCallback()'),
      },
      properties: { server: 'http.Server' },
    },
  },
};
