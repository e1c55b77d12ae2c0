// Half of a short run is compiling, and what was compiled is kept where Node.js keeps it (new in 22.8): in the folder for
// temporary files, which is not made where there is none.
'use strict';
const { existsSync } = require('node:fs');
const module_ = require('node:module');
const { tmpdir } = require('node:os');

if (existsSync(tmpdir())) {
  module_.enableCompileCache?.();
}
