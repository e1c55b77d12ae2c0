import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, preview } from 'vite';

const root = mkdtempSync(join(tmpdir(), 'rebind-vite-'));
mkdirSync(join(root, 'dist'));
process.once('exit', () => rmSync(root, { recursive: true, force: true }));

const base = { root, configFile: false, logLevel: 'silent', cacheDir: join(root, 'cache') };
const create = (server) => createServer({ ...base, server: { ws: false, ...server } });

export const listeners = {
  preview: {
    start: (options) => preview({ ...base, preview: { port: 0, host: '127.0.0.1', ...options } }),
    withoutPort: () => preview(base),
  },
  'vite.ViteDevServer.listen': {
    start: async (options) => (await create({ port: 0, host: '127.0.0.1', ...options })).listen(),
    withoutPort: async () => (await create({})).listen(),
    // in this mode listen() throws
    withoutBinding: async () => (await create({ middlewareMode: true })).listen().catch(() => {}),
    instead: async (options) => {
      const vite = await create({ middlewareMode: true });
      createHttpServer(vite.middlewares).listen({ port: 0, host: '127.0.0.1', ...options });
    },
  },
};
export const servers = {
  'vite.ViteDevServer.httpServer': async () => (await create({})).httpServer,
  'vite.PreviewServer.httpServer': async () =>
    (await preview({ ...base, preview: { port: 0, host: '127.0.0.1' } })).httpServer,
};
