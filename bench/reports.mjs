#!/usr/bin/env node
/** Every report, fix and suggestion of a plugin on some files, as lines that two runs can be compared by. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { languageOfFile } from 'eslint-plugin-rebind/languages';
import { eslintWith, lint, lintAsItParses, pluginConfigs, syntaxError } from './corpus/lint.mjs';

/** @import { Linter } from 'eslint' */

const BUILT_PLUGIN = path.join(import.meta.dirname, '..', 'eslint-plugin', 'dist', 'index.js');

const HELP = `Usage: node bench/reports.mjs [options] PATH...

Lints the files below the paths and prints one line of JSON for each that has a report: its name, the hash of its text, every
report with its fix and suggestions, and the hash of what --fix makes of it. Before and after a change that is to change nothing:

  node bench/reports.mjs --plugin BEFORE/eslint-plugin/dist/index.js FILES > before
  node bench/reports.mjs FILES > after; diff before after

  --plugin PATH   the plugin (default: eslint-plugin/dist/index.js)
  --base DIR      what names are relative to (default: the working directory)
  --help          print this

A last line, on standard error, has the number of files and the hash of all their texts: runs compare where it is the same.

Exit code: 0 done; 2 wrong use; 3 cannot be done here.`;

const WRONG_USE = 2;
const CANNOT_RUN = 3;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = CANNOT_RUN;
}

async function main() {
  const options = readOptions();
  if (typeof options === 'number') return options;
  if (!existsSync(options.plugin)) {
    console.error(`${options.plugin} is not there; build it with: npm run build`);
    return CANNOT_RUN;
  }
  const configs = await pluginConfigs(options.plugin, 'all');
  const plain = eslintWith(configs);
  const fixing = eslintWith(configs, { fix: true });
  const texts = createHash('sha256');
  let files = 0;
  for (const file of options.paths.flatMap((given) => [...filesBelow(path.resolve(given))])) {
    const text = readFileSync(file, 'utf8');
    files += 1;
    texts.update(text);
    const { linted, filePath } = await lintAsItParses(plain, text, file);
    const failure = syntaxError(linted);
    if (failure ?? linted.messages.length > 0) {
      const fixed = failure ? undefined : await lint(fixing, text, filePath);
      const row = {
        file: path.relative(options.base, file),
        text: hash(text),
        ...(failure ? { failure: failure.message } : { reports: linted.messages.map(reportOf) }),
        ...(fixed?.fixed === true ? { fixed: hash(fixed.text) } : {}),
      };
      console.log(JSON.stringify(row));
    }
  }
  console.error(`${files} files, ${texts.digest('hex').slice(0, 16)}`);
  return 0;
}

/** @param {Linter.LintMessage} message */
function reportOf({ ruleId, line, column, endLine, endColumn, message, fix, suggestions }) {
  return { ruleId, line, column, endLine, endColumn, message, fix, suggestions };
}

/** @param {string} text */
function hash(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * In an order that every machine has.
 * @param {string} at
 * @returns {Generator<string>}
 */
function* filesBelow(at) {
  if (statSync(at).isFile()) {
    if (languageOfFile(at)) yield at;
    return;
  }
  const entries = readdirSync(at, { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const below = path.join(at, entry.name);
    if (entry.isDirectory() && entry.name !== '.git') yield* filesBelow(below);
    else if (entry.isFile() && languageOfFile(entry.name)) yield below;
  }
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        plugin: { type: 'string', default: BUILT_PLUGIN },
        base: { type: 'string', default: '.' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    if (positionals.length > 0) {
      return { plugin: path.resolve(values.plugin), base: path.resolve(values.base), paths: positionals };
    }
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
  }
  console.error(HELP);
  return WRONG_USE;
}
