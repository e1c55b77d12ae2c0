// Builds every package into its own dist/, and the VS Code extension into dist/.
import { run } from './run.mjs';
import { vendorTreeSitter } from './vendor-tree-sitter.mjs';

vendorTreeSitter();
run('tsc', ['--build', 'eslint-plugin', 'experiment']);
run('node', ['scripts/bundle-extension.mjs']);
