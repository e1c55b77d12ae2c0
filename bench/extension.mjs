// What a lint in the language server costs, and a file without candidates. Figures: bench/extension.md; the first squiggle and
// the idle editor: bench/editor.mjs.
// Usage, with the flags of the server's process: node --conditions=rebind-source --max-semi-space-size=16 bench/extension.mjs
import './faults-thrown.mjs';
import { languageOf } from 'eslint-plugin-rebind/languages';
import { median, quantile } from 'simple-statistics';
import { lint } from '../extension/src/lint/server/linter.ts';
import { DEFAULTS } from '../extension/src/lint/default-settings.ts';
import { cpuMs } from './editor/cpu-time.mjs';
import { thousandLines } from './editor/thousand-lines.mjs';

const round = (/** @type {number} */ value) => Number(value.toFixed(2));

/**
 * Lints in the language server's own way.
 * @param {string} text
 * @param {number} rounds
 */
function lintTimes(text, rounds) {
  const typescript = languageOf('typescript');
  if (typescript === undefined) {
    throw new Error('the language server does not know TypeScript');
  }
  const times = Array.from({ length: rounds }, () => cpuMs(() => lint(text, typescript, 'a.ts', DEFAULTS)));
  const steady = times.slice(10);
  return { first: round(times[0] ?? 0), median: round(median(steady)), p95: round(quantile(steady, 0.95)) };
}

const thousand = thousandLines();
const withoutCandidates = thousand.replaceAll('listen', 'attend');

console.log('A lint in the language server, CPU ms');
console.table({
  'a thousand lines, one listen call': lintTimes(thousand, 210),
  'a thousand lines without candidates': lintTimes(withoutCandidates, 210),
});
