/** The entry of the child process: see experiment-process.ts, which a cache of compiled code helps to start. */
import module from 'node:module';

// new in Node 22.8, and half of a short run is compiling
if ('enableCompileCache' in module) {
  module.enableCompileCache();
}
await import('./experiment-process.ts');
