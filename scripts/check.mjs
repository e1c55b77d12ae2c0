// Every check that needs no test: types, format, lint and dead exports.
import { run } from './run.mjs';

/** @type {readonly [title: string, command: string, arguments_: string[]][]} */
const checks = [
  ['Types', 'tsc', ['--noEmit', '-p', 'test']],
  ['Types of the extension', 'tsc', ['-p', 'extension']],
  ["Types of the panel's page", 'tsc', ['-p', 'extension/src/panel/view']],
  ['Types of the scripts', 'tsc', ['-p', 'scripts']],
  ['Format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['Lint', 'eslint', ['.', '--max-warnings', '0']],
  ['Imports', 'npm', ['run', '--silent', 'check:imports']],
  ['Exports', 'knip', []],
];
for (const [title, command, arguments_] of checks) {
  console.log(`${title}: ${command} ${arguments_.join(' ')}`);
  run(command, arguments_);
}
