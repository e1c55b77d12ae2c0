// Every check that needs no test: types, format, lint and dead exports. As many at once as there are cores, the longest first.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { root } from './run.mjs';

/** @type {readonly [title: string, command: string, arguments_: string[]][]} */
const checks = [
  ['Lint', 'eslint', ['.', '--max-warnings', '0']],
  ['Format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['Types', 'tsc', ['--noEmit', '-p', 'test']],
  ['Types of the extension', 'tsc', ['-p', 'extension']],
  ["Types of the panel's page", 'tsc', ['-p', 'extension/src/panel/view']],
  ['Types of the scripts', 'tsc', ['-p', 'scripts']],
  ['Imports', 'npm', ['run', '--silent', 'check:imports']],
  ['Exports', 'knip', []],
];

/**
 * What a check says is shown under its name when it has ended: others run beside it.
 * @param {typeof checks[number]} check
 * @returns {Promise<boolean>} whether it found nothing
 */
async function passes([title, command, arguments_]) {
  // programs of node_modules/.bin are .cmd files on Windows, which need its shell
  const child = spawn(command, arguments_, { cwd: root, shell: process.platform === 'win32' });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      said += text;
    });
  }
  await once(child, 'close');
  const passed = child.exitCode === 0;
  console.log(`${title}: ${command} ${arguments_.join(' ')}${passed ? '' : ': failed'}\n${said}`.trimEnd());
  return passed;
}

const waiting = [...checks];
/** @type {string[]} */
const failed = [];

async function work() {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    if (!(await passes(check))) {
      failed.push(check[0]);
    }
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`);
  process.exit(1);
}
