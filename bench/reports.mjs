#!/usr/bin/env node
/** Every report, fix and suggestion of a plugin on some files, as lines that two runs can be compared by. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { languages } from 'eslint-plugin-rebind/languages';
import { BUILT_PLUGIN, CANNOT_RUN, exitWith, isBuilt, WRONG_USE } from './command.mjs';
import { filesBelow } from './corpus/files.mjs';
import { eslintWith, lint, lintAsItParses, pluginConfigs, syntaxError } from './corpus/lint.mjs';
import { Answers } from './reports/reasons.mjs';

/** @import { Linter } from 'eslint' */

const HELP = `Usage: node bench/reports.mjs [options] PATH...

Lints the files below the paths and prints one line of JSON for each that has a report: its name, the hash of its text, every
report with its fix and suggestions, and the hash of what --fix makes of it. Before and after a change that is to change nothing:

  node bench/reports.mjs --plugin BEFORE/eslint-plugin/dist/index.js FILES > before
  node bench/reports.mjs FILES > after; diff before after

  --plugin PATH   the plugin (default: eslint-plugin/dist/index.js)
  --base DIR      what names are relative to (default: the working directory)
  --count         print how many reports of each rule have a fix, and what the others get instead, in place of the reports
  --help          print this

A last line, on standard error, has the number of files and the hash of all their texts: runs compare where it is the same.

Exit code: 0 done; 2 wrong use; 3 cannot be done here.`;

/** The names of all files that the plugin reads. */
const SOURCES = new RegExp(
  `(?:${languages.flatMap(({ extensions }) => extensions.map((one) => one.replaceAll(/[.+]/g, String.raw`\$&`))).join('|')})$`,
);

await exitWith(main);

async function main() {
  const options = readOptions();
  if (typeof options === 'number') return options;
  if (!isBuilt(options.plugin)) return CANNOT_RUN;
  const configs = await pluginConfigs(options.plugin, 'all');
  const plain = eslintWith(configs);
  const fixing = eslintWith(configs, { fix: true });
  const texts = createHash('sha256');
  const answers = new Answers();
  const files = (await Promise.all(options.paths.map(filesAt))).flat();
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    texts.update(text);
    const { linted, filePath } = await lintAsItParses(plain, text, file);
    const failure = syntaxError(linted);
    if (options.isCounting) {
      if (!failure) answers.add(linted.messages);
    } else if (failure ?? linted.messages.length > 0) {
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
  if (options.isCounting) console.log(answers.toString());
  console.error(`${files.length} files, ${texts.digest('hex').slice(0, 16)}`);
  return 0;
}

/** @param {Linter.LintMessage} message */
function reportOf({ ruleId, line, column, endLine, endColumn, message, fix, suggestions }) {
  const offered = suggestions?.map(({ messageId, desc, fix: change }) => ({ messageId, desc, fix: change }));
  return { ruleId, line, column, endLine, endColumn, message, fix, suggestions: offered };
}

/** @param {string} text */
function hash(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** @param {string} given a folder, or a file */
async function filesAt(given) {
  const at = path.resolve(given);
  return statSync(at).isFile() ? [at] : filesBelow(at, SOURCES);
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        plugin: { type: 'string', default: BUILT_PLUGIN },
        base: { type: 'string', default: '.' },
        count: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    if (positionals.length > 0) {
      return {
        plugin: path.resolve(values.plugin),
        base: path.resolve(values.base),
        isCounting: values.count,
        paths: positionals,
      };
    }
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
  }
  console.error(HELP);
  return WRONG_USE;
}
