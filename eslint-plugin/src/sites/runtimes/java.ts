import type { RuntimeFacts } from './runtime.ts';

export const java: RuntimeFacts = {
  name: 'OpenJDK',
  unstatedTcp: 'javaTcp',
  // setOption() throws: OpenJDK 17, src/java.base/windows/native/libnio/ch/Net.c isReusePortAvailable0
  reusePort: { win32: 'unsupported' },
};
