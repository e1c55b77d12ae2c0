import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { filesBelow } from '../corpus/files.mjs';
import { treeName } from '../corpus/labels.mjs';
import { lint, syntaxError } from '../corpus/lint.mjs';

/**
 * @import { ESLint } from 'eslint'
 * @import { Family, Site } from '../corpus/labels.mjs'
 *
 * @typedef {'candidate' | 'look-alike' | 'plain'} Kind `candidate`: holds a labelled or reported call; `look-alike`: only
 *   its text looks as if; `plain`: nothing of the sort
 *
 * @typedef {object} SelectedFile
 * @property {string} file
 * @property {string} text
 * @property {Kind} kind
 */

const LARGEST_BYTES = 1 << 20;
/** Files that people do not lint, or that hold no calls. */
const LEFT_OUT = /\/node_modules\/|\.d\.[cm]?ts$/;

/**
 * Takes files of every tree in turn, in an order that depends on the seed alone: a quarter with a candidate call, the
 * rest without one. Generated megabytes, declarations, dependencies,
 * empty files and those that do not parse are left out.
 *
 * @param {object} options
 * @param {string} options.trees
 * @param {Family} options.family
 * @param {readonly Site[]} options.sites
 * @param {ESLint} options.eslint tells which files are reported
 * @param {number} options.count how many files
 * @param {string} options.seed
 * @returns {Promise<SelectedFile[]>} fewer than `count` if the trees do not hold as many
 */
export async function selectFiles({ trees, family, sites, eslint, count, seed }) {
  const labelled = new Set(sites.map((site) => path.join(trees, treeName(site), site.path)));
  const wanted = { candidate: Math.ceil(count / 4), other: count - Math.ceil(count / 4) };
  /** @type {SelectedFile[]} */
  const selected = [];
  for (const file of await inTurn(trees, family, sites, seed)) {
    if (wanted.candidate === 0 && wanted.other === 0) break;
    const text = await readFile(file, 'utf8');
    if (text.trim() === '') continue;
    const looksAlike = family.candidate.test(text);
    if (looksAlike ? wanted.candidate + wanted.other === 0 : wanted.other === 0) continue;
    const linted = await lint(eslint, text, file);
    if (syntaxError(linted)) continue;
    const holdsSite = labelled.has(file) || linted.messages.length > 0;
    const group = holdsSite ? 'candidate' : 'other';
    if (wanted[group] === 0 || (holdsSite && !looksAlike)) continue;
    wanted[group] -= 1;
    selected.push({ file, text, kind: holdsSite ? 'candidate' : looksAlike ? 'look-alike' : 'plain' });
  }
  return selected;
}

/**
 * @param {string} trees
 * @param {Family} family
 * @param {readonly Site[]} sites
 * @param {string} seed
 * @returns {Promise<string[]>} the first file of each tree, then the second of each, and so on
 */
async function inTurn(trees, family, sites, seed) {
  const rank = (/** @type {string} */ file) =>
    createHash('sha256')
      .update(`${seed}:${path.relative(trees, file)}`)
      .digest('hex');
  /** @type {{ turn: number, file: string }[]} */
  const turns = [];
  for (const name of [...new Set(sites.map(treeName))].sort()) {
    const files = await filesBelow(path.join(trees, name), family.files).catch(() => []);
    const ranked = files
      .filter((file) => !LEFT_OUT.test(file))
      .map((file) => ({ file, rank: rank(file) }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1));
    let turn = 0;
    for (const { file } of ranked) {
      if ((await stat(file)).size <= LARGEST_BYTES) turns.push({ turn: turn++, file });
    }
  }
  return turns.sort((a, b) => a.turn - b.turn).map(({ file }) => file);
}
