import type { RuntimeFacts } from './runtime.ts';

export const python: RuntimeFacts = {
  name: 'Python',
  unstatedTcp: 'pythonTcp',
  // there is no such name in the module, and the program stops with an AttributeError: Modules/socketmodule.c of CPython
  reusePort: { win32: 'missing' },
  refusesReusePortOnPath: true,
  onWindows: 'where-named',
};
