import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkSha256, unpack } from './archive.mjs';
import { run } from './run.mjs';

/** @import { LayOut } from './lay-out.mjs' */

const DEFAULT_MIRROR = 'http://deb.debian.org/debian/';
const APT_HELPER = '/usr/lib/apt/apt-helper';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Lays out Debian source packages with an apt of its own: its source lines, package lists and cache are below `state`,
 * so the system's apt is read (for its mirror) and never changed.
 *
 * @param {{ state: string, suites: readonly string[] }} options `suites`: Debian releases to look in
 * @returns {LayOut}
 */
export function debianSources({ state, suites }) {
  /** @type {Promise<string[]> | undefined} */
  let apt;
  return async (source, into, scratch) => {
    const { archive, sha256 } = source;
    if (archive === undefined) throw new Error(`${source.repo} names no archive`);
    const options = await (apt ??= privateApt(state, suites));
    const name = source.repo.replace(/^debian:/, '');
    const version = versionWithArchive(
      await run('apt-cache', [...options, 'showsrc', name]),
      archive,
      sha256,
    );
    if (version === undefined) throw new Error(`no source package in ${suites.join(', ')} has ${archive}`);
    const uris = await run('apt-get', [
      ...options,
      'source',
      '--print-uris',
      '--tar-only',
      `${name}=${version}`,
    ]);
    const uri = uriOf(uris, archive);
    if (uri === undefined) throw new Error(`apt knows no address of ${archive}`);
    // One archive, not `apt-get source`: a mirror may lack the additional ones, which no label needs.
    await run(APT_HELPER, [...options, 'download-file', uri, path.join(scratch, archive)]);
    await checkSha256(path.join(scratch, archive), sha256);
    await unpack(path.join(scratch, archive), into, { strip: 1 });
  };
}

/**
 * @param {string} state
 * @param {readonly string[]} suites
 * @returns {Promise<string[]>} the options that make apt use this state
 */
async function privateApt(state, suites) {
  const at = (/** @type {string} */ name) => path.join(state, name);
  for (const folder of ['lists/partial', 'cache/archives/partial', 'sources.list.d']) {
    await mkdir(at(folder), { recursive: true });
  }
  const signedBy = existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : '';
  const lines = (await debianMirrors()).flatMap((mirror) =>
    suites.map((suite) => `deb-src ${signedBy}${mirror} ${suite} main\n`),
  );
  await writeFile(at('sources.list'), lines.join(''));
  const options = [
    `Dir::Etc::sourcelist=${at('sources.list')}`,
    `Dir::Etc::sourceparts=${at('sources.list.d')}`,
    `Dir::State::lists=${at('lists')}`,
    `Dir::Cache=${at('cache')}`,
    // As root, apt downloads as another user, who may not write to a cache folder of ours.
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  await run('apt-get', [...options, 'update']);
  return options;
}

/** The mirrors this system takes Debian from; other vendors' repositories are left out. */
async function debianMirrors() {
  const targets = await run('apt-get', ['indextargets', '--format', '$(LABEL) $(REPO_URI)']).catch(() => '');
  const mirrors = targets
    .split('\n')
    .filter((line) => line.startsWith('Debian '))
    .map((line) => line.slice('Debian '.length));
  return mirrors.length > 0 ? [...new Set(mirrors)] : [DEFAULT_MIRROR];
}

/**
 * @param {string} stanzas what `apt-cache showsrc` printed
 * @param {string} archive
 * @param {string | undefined} sha256
 */
function versionWithArchive(stanzas, archive, sha256) {
  const holds = (/** @type {string} */ stanza) =>
    stanza.split('\n').some((line) => {
      const [hash, , name] = line.trim().split(' ');
      return name === archive && (sha256 === undefined || hash === sha256);
    });
  return stanzas
    .split(/\n{2,}/)
    .find(holds)
    ?.match(/^Version: (\S+)$/m)?.[1];
}

/**
 * @param {string} uris what `apt-get source --print-uris` printed: `'URI' name size hash`, a line each
 * @param {string} archive
 */
function uriOf(uris, archive) {
  return uris
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, name]) => name === archive)?.[0]
    ?.replaceAll("'", '');
}
