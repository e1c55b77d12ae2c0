import type { Family } from './family.ts';

/** dist/server/lib/start-server.js: `server.listen(port, hostname)`. */
export const next: Family = {
  name: 'next',
  modules: ['next'],
  note: 'The command line binds, with no reuse option; a custom server is an http.Server of the project and is reported as one.',
};
