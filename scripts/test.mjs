// Every check of the repository, then every test. Arguments go to vitest: npm test -- test/eslint-plugin
import { run } from './run.mjs';

const filters = process.argv.slice(2);
if (filters.length === 0) {
  const checks = [
    ['Types', 'tsc', ['--noEmit', '-p', 'test']],
    ['Types of the extension', 'tsc', ['-p', 'extension']],
    ["Types of the panel's page", 'tsc', ['-p', 'extension/src/panel/view']],
    ['Format', 'prettier', ['--check', '--log-level', 'warn', '.']],
    ['Lint', 'eslint', ['.', '--max-warnings', '0']],
    ['Exports', 'knip', []],
  ];
  for (const [title, command, arguments_] of checks) {
    console.log(`${title}: ${command} ${arguments_.join(' ')}`);
    run(command, arguments_);
  }
}
run('node', ['scripts/test-tools.mjs']);
run('vitest', ['run', ...filters]);
