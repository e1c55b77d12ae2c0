// Rebind's main job on a folder: lints its servers for address reuse, then runs the rebind experiment on the port it is
// configured for. Default folder: examples/.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { styleText } from 'node:util';
import tsParser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';
import rebind from 'eslint-plugin-rebind';
import { root } from './run.mjs';

const [argument, ...rest] = process.argv.slice(2);
if (argument === '--help' || argument === '-h') {
  console.log(`Usage: npm start [-- FOLDER]

Lints the servers of FOLDER for address reuse, whatever ESLint configuration it has, then runs the rebind experiment on the port
the folder is configured for. Default: examples/. Nothing is changed; to apply the fixes, set up eslint-plugin-rebind there and run: npx eslint --fix`);
  process.exit(0);
}
// npm runs scripts in the repository's root; INIT_CWD is where the user stands
const folder =
  argument === undefined ? path.join(root, 'examples') : path.resolve(process.env.INIT_CWD ?? '.', argument);
if (rest.length > 0 || !existsSync(folder) || !statSync(folder).isDirectory()) {
  console.error(
    rest.length > 0
      ? `One folder at a time, please: ${rest.join(' ')} is too many.`
      : `No such folder: ${folder}`,
  );
  process.exit(2);
}

const eslint = new ESLint({
  cwd: folder,
  overrideConfigFile: true,
  errorOnUnmatchedPattern: false,
  overrideConfig: [
    ...rebind.configs.all,
    { files: ['**/*.{ts,mts,cts,tsx}'], languageOptions: { parser: tsParser } },
    {
      languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
      linterOptions: { reportUnusedDisableDirectives: 'off' },
    },
  ],
});
console.log(`${styleText('bold', 'Linting')} ${folder}`);
const results = await eslint.lintFiles(['.']);
// rules of the folder's own configuration are not loaded: comments that name them say nothing here
for (const result of results) {
  result.messages = result.messages.filter(
    ({ ruleId, fatal }) => fatal === true || ruleId?.startsWith('rebind/') === true,
  );
}
const formatter = await eslint.loadFormatter('stylish');
const report = await formatter.format(ESLint.getErrorResults(results));
console.log(report || styleText('green', 'Every listen call says whether its port may be reused.'));

const found = results.flatMap(({ messages }) => messages.filter(({ fatal }) => !fatal));
const fixable = found.filter(({ fix }) => fix).length;
console.log(
  `${results.length} files, ${found.length} listen calls to look at, ${fixable} of them mended by eslint --fix.` +
    ' What each message means: docs/rules/\n',
);

console.log(
  styleText('bold', 'The experiment on the port this folder is configured for (npx rebind matrix)'),
);
const experiment = spawnSync(process.execPath, [path.join(root, 'experiment/bin/rebind.js'), 'matrix'], {
  cwd: folder,
  stdio: 'inherit',
});
// where it cannot run, it has said why: the lint report above stands all the same
process.exitCode = experiment.status === null ? 1 : 0;
