import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { debianSources } from './debian.mjs';
import { gitHubRepositories } from './github.mjs';
import { treeName } from './labels.mjs';
import { layOutNpmPackage } from './npm.mjs';

/**
 * @import { Source } from './labels.mjs'
 *
 * @callback LayOut Fetches a source and unpacks it.
 * @param {Source} source
 * @param {string} into an empty folder, for the tree
 * @param {string} scratch an empty folder, removed afterwards
 * @returns {Promise<string | void>} what differs from the source asked for, if anything
 *
 * @typedef {object} Origins
 * @property {readonly string[]} gitMirrors
 * @property {boolean} clone
 * @property {readonly string[]} debianSuites
 *
 * @typedef {object} Tree
 * @property {Source} source
 * @property {'present' | 'laid out' | 'not reachable'} state
 * @property {string} [note]
 */

/**
 * Lays out every source that is not there yet. A tree appears under its final name only when it is whole, so that an
 * interrupted run leaves nothing half unpacked behind.
 *
 * @param {readonly Source[]} sources
 * @param {string} trees
 * @param {Origins} origins
 * @param {(message: string) => void} progress
 * @returns {Promise<Tree[]>}
 */
export async function layOutAll(sources, trees, origins, progress) {
  await mkdir(trees, { recursive: true });
  /** @type {Readonly<Record<string, LayOut>>} */
  const kinds = {
    npm: layOutNpmPackage,
    'debian-orig': debianSources({ state: path.join(trees, '.apt'), suites: origins.debianSuites }),
    github: gitHubRepositories({ mirrors: origins.gitMirrors, clone: origins.clone }),
  };
  /** @type {Tree[]} */
  const laidOut = [];
  for (const [index, source] of sources.entries()) {
    const tree = await layOut(source, trees, kinds[source.source]);
    progress(
      `[${index + 1}/${sources.length}] ${treeName(source)}: ${tree.state}${tree.note ? ` (${tree.note})` : ''}`,
    );
    laidOut.push(tree);
  }
  return laidOut;
}

/**
 * @param {Source} source
 * @param {string} trees
 * @param {LayOut | undefined} fetchSource
 * @returns {Promise<Tree>}
 */
async function layOut(source, trees, fetchSource) {
  const final = path.join(trees, treeName(source));
  if (existsSync(final)) return { source, state: 'present' };
  if (!fetchSource)
    return { source, state: 'not reachable', note: `unknown kind of source "${source.source}"` };
  const work = await mkdtemp(path.join(trees, '.unpacking-'));
  try {
    const [into, scratch] = [path.join(work, 'tree'), path.join(work, 'scratch')];
    await mkdir(into);
    await mkdir(scratch);
    const note = await fetchSource(source, into, scratch);
    if (note) await writeFile(`${final}.note.txt`, `${note}\n`);
    await rename(into, final);
    return { source, state: 'laid out', ...(note ? { note } : {}) };
  } catch (error) {
    return { source, state: 'not reachable', note: /** @type {Error} */ (error).message };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
