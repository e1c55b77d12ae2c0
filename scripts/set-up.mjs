// Installs and builds what is missing or out of date; does nothing the second time.
// Runs on the machine's own Node (20.19 or newer) before anything is installed, so it uses Node alone.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { root, run } from './run.mjs';

const stamp = `${root}/node_modules/.cache/rebind/installed`;
const lockHash = createHash('sha256')
  .update(readFileSync(`${root}/package-lock.json`))
  .digest('hex');

function installed() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash;
}

if (!installed()) {
  console.log('Installing the packages of package-lock.json (npm ci) ...');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  mkdirSync(`${root}/node_modules/.cache/rebind`, { recursive: true });
  writeFileSync(stamp, lockHash);
}
run('npm', ['run', '--silent', 'build']);
