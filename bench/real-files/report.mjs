/** Runs the files of the trees that ESLint changes, and prints what each did. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filesBelow } from '../corpus/files.mjs';
import { treeName } from '../corpus/labels.mjs';
import { changesOf } from './changes.mjs';
import { bindsOf, differenceOf } from './compare.mjs';
import { Workshop } from './link.mjs';
import { treeOf } from './trees.mjs';
import { SITUATIONS, watch } from './watch.mjs';

/**
 * @import { Source } from '../corpus/labels.mjs'
 * @import { Change, Changed } from './changes.mjs'
 *
 * @typedef {object} Result
 * @property {string} file
 * @property {string} [reason] why it was not run, or did not reach its bind
 * @property {string} [how] it was linked
 * @property {number} [binds] in the run of the file as it is
 * @property {number} [runs]
 * @property {readonly string[]} [differences]
 *
 * @typedef {{ file: string, how: string, command: readonly string[], programs: readonly string[], changes: readonly Change[] }} Linked
 */

/** Programs wait for clients most of their time. */
const AT_ONCE = 6;

/**
 * @param {string} trees
 * @param {readonly Source[]} sources
 * @param {string} only what the paths of files contain
 * @returns {Promise<Result[]>}
 */
export async function runAll(trees, sources, only) {
  /** @type {Result[]} */
  const results = [];
  for (const source of sources) {
    const folder = path.join(trees, treeName(source));
    const changed = await changedFiles(trees, folder, only);
    if (changed.size === 0) continue;
    const scratch = await mkdtemp(path.join(tmpdir(), 'rebind-real-'));
    try {
      const workshop = await Workshop.open(treeOf(source.repo), folder, path.join(scratch, 'tree'));
      const ran = await runTree(workshop, changed);
      results.push(...ran.map((result) => ({ ...result, file: `${source.repo}/${result.file}` })));
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
  return results;
}

/**
 * @param {string} trees
 * @param {string} folder
 * @param {string} only
 * @returns {Promise<Map<string, Changed>>} by path in the tree
 */
async function changedFiles(trees, folder, only) {
  /** @type {Map<string, Changed>} */
  const changed = new Map();
  for (const file of await filesBelow(folder, /\.(?:c|cc|cpp|cxx)$/)) {
    const found = file.includes(only) ? await changesOf(trees, file) : undefined;
    if (found) changed.set(path.relative(folder, file), found);
  }
  return changed;
}

/**
 * @param {Workshop} workshop
 * @param {ReadonlyMap<string, Changed>} changed
 * @returns {Promise<Result[]>}
 */
async function runTree(workshop, changed) {
  /** @type {Result[]} */
  const results = [];
  /** @type {Linked[]} */
  const waiting = [];
  for (const [file, { text, line, changes }] of changed) {
    const linked = await workshop.link(file, [text, ...changes.map((change) => change.text)], line);
    if ('reason' in linked) results.push({ file, reason: linked.reason });
    else waiting.push({ file, ...linked, command: workshop.tree.arguments?.[file] ?? [], changes });
  }
  const take = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await runFile(next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
  return results.sort((one, other) => one.file.localeCompare(other.file));
}

/**
 * @param {Linked} linked
 * @returns {Promise<Result>}
 */
async function runFile({ file, how, command, programs, changes }) {
  /** @type {string[]} */
  const differences = [];
  let [binds, runs] = [0, 0];
  for (const situation of SITUATIONS) {
    const [original = '', ...others] = programs;
    const was = await watch([original, ...command], situation);
    runs += 1;
    if (situation === 'free') binds = bindsOf(was).length;
    if (binds === 0) {
      return {
        file,
        how,
        reason: `did not reach its bind: ${was.status}, ${was.output.trim().slice(0, 60)}`,
      };
    }
    for (const [index, program] of others.entries()) {
      const change = changes[index];
      const difference = change && differenceOf(change, was, await watch([program, ...command], situation));
      runs += 1;
      if (difference) differences.push(`${change.what}, ${situation}: ${difference}`);
    }
  }
  return { file, how, binds, runs, differences };
}

/**
 * @param {readonly Result[]} results
 * @returns {number} the exit code
 */
export function print(results) {
  const ran = results.filter(({ binds }) => binds !== undefined);
  for (const { file, how, binds, runs, differences = [] } of ran) {
    const verdict = differences.length === 0 ? 'the same' : 'DIFFERS';
    console.log(`${file.padEnd(46)} ${verdict.padEnd(9)} ${binds} binds, ${runs} runs; ${how}`);
    for (const difference of differences) console.log(difference.replaceAll(/^/gm, '    '));
  }
  const others = results.filter(({ binds }) => binds === undefined);
  console.log(`\n${others.length} files were not run as far as their bind:`);
  for (const { file, reason } of others) console.log(`${file.padEnd(46)} ${reason}`);
  const differing = ran.filter(({ differences = [] }) => differences.length > 0).length;
  const runs = ran.reduce((sum, result) => sum + (result.runs ?? 0), 0);
  console.log(`\n${ran.length} files run (${runs} runs), ${differing} differ`);
  return ran.length === 0 ? 3 : differing === 0 ? 0 : 1;
}
