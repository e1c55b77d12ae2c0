import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { languageOfFile } from 'eslint-plugin-rebind/languages';
import { filesBelow } from './files.mjs';
import { checkFixes } from './fixes.mjs';
import { lintAsItParses, syntaxError } from './lint.mjs';

/**
 * @import { Linter } from 'eslint'
 * @import { Linters, FixReport } from './fixes.mjs'
 * @import { Family } from './labels.mjs'
 * @import { ParsedAs } from './lint.mjs'
 *
 * @typedef {object} Outcome What linting one file gave.
 * @property {string} file
 * @property {ParsedAs} [parsedAs]
 * @property {string} [failure] why the file could not be linted: a syntax error, or what a rule threw
 * @property {boolean} [crashed] whether it was a rule
 * @property {Report[]} reports
 * @property {FixReport} [fixes] if there are reports
 *
 * @typedef {object} Report
 * @property {Linter.LintMessage} message
 * @property {string} sourceLine
 */

/**
 * Lints every file of the family in the trees, and tries its fixes.
 *
 * @param {Linters} linters
 * @param {string} trees
 * @param {readonly string[]} names of the trees
 * @param {Family} family
 * @param {(message: string) => void} progress
 * @returns {Promise<Map<string, Outcome>>} by file
 */
export async function lintTrees(linters, trees, names, family, progress) {
  /** @type {Map<string, Outcome>} */
  const outcomes = new Map();
  for (const [index, name] of names.entries()) {
    const files = await filesBelow(path.join(trees, name), family.files);
    progress(`[${index + 1}/${names.length}] linting ${files.length} files of ${name}`);
    for (const file of files) outcomes.set(file, await lintFile(linters, file));
  }
  return outcomes;
}

/**
 * @param {Linters} linters
 * @param {string} file
 * @returns {Promise<Outcome>}
 */
async function lintFile(linters, file) {
  const text = await readFile(file, 'utf8');
  try {
    const { linted, filePath, parsedAs } = await lintAsItParses(linters.plain, text, file);
    if (parsedAs === undefined) return { file, failure: syntaxError(linted)?.message ?? '', reports: [] };
    const lines = text.split('\n');
    const reports = linted.messages.map((message) => ({
      message,
      sourceLine: (lines[message.line - 1] ?? '').trim(),
    }));
    if (reports.length === 0) return { file, parsedAs, reports };
    const fixes = await checkFixes(linters, linted, filePath, languageOfFile(file)?.treeSitter?.name);
    return { file, parsedAs, reports, fixes };
  } catch (error) {
    const [failure = ''] = /** @type {Error} */ (error).message.split('\n');
    return { file, failure, crashed: true, reports: [] };
  }
}
