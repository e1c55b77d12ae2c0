/** Checks of what fixes and suggestions leave behind. */
import { diagnostics } from './compilers.mjs';
import { lint, syntaxError } from './lint.mjs';

/**
 * @import { ESLint, Linter } from 'eslint'
 * @import { Linted } from './lint.mjs'
 * @import { CountErrors } from './syntax.mjs'
 *
 * @typedef {object} Linters
 * @property {ESLint} plain
 * @property {ESLint} fixing has the options `fix` and `stats`
 * @property {CountErrors} countErrors
 *
 * @typedef {'parses' | 'compiles' | 'idempotent' | 'closure' | 'suggestion parses' | 'suggestion compiles' | 'suggestion closure'} Check
 *
 * @typedef {object} FixReport
 * @property {number} fixable reports with a fix
 * @property {number} suggestions
 * @property {boolean} fixed whether `--fix` changed the file
 * @property {number} passes how many passes of `--fix` changed it
 * @property {boolean} compiled whether a compiler took the file, and was asked again after each change
 * @property {{ check: Check, line: number, detail: string }[]} failures
 */

/**
 * @param {Linters} linters
 * @param {Linted} before
 * @param {string} filePath
 * @param {string | undefined} treeSitter the language of the plugin that reads the file
 * @returns {Promise<FixReport>}
 */
export async function checkFixes({ plain, fixing, countErrors }, before, filePath, treeSitter) {
  const fixable = before.messages.filter((message) => message.fix);
  const offered = before.messages.flatMap((message) =>
    (message.suggestions ?? []).map((suggestion) => ({ message, suggestion })),
  );
  /** @type {FixReport['failures']} */
  const failures = [];

  const after = await lint(fixing, before.text, filePath);
  const line = fixable[0]?.line ?? 1;
  const errorsBefore = treeSitter === undefined ? 0 : countErrors(treeSitter, before.text);
  /** @type {(linted: Linted) => string | undefined} */
  const brokenBy = (linted) => {
    const errors = treeSitter === undefined ? 0 : countErrors(treeSitter, linted.text);
    return errors > errorsBefore
      ? `${errors} syntax errors instead of ${errorsBefore}`
      : syntaxError(linted)?.message;
  };
  const broken = brokenBy(after);
  const isChanged = after.fixed || offered.length > 0;
  const said =
    treeSitter !== undefined && isChanged ? await diagnostics(treeSitter, before.text, filePath) : undefined;
  /** @type {(text: string) => Promise<string | undefined>} */
  const complaintOf = async (text) => {
    const saidAfter = said && treeSitter !== undefined && (await diagnostics(treeSitter, text, filePath));
    return !said || (saidAfter && saidAfter.every((diagnostic) => said.includes(diagnostic)))
      ? undefined
      : saidAfter
        ? saidAfter.find((diagnostic) => !said.includes(diagnostic))
        : 'it does not compile any more';
  };
  if (broken !== undefined) {
    failures.push({ check: 'parses', line, detail: `after --fix: ${broken}` });
  } else {
    const complaint = after.fixed ? await complaintOf(after.text) : undefined;
    if (complaint !== undefined) {
      failures.push({ check: 'compiles', line, detail: `after --fix: ${complaint}` });
    }
    const again = await lint(fixing, after.text, filePath);
    if (again.fixed || again.messages.some((message) => message.fix)) {
      failures.push({ check: 'idempotent', line, detail: 'a second --fix finds something to change' });
    }
    for (const message of unexpected(before.messages, fixable, after.messages)) {
      failures.push({ check: 'closure', line: message.line, detail: `after --fix: ${textOf(message)}` });
    }
  }

  for (const { message, suggestion } of offered) {
    const changed = await lint(plain, applied(before.text, suggestion.fix), filePath);
    const place = { line: message.line };
    const what = `after "${suggestion.desc}":`;
    const unparsed = brokenBy(changed);
    if (unparsed !== undefined) {
      failures.push({ check: 'suggestion parses', ...place, detail: `${what} ${unparsed}` });
      continue;
    }
    const complaint = await complaintOf(changed.text);
    if (complaint !== undefined) {
      failures.push({ check: 'suggestion compiles', ...place, detail: `${what} ${complaint}` });
    }
    for (const left of unexpected(before.messages, [message], changed.messages)) {
      failures.push({ check: 'suggestion closure', ...place, detail: `${what} ${textOf(left)}` });
    }
  }
  return {
    fixable: fixable.length,
    suggestions: offered.length,
    fixed: after.fixed,
    passes: after.fixed ? (after.stats?.fixPasses ?? 0) : 0,
    compiled: said !== undefined,
    failures,
  };
}

/**
 * An edit moves what follows it, so that messages are told apart by rule and text, but for the lines these name, and
 * counted: none may be there more often than it was before, less those that were dealt with.
 *
 * @param {readonly Linter.LintMessage[]} before
 * @param {readonly Linter.LintMessage[]} resolved
 * @param {readonly Linter.LintMessage[]} after
 * @returns {Linter.LintMessage[]} the messages that should not be there
 */
function unexpected(before, resolved, after) {
  /** @type {Map<string, number>} */
  const allowed = new Map();
  // a message can name lines that the edit moved
  const keyOf = (/** @type {Linter.LintMessage} */ message) =>
    textOf(message).replaceAll(/\bline \d+(?: or \d+)*/g, 'line N');
  const count = (/** @type {Linter.LintMessage} */ message, /** @type {number} */ by) =>
    allowed.set(keyOf(message), (allowed.get(keyOf(message)) ?? 0) + by);
  for (const message of before) count(message, 1);
  for (const message of resolved) count(message, -1);
  return after.filter((message) => {
    count(message, -1);
    return (allowed.get(keyOf(message)) ?? 0) < 0;
  });
}

/** @param {Linter.LintMessage} message */
function textOf({ ruleId, message }) {
  return `${ruleId ?? 'ESLint'}: ${message}`;
}

/**
 * @param {string} text
 * @param {{ range: readonly [number, number], text: string }} fix its range counts from after a byte order mark
 * @returns {string}
 */
function applied(text, { range: [start, end], text: replacement }) {
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  return text.slice(0, start + mark) + replacement + text.slice(end + mark);
}
