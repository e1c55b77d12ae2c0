import type { Family } from './family.ts';

/** dist/presets/node/runtime/node-server: `server.listen(path ? { path } : { port, host })`. */
export const nitropack: Family = {
  name: 'nitropack',
  modules: ['nitropack'],
  note: 'The generated server listens on PORT and HOST of the environment and has no reuse option; nothing in the source binds.',
};
