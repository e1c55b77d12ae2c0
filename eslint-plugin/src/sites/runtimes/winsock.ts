import type { RuntimeFacts } from './runtime.ts';

/**
 * SO_REUSEADDR lets a socket bind a port that is in use there, and a socket that has set it be bound over by any user.
 * Source: learn.microsoft.com, "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE".
 */
export const winsock: RuntimeFacts = {
  name: 'Windows',
  unstatedTcp: 'winsockTcp',
  reusePort: {},
  onWindows: 'reported',
};
