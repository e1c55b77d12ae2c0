// Half of a short run is compiling, and what was compiled is kept where Node.js keeps it (new in 22.8): in the folder for
// temporary files. Node.js makes that one where there is none, and where none can be made, as in /proc, tries for ever (24.21).
'use strict';
const { mkdirSync } = require('node:fs');
const module_ = require('node:module');
const { tmpdir } = require('node:os');
const path = require('node:path');

const { NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE } = process.env;
const folder = NODE_COMPILE_CACHE || path.join(tmpdir(), 'node-compile-cache');

if (module_.enableCompileCache && !NODE_DISABLE_COMPILE_CACHE && isThere()) {
  module_.enableCompileCache(folder);
}

function isThere() {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    return error.code === 'EEXIST';
  }
}
