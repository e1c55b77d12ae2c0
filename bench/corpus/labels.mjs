/**
 * A labelled corpus: a folder with `sites.jsonl` (one labelled call site a row) and `sources.json` (where each source
 * tree comes from). It holds no source code; the trees are laid out beside it, one folder a tree.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from '../../scripts/json.mjs';

/**
 * @typedef {'flag' | 'ok-configured' | 'ok-exempt' | 'not-server' | 'helper'} Label
 *
 * @typedef {object} Site One labelled call site.
 * @property {string} source kind of source: `npm`, `debian-orig` or `github`
 * @property {string} repo repository or package, such as `npm:ws`
 * @property {string} commit commit or version
 * @property {string} path file inside the tree
 * @property {number} line 1-based line of the call's token
 * @property {string} lang
 * @property {Label} label
 * @property {'high' | 'medium' | 'low'} confidence
 * @property {string} kind
 * @property {string} why
 * @property {string} line_sha256 first 16 hex digits of the SHA-256 of the trimmed line's start
 *
 * @typedef {object} Source Where one tree comes from.
 * @property {string} source
 * @property {string} repo
 * @property {string} commit
 * @property {string} [archive] name of the Debian source archive
 * @property {string} [sha256] of the archive
 *
 * @typedef {object} Family Languages that are linted and scored together.
 * @property {readonly string[]} languages values of `lang`
 * @property {RegExp} files names of the family's source files
 * @property {RegExp} candidate text that any call of interest contains
 */

/** @type {Readonly<Record<string, Family>>} */
const families = {
  js: {
    languages: ['js', 'jsx', 'ts', 'tsx'],
    files: /\.[cm]?[jt]sx?$/,
    candidate: /\.(?:listen|bind)\s*\(|\bserve\s*\(/,
  },
  c: {
    languages: ['c', 'cpp'],
    files: /\.(?:c|h|cc|cpp|cxx|hh|hpp|hxx)$/,
    candidate: /\bbind\s*\(|_bind(?:_socket)?\w*\s*\(|acceptor|ServerSocket|Q(?:Tcp|Ssl)Server/i,
  },
  java: {
    languages: ['java'],
    files: /\.java$/,
    candidate: /ServerSocket|DatagramSocket|MulticastSocket|DatagramChannel|Bootstrap|HttpServer/,
  },
  python: {
    languages: ['python'],
    files: /\.py$/,
    candidate: /\bbind\s*\(|Server\s*\(|_server\s*\(|_datagram_endpoint|\blisten\w*\s*\(/,
  },
};

/**
 * @param {string} name
 * @returns {Family}
 * @throws {RangeError} if there is no such family
 */
export function familyNamed(name) {
  const family = families[name];
  if (!family) throw new RangeError(`unknown family "${name}"; known: ${Object.keys(families).join(', ')}`);
  return family;
}

/**
 * @param {string} corpus folder of the labelled corpus
 * @param {Family} family
 * @returns {Promise<{ sites: Site[], sources: Source[] }>} the family's sites, and the sources these need
 */
export async function readCorpus(corpus, family) {
  const [rows, sourcesText] = await Promise.all([
    readFile(path.join(corpus, 'sites.jsonl'), 'utf8'),
    readFile(path.join(corpus, 'sources.json'), 'utf8'),
  ]);
  const sites = rows
    .split('\n')
    .filter((row) => row.trim() !== '')
    .map((row) => /** @type {Site} */ (parseJson(row)))
    .filter((site) => family.languages.includes(site.lang));
  const needed = new Set(sites.map(treeName));
  const sources = /** @type {Source[]} */ (parseJson(sourcesText));
  return { sites, sources: sources.filter((source) => needed.has(treeName(source))) };
}

/**
 * @param {Pick<Source, 'source' | 'repo' | 'commit'>} source
 * @returns {string} the folder that holds this source's tree, below the folder of all trees
 */
export function treeName({ source, repo, commit }) {
  return `${source}+${repo.replaceAll('/', '+')}@${commit}`.replaceAll(':', '_');
}

/** The labels hash no more of a line than this; seen on the rows whose line is longer. */
const HASHED_CHARACTERS = 120;

/**
 * @param {string} line
 * @returns {string} what `line_sha256` holds for this line
 */
function lineHash(line) {
  return createHash('sha256').update(line.trim().slice(0, HASHED_CHARACTERS)).digest('hex').slice(0, 16);
}

/**
 * Sorts the sites into those whose labelled line is there, word for word, and the rest.
 *
 * @param {readonly Site[]} sites
 * @param {string} trees
 * @returns {Promise<{ available: Map<string, Site[]>, missing: { site: Site, reason: string }[] }>}
 *   `available` maps a file's path to its sites
 */
export async function verifySites(sites, trees) {
  /** @type {Map<string, Site[]>} */
  const available = new Map();
  /** @type {{ site: Site, reason: string }[]} */
  const missing = [];
  for (const site of sites) {
    const file = path.join(trees, treeName(site), site.path);
    const lines = await readLines(file);
    const line = lines?.[site.line - 1];
    if (line === undefined) {
      missing.push({ site, reason: lines ? 'the file has no such line' : 'no such file' });
    } else if (lineHash(line) !== site.line_sha256) {
      missing.push({ site, reason: `the line reads otherwise: ${line.trim().slice(0, 80)}` });
    } else {
      available.set(file, [...(available.get(file) ?? []), site]);
    }
  }
  return { available, missing };
}

/** @param {string} file */
async function readLines(file) {
  try {
    return (await readFile(file, 'utf8')).split('\n');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}
