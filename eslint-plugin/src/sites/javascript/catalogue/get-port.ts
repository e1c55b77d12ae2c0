import type { Family } from './family.ts';

/** index.js, checkAvailablePort(): listens on each candidate and closes again. */
export const getPort: Family = {
  name: 'get-port',
  modules: ['get-port'],
  note: 'It binds for a moment only; the port it returns may be taken before the server listens on it.',
};
