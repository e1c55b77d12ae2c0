// The child process of an experiment (src/experiment-process.ts), bundled as the command is.
'use strict';
const module_ = require('node:module');

module_.enableCompileCache?.();
require('../dist/experiment-process.cjs');
