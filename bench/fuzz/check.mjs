import * as typescriptParser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import rebind from 'eslint-plugin-rebind';
import { languageOf } from 'eslint-plugin-rebind/languages';
import { DEFAULTS } from '../../extension/src/lint/default-settings.ts';
import * as editor from '../../extension/src/lint/server/linter.ts';

/** @import { Input } from './mutate.mjs' */

const FILES = {
  javascript: 'server.js',
  typescript: 'server.ts',
  c: 'server.c',
  cpp: 'server.cpp',
  java: 'Server.java',
  python: 'server.py',
};

/** @type {Linter.Config[]} */
const CONFIG = [
  ...rebind.configs.all,
  {
    files: ['**/*.{js,ts}'],
    languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
    // a comment of a seed may name rules that are not here
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
  },
  { files: ['**/*.ts'], languageOptions: { parser: typescriptParser } },
];

/** A lint of some kilobytes takes milliseconds; what takes this long on any machine does not grow with the text alone. */
const SLOW_MS = 2_000;

/** What no message says to a person. */
const NO_WORDS = /\bNaN\b|\bundefined\b|\[object |\{\{|\}\}|  | ,|\bnull\b/u;

/** @param {Input['language']} language */
const lineEnds = (language) =>
  language === 'javascript' || language === 'typescript' ? /\r\n|[\n\r\u2028\u2029]/u : /\r\n|[\n\r]/u;

/** @typedef {{ readonly what: string, readonly detail: string }} Fault */

const linter = new Linter();

/**
 * All that is wrong with what Rebind says and does about a text.
 *
 * @param {Input} input
 * @returns {Fault[] | undefined} undefined where the text does not parse, so that nothing is said of it
 */
export function faultsOf({ language, text }) {
  /** @type {Fault[]} */
  const faults = [];
  const filename = FILES[language];
  const attempt = (/** @type {string} */ what, /** @type {() => void} */ run) => {
    const start = process.cpuUsage();
    try {
      run();
    } catch (error) {
      faults.push({
        what: `${what}: exception`,
        detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
    const { user, system } = process.cpuUsage(start);
    if ((user + system) / 1_000 > SLOW_MS) {
      faults.push({ what: `${what}: slow`, detail: `${Math.round((user + system) / 1_000)} ms` });
    }
  };
  /** @type {Linter.LintMessage[]} */
  let found = [];
  attempt('verify', () => {
    found = linter.verify(text, CONFIG, { filename });
  });
  if (found.some(({ fatal }) => fatal)) {
    return faults.length > 0 ? faults : undefined;
  }
  for (const message of found) {
    faults.push(...inMessage(message, text, lineEnds(language)));
  }
  attempt('--fix', () => {
    const once = linter.verifyAndFix(text, CONFIG, { filename });
    if (once.messages.some(({ fatal }) => fatal)) {
      faults.push({ what: '--fix: does not parse', detail: once.output });
      return;
    }
    const twice = linter.verifyAndFix(once.output, CONFIG, { filename });
    if (twice.output !== once.output) {
      faults.push({
        what: '--fix: not idempotent',
        detail: `${once.output}\n=== became ===\n${twice.output}`,
      });
    }
  });
  for (const { ruleId, suggestions = [] } of found) {
    for (const { messageId, desc, fix } of suggestions) {
      const what = `suggestion ${messageId ?? desc} of ${ruleId ?? ''}`;
      attempt(what, () => {
        const after = applied(text, fix);
        if (linter.verify(after, CONFIG, { filename }).some(({ fatal }) => fatal)) {
          faults.push({ what: `${what}: does not parse`, detail: after });
        }
      });
    }
  }
  attempt('the editor', () => {
    const known = languageOf(language);
    if (known) {
      const result = editor.lint(text, known, filename, DEFAULTS);
      if (!result.syntaxError) {
        editor.fixAll(text, known, filename, DEFAULTS);
      }
    }
  });
  return faults;
}

/**
 * @param {string} text
 * @param {{ readonly range: readonly number[], readonly text: string }} fix
 */
function applied(text, { range: [start = 0, end = 0], text: replacement }) {
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  return text.slice(0, start + mark) + replacement + text.slice(end + mark);
}

/**
 * @param {Linter.LintMessage} message
 * @param {string} text
 * @param {RegExp} ends of its lines
 * @returns {Fault[]}
 */
function inMessage({ message, line, column, endLine, endColumn, fix, suggestions = [] }, text, ends) {
  /** @type {Fault[]} */
  const faults = [];
  const lines = text.split(ends);
  const isInside = (/** @type {number} */ atLine, /** @type {number} */ atColumn) =>
    atLine >= 1 &&
    atColumn >= 1 &&
    atLine <= lines.length &&
    atColumn <= (lines[atLine - 1]?.length ?? 0) + 1;
  if (!isInside(line, column) || (endLine !== undefined && !isInside(endLine, endColumn ?? 1))) {
    faults.push({
      what: 'place outside of the text',
      detail: `${line}:${column} to ${endLine}:${endColumn}`,
    });
  }
  if (endLine !== undefined && (endLine < line || (endLine === line && (endColumn ?? 1) <= column))) {
    faults.push({ what: 'place without width', detail: `${line}:${column} to ${endLine}:${endColumn}` });
  }
  for (const words of [message, ...suggestions.map(({ desc }) => desc)]) {
    // what the text itself says may be quoted
    const odd = NO_WORDS.exec(words)?.[0];
    if (odd !== undefined && !text.includes(odd)) {
      faults.push({ what: `message says "${odd}"`, detail: words });
    }
  }
  for (const change of [fix, ...suggestions.map((suggestion) => suggestion.fix)]) {
    const [start = 0, end = 0] = change?.range ?? [];
    if (start < 0 || start > end || end > text.length) {
      faults.push({ what: 'change outside of the text', detail: `${start} to ${end}` });
    }
  }
  return faults;
}
