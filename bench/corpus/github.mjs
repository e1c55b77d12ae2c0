import { existsSync } from 'node:fs';
import path from 'node:path';
import { unpack } from './archive.mjs';
import { run, succeeds } from './run.mjs';

/** @import { LayOut } from './lay-out.mjs' */

/**
 * Lays out GitHub repositories from git mirrors on this machine, or from github.com.
 *
 * @param {{ mirrors: readonly string[], clone: boolean }} options `mirrors`: folders that hold `owner+name`, a git
 *   directory or a folder with one in `repo` or `.git`; `clone`: ask github.com for what no mirror has
 * @returns {LayOut}
 */
export function gitHubRepositories({ mirrors, clone }) {
  return async (source, into, scratch) => {
    const mirror = mirrors
      .map((folder) => gitDirectoryOf(folder, source.repo))
      .find((found) => found !== undefined);
    const exact = mirror !== undefined && (await hasCommit(mirror, source.commit));
    if (!exact && clone) {
      const cloned = path.join(scratch, 'clone.git');
      await run('git', ['clone', '--bare', '--quiet', `https://github.com/${source.repo}.git`, cloned]);
      await archive(cloned, source.commit, into, scratch);
      return undefined;
    }
    if (mirror === undefined) throw new Error('no git mirror has it; --clone asks github.com');
    const commit = exact ? source.commit : await newestCommit(mirror);
    await archive(mirror, commit, into, scratch);
    return exact ? undefined : `the mirror lacks the commit; this is its newest one, ${commit}`;
  };
}

/**
 * @param {string} mirrors
 * @param {string} repo
 */
function gitDirectoryOf(mirrors, repo) {
  const folder = path.join(mirrors, repo.replaceAll('/', '+'));
  return ['.', 'repo', '.git', 'repo/.git']
    .map((below) => path.join(folder, below))
    .find(
      (candidate) => existsSync(path.join(candidate, 'HEAD')) && existsSync(path.join(candidate, 'objects')),
    );
}

/**
 * @param {string} gitDirectory
 * @param {string} commit
 */
async function hasCommit(gitDirectory, commit) {
  return succeeds('git', [`--git-dir=${gitDirectory}`, 'cat-file', '-e', `${commit}^{commit}`]);
}

/** @param {string} gitDirectory */
async function newestCommit(gitDirectory) {
  const newest = ['log', '--all', '--max-count=1', '--date-order', '--format=%H'];
  return (await run('git', [`--git-dir=${gitDirectory}`, ...newest])).trim();
}

/**
 * @param {string} gitDirectory
 * @param {string} commit
 * @param {string} into
 * @param {string} scratch
 */
async function archive(gitDirectory, commit, into, scratch) {
  const tar = path.join(scratch, 'tree.tar');
  const git = [`--git-dir=${gitDirectory}`];
  const left = (await absentFiles(git, commit)).map((file) => `:(exclude,literal,top)${file}`);
  const paths = left.length > 0 ? ['--', '.', ...left] : [];
  await run('git', [...git, 'archive', '--format=tar', `--output=${tar}`, commit, ...paths]);
  await unpack(tar, into);
}

/**
 * A mirror may list files whose content it does not hold, large ones above all; `git archive` stops at the first.
 *
 * @param {readonly string[]} git
 * @param {string} commit
 * @returns {Promise<string[]>} the paths of these files
 */
async function absentFiles(git, commit) {
  const entries = (await run('git', [...git, 'ls-tree', '-r', '-z', commit]))
    .split('\0')
    .map((entry) => /^\d+ blob (?<oid>[0-9a-f]+)\t(?<file>.*)$/s.exec(entry)?.groups)
    .filter((groups) => groups !== undefined);
  const oids = entries.map(({ oid }) => `${oid}\n`).join('');
  const found = await run('git', [...git, 'cat-file', '--batch-check'], { input: oids });
  const absent = new Set([...found.matchAll(/^([0-9a-f]+) missing$/gm)].map(([, oid]) => oid));
  return entries.filter(({ oid }) => absent.has(oid)).map(({ file }) => file ?? '');
}
