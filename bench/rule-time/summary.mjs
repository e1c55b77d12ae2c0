import { max, median, min, sum } from 'simple-statistics';

/**
 * @import { SelectedFile } from './select.mjs'
 * @import { Timing } from './measure.mjs'
 *
 * @typedef {object} Spread
 * @property {number} median over the repetitions
 * @property {number} min
 * @property {number} max
 *
 * @typedef {object} Summary
 * @property {number} files
 * @property {number} kilobytes
 * @property {number} eslintMs median of ESLint's whole time for the group
 * @property {number} parseMs
 * @property {number} rebindMs
 * @property {Spread} rebindOfEslint rebind rules / ESLint's whole time
 * @property {number} peerMs
 * @property {Spread} rebindOfPeer rebind rules / `n/no-deprecated-api`
 * @property {number} onOverOff wall time with rules / without, from each file's median
 * @property {number} offOverOff the same of two runs without rules: the noise
 */

/**
 * @param {readonly SelectedFile[]} files
 * @param {readonly (readonly Timing[])[]} timings a row a repetition, a column a file
 * @param {(file: SelectedFile) => boolean} isIn whether a file belongs to the group
 * @returns {Summary}
 */
export function summarize(files, timings, isIn) {
  const columns = files.flatMap((file, index) => (isIn(file) ? [index] : []));
  const at = (/** @type {readonly Timing[]} */ row, /** @type {number} */ column) =>
    /** @type {Timing} */ (row[column]);
  /** @param {keyof Timing} name */
  const totals = (name) => timings.map((row) => sum(columns.map((column) => at(row, column)[name])));
  /** @param {keyof Timing} name */
  const steady = (name) => sum(columns.map((column) => median(timings.map((row) => at(row, column)[name]))));
  return {
    files: columns.length,
    kilobytes: sum(files.filter(isIn).map(({ text }) => Buffer.byteLength(text))) / 1024,
    eslintMs: median(totals('total')),
    parseMs: median(totals('parse')),
    rebindMs: median(totals('rebind')),
    rebindOfEslint: ratios(totals('rebind'), totals('total')),
    peerMs: median(totals('peer')),
    rebindOfPeer: ratios(totals('rebindBesidePeer'), totals('peer')),
    onOverOff: steady('on') / steady('off'),
    offOverOff: steady('offAgain') / steady('off'),
  };
}

/**
 * @param {readonly number[]} numerators
 * @param {readonly number[]} denominators
 * @returns {Spread}
 */
function ratios(numerators, denominators) {
  const each = numerators.map((numerator, index) => numerator / /** @type {number} */ (denominators[index]));
  return { median: median(each), min: min(each), max: max(each) };
}
