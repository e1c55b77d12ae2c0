// Which parser the language server brings for TypeScript: what each adds to the bundle, and what a lint costs with it, in one
// run. Usage: node bench/typescript-parser.mjs [rounds]. Figures and what was decided: bench/extension.md
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import * as tsParser from '@typescript-eslint/parser';
import { build } from 'esbuild';
import { Linter } from 'eslint';
import { parseSync } from 'oxc-parser';
import { median } from 'simple-statistics';
import rebind from '../eslint-plugin/src/index.ts';
import { babelParser } from '../eslint-plugin/src/sites/babel-parser.ts';
import { noTypeLibraries } from '../scripts/bundle-plugins.mjs';
import { root } from '../scripts/run.mjs';
import { cpuMs } from './editor/cpu-time.mjs';
import { thousandLines } from './editor/thousand-lines.mjs';

const rounds = Number(process.argv[2] ?? 30);
const text = thousandLines();

const linter = new Linter();
/** @param {import('eslint').Linter.Parser} parser */
const lintWith = (parser) => () => {
  const messages = linter.verify(
    text,
    [rebind.configs.recommended, { files: ['**/*.ts'], languageOptions: { parser } }],
    'a.ts',
  );
  if (messages.length !== 1 || messages[0]?.fatal) {
    throw new Error(`expected one report: ${JSON.stringify(messages)}`);
  }
};

/** @param {string} entry */
async function bundled(entry) {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, entry)],
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    plugins: [noTypeLibraries],
    logLevel: 'error',
  });
  const contents = outputFiles[0]?.contents ?? new Uint8Array();
  return { size: contents.length, gzip: gzipSync(contents).length };
}

function nativeSize() {
  const folder = path.join(root, 'node_modules/@oxc-parser');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.node'),
  );
  return files.reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
}

/** @type {Record<string, { run: () => unknown, size: { size: number, gzip?: number } }>} */
const candidates = {
  '@babel/parser, adapted': {
    run: lintWith(babelParser),
    size: await bundled('eslint-plugin/src/sites/babel-parser.ts'),
  },
  '@typescript-eslint/parser': {
    run: lintWith(tsParser),
    size: await bundled('node_modules/@typescript-eslint/parser/dist/index.js'),
  },
  // gives no tokens, which ESLint needs: parsing alone
  'oxc-parser, parsing alone': {
    run: () => parseSync('a.ts', text, { astType: 'ts', range: true }).program,
    size: { size: nativeSize() },
  },
};

const measured = Object.entries(candidates).map(([name, { run, size }]) => ({
  ...{ name, run, size, first: cpuMs(run) },
  /** @type {number[]} */
  times: [],
}));
// in turns, so that what else the machine does meets all alike
for (let round = 0; round < rounds; round += 1) {
  for (const { run, times } of measured) {
    times.push(cpuMs(run));
  }
}
const base = median(measured.find(({ name }) => name === '@typescript-eslint/parser')?.times ?? []);
console.table(
  Object.fromEntries(
    measured.map(({ name, size, first, times }) => [
      name,
      {
        'bundle kB': Math.round(size.size / 1000),
        'gzip kB': size.gzip ? Math.round(size.gzip / 1000) : '',
        'first, CPU ms': Math.round(first),
        'median, CPU ms': Number(median(times).toFixed(1)),
        'of typescript-eslint': Number((median(times) / base).toFixed(2)),
      },
    ]),
  ),
);
