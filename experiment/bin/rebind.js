#!/usr/bin/env node
// A file of its own, so that npm can link the command before the package is built.
import module from 'node:module';

// new in Node 22.8, and half of a short run is compiling
module.enableCompileCache?.();
// bundled, and CommonJS: what lasts as short as this is as fast as it loads
module.createRequire(import.meta.url)('../dist/main.cjs');
