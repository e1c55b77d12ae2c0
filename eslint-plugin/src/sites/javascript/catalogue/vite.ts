import { dropping } from './apis.ts';
import type { Family } from './family.ts';

/** dist/node/chunks/node.js, tryBindServer(): `httpServer.listen(port, host)`, after probing the port on the wildcard hosts. */
export const vite: Family = {
  name: 'vite',
  version: '8.3.8',
  modules: ['vite'],
  creates: { createServer: 'vite.ViteDevServer', preview: 'vite.PreviewServer' },
  typeNames: { ViteDevServer: 'vite.ViteDevServer', PreviewServer: 'vite.PreviewServer' },
  calls: {
    preview: {
      api: dropping('Vite preview()', 'serve the built files from an http server of your own'),
      defaultPort: 4173,
      arguments: { shape: 'options', at: 0, in: ['preview'] },
    },
  },
  types: {
    'vite.ViteDevServer': {
      listeners: {
        listen: {
          api: dropping(
            'Vite server.listen()',
            'create it with { server: { middlewareMode: true } } and mount vite.middlewares in an http server of your own',
          ),
          defaultPort: 5173,
          arguments: { shape: 'creation', at: 0, in: ['server'] },
          onlyWhen: [{ at: 0, in: ['server', 'middlewareMode'], is: [false] }],
        },
      },
      properties: { httpServer: 'http.Server', middlewares: 'connect.Server' },
    },
    'vite.PreviewServer': { properties: { httpServer: 'http.Server', middlewares: 'connect.Server' } },
  },
};
