import { nodeTcp } from './apis.ts';
import type { Family, Listener } from './family.ts';

/**
 * dist/adapters/node.mjs: `server.listen({ port, host, exclusive: !reusePort, reusePort, ...options.node })`; the adapters for Bun
 * and Deno pass reusePort on too. Port: dist/_chunks/_utils2.mjs, resolvePortAndHost().
 */
const serve = (name: string, at: number): Listener => ({
  api: nodeTcp(name),
  defaultPort: 3000,
  portVariable: 'PORT',
  isNativeOnDeno: true,
  arguments: { shape: 'options', at },
});

export const srvx: Family = {
  name: 'srvx',
  version: '1.0.8',
  modules: ['srvx', 'srvx/node', 'srvx/bun', 'srvx/deno'],
  calls: { serve: serve('srvx serve()', 0) },
};

/** dist/_entries/node.mjs hands `{ fetch: app.fetch, ...options }` to srvx. */
export const h3: Family = {
  name: 'h3',
  version: '2.0.8',
  modules: ['h3', 'h3/node', 'h3/bun', 'h3/deno'],
  calls: { serve: serve('h3 serve()', 1) },
};
