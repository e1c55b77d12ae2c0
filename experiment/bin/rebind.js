#!/usr/bin/env node
// A file of its own, so that npm can link the command before the package is built.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('./compile-cache.cjs');
// bundled, and CommonJS: what lasts as short as this is as fast as it loads
require('../dist/main.cjs');
