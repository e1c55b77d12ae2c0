// The child process of an experiment (src/child/process.ts), bundled as the command is.
'use strict';
require('./compile-cache.cjs');
require('../dist/experiment-process.cjs');
