// Every check of the repository, then every test. Arguments go to vitest: npm test -- test/eslint-plugin
import { run } from './run.mjs';

const filters = process.argv.slice(2);
if (filters.length === 0) {
  run('node', ['scripts/check.mjs']);
}
run('node', ['scripts/test-tools.mjs']);
run('vitest', ['run', ...filters]);
