import eslintPluginN from 'eslint-plugin-n';
import { eslintWith } from '../corpus/lint.mjs';

/**
 * @import { ESLint, Linter } from 'eslint'
 * @import { SelectedFile } from './select.mjs'
 *
 * @typedef {object} Timing One file in one repetition; all in milliseconds.
 * @property {number} parse
 * @property {number} total ESLint's whole time for the file, with the rebind rules and the others
 * @property {number} rebind all rebind rules, in that same run
 * @property {number} rebindBesidePeer all rebind rules, in the run that has the peer too
 * @property {number} peer `n/no-deprecated-api`, in that run
 * @property {number} off wall time of linting without the rebind rules
 * @property {number} offAgain the same once more: what differs from `off` is noise
 * @property {number} on wall time of linting with the rebind rules, nothing of it measured from inside
 */

const PEER = 'n/no-deprecated-api';

const FILES = ['**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}'];
/** What runs without the rules in question: the same files, the same parsers. */
const NO_RULES = [{ files: FILES }];

/**
 * Lints every file in five ways, `repetitions` times after a warm-up. The ways follow one another file by file and take
 * turns in going first, so that whatever else the machine does falls on all alike.
 *
 * @param {readonly SelectedFile[]} files
 * @param {readonly Linter.Config[]} configs of the plugin
 * @param {readonly Linter.Config[]} others on in every run
 * @param {number} repetitions
 * @param {(message: string) => void} progress
 * @returns {Promise<Timing[][]>} a row a repetition, a column a file
 */
export async function measure(files, configs, others, repetitions, progress) {
  /** @type {Linter.Config} */
  const peer = {
    files: FILES,
    plugins: { n: eslintPluginN },
    // A version stated here spares the peer its search for a package.json.
    rules: { [PEER]: ['error', { version: '>=20.19.0' }] },
  };
  const measured = eslintWith([...others, ...configs], { stats: true });
  const beside = eslintWith([...others, ...configs, peer], { stats: true });
  const off = eslintWith([...others, ...NO_RULES]);
  const offAgain = eslintWith([...others, ...NO_RULES]);
  const on = eslintWith([...others, ...configs]);

  /** @type {((file: SelectedFile) => Promise<Partial<Timing>>)[]} */
  const ways = [
    async (file) => {
      const { parse, total, rules } = await statsOf(measured, file);
      return { parse, total, rebind: timeOf(rules, 'rebind/') };
    },
    async (file) => {
      const { rules } = await statsOf(beside, file);
      return { rebindBesidePeer: timeOf(rules, 'rebind/'), peer: timeOf(rules, PEER) };
    },
    async (file) => ({ off: await wallTime(off, file) }),
    async (file) => ({ on: await wallTime(on, file) }),
    async (file) => ({ offAgain: await wallTime(offAgain, file) }),
  ];

  /** @type {Timing[][]} */
  const timings = [];
  for (let repetition = -1; repetition < repetitions; repetition++) {
    progress(repetition < 0 ? 'warming up' : `repetition ${repetition + 1} of ${repetitions}`);
    /** @type {Timing[]} */
    const row = [];
    for (const [index, file] of files.entries()) {
      const first = (index + repetition + 1) % ways.length;
      const timing = {};
      for (const way of [...ways.slice(first), ...ways.slice(0, first)])
        Object.assign(timing, await way(file));
      row.push(/** @type {Timing} */ (timing));
    }
    if (repetition >= 0) timings.push(row);
  }
  return timings;
}

/**
 * @param {ESLint} eslint
 * @param {SelectedFile} file
 */
async function statsOf(eslint, { file, text }) {
  const [result] = await eslint.lintText(text, { filePath: file });
  const pass = result?.stats?.times.passes[0];
  if (!pass?.parse) throw new Error(`ESLint gave no times for ${file}`);
  return { parse: pass.parse.total, total: pass.total, rules: pass.rules ?? {} };
}

/**
 * @param {Record<string, { total: number }>} rules
 * @param {string} prefix
 */
function timeOf(rules, prefix) {
  return Object.entries(rules)
    .filter(([name]) => name.startsWith(prefix))
    .reduce((total, [, time]) => total + time.total, 0);
}

/**
 * @param {ESLint} eslint
 * @param {SelectedFile} file
 */
async function wallTime(eslint, { file, text }) {
  const start = performance.now();
  await eslint.lintText(text, { filePath: file });
  return performance.now() - start;
}
