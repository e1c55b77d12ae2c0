#!/usr/bin/env node
// A file of its own, so that npm can link the command before the package is built.
import module from 'node:module';

// new in Node 22.8, and half of a short run is compiling
module.enableCompileCache?.();
await import('../dist/main.js');
