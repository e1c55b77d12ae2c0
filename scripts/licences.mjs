// Which packages are in a bundle, and their licences, which every copy of their code must bring along.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseJson } from './json.mjs';
import { root } from './run.mjs';

/**
 * @typedef {{ name: string, version: string, license?: string, licenses?: { type: string }[] }} Manifest
 *
 * @typedef {object} Bundled
 * @property {string} name
 * @property {string} version
 * @property {string} licence an SPDX expression
 * @property {string} text the licence's own words
 */

/**
 * The packages that own the files of a bundle, by name.
 * @param {Iterable<string>} inputs what esbuild read, relative to the root
 * @returns {Bundled[]}
 */
export function bundledPackages(inputs) {
  const folders = new Set(
    [...inputs].flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []),
  );
  const packages = new Map(
    [...folders].map(packageAt).map((found) => [`${found.name} ${found.version}`, found]),
  );
  return [...packages.keys()].sort().flatMap((key) => packages.get(key) ?? []);
}

/**
 * @param {string} folder relative to the root, or absolute
 * @returns {Bundled}
 */
export function packageAt(folder) {
  const absolute = path.resolve(root, folder);
  const manifest = /** @type {Manifest} */ (
    parseJson(readFileSync(path.join(absolute, 'package.json'), 'utf8'))
  );
  // a list is how npm's packages said it before 2014
  const licence = manifest.license ?? manifest.licenses?.map(({ type }) => type).join(' OR ');
  if (licence === undefined) {
    throw new Error(`${folder} does not say on which terms it may be bundled.`);
  }
  return { name: manifest.name, version: manifest.version, licence, text: licenceText(absolute) };
}

/** @param {string} folder */
function licenceText(folder) {
  const read = (/** @type {string} */ file) => readFileSync(path.join(folder, file), 'utf8');
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file !== undefined) {
    return read(file).trim();
  }
  const [, section] = /^#+ *licen[cs]e *\n([^]*?)(?=^# |$(?![^]))/im.exec(read('README.md')) ?? [];
  return section?.trim() ?? 'The package brings no text of its licence.';
}

/**
 * What stands beside a bundle: each package's name, version and licence.
 * @param {readonly Bundled[]} packages
 */
export function licenceTexts(packages) {
  return packages
    .map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/**
 * What such a text names.
 * @param {string} texts
 * @returns {{ name: string, version: string, licence: string }[]}
 */
export function licencesNamed(texts) {
  return [...texts.matchAll(/^(\S+) (\d\S*) \((.+)\)$/gm)].map(
    ([, name = '', version = '', licence = '']) => ({
      name,
      version,
      licence,
    }),
  );
}
