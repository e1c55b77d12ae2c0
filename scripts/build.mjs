// Builds every package into its own dist/.
import { run } from './run.mjs';

run('tsc', ['--build', 'eslint-plugin', 'experiment']);
run('node', ['scripts/bundle-experiment.mjs']);
