import type { RuntimeFacts } from './runtime.ts';

export const posix: RuntimeFacts = {
  name: 'the system',
  unstatedTcp: 'posixTcp',
  reusePort: {},
  refusesReusePortOnPath: true,
  onWindows: 'reported',
};
