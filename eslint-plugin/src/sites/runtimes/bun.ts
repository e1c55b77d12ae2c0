import { PROCESS_PLATFORM } from './node.ts';
import type { RuntimeFacts } from './runtime.ts';

export const bun: RuntimeFacts = {
  name: 'Bun',
  unstatedTcp: 'bunTcp',
  // sets it on macOS, where one process alone is served
  reusePort: { darwin: 'no-balance' },
  asks: PROCESS_PLATFORM,
};
