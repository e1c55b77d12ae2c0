// Writes what a release has beside the VSIX files: dist/NAME-VERSION.tgz of both npm packages, and a bill of materials
// (CycloneDX) of each of the three things that are published.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseJson } from './json.mjs';
import { licencesNamed } from './licences.mjs';
import { root } from './run.mjs';

/**
 * @param {string[]} arguments_
 * @param {string} cwd
 */
function npm(arguments_, cwd) {
  return execFileSync('npm', arguments_, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    shell: process.platform === 'win32',
  });
}

/**
 * What npm installs with a package, as of now. It is asked in a folder where the package is alone: in a workspace, npm takes
 * what the root's tools need too for theirs alone and leaves it out.
 * @param {string} tarball
 * @returns {unknown}
 */
function billOfPackage(tarball) {
  const folder = mkdtempSync(path.join(tmpdir(), 'rebind-bill-'));
  try {
    writeFileSync(
      path.join(folder, 'package.json'),
      '{ "name": "installed", "version": "0.0.0", "private": true }',
    );
    npm(['install', '--package-lock-only', '--no-audit', '--no-fund', tarball], folder);
    return parseJson(npm(['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The packages whose code is in the extension's bundles, by the lists of their licences. */
function billOfExtension() {
  const { name, version, license } = /** @type {{ name: string, version: string, license: string }} */ (
    parseJson(readFileSync(path.join(root, 'package.json'), 'utf8'))
  );
  const bundled = ['THIRD-PARTY-LICENSES.txt', 'vendor/LICENSES.txt'].flatMap((file) =>
    licencesNamed(readFileSync(path.join(root, 'dist', file), 'utf8')),
  );
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', name, version, licenses: [{ license: { id: license } }] } },
    components: bundled.map((one) => ({
      'bom-ref': `${one.name}@${one.version}`,
      type: 'library',
      name: one.name,
      version: one.version,
      licenses: [{ license: { id: one.licence } }],
      // the @ of a scope is written %40: https://github.com/package-url/purl-spec
      purl: `pkg:npm/${one.name.replace('@', '%40')}@${one.version}`,
    })),
  };
}

/**
 * @param {string} name
 * @param {unknown} bill
 */
function write(name, bill) {
  writeFileSync(path.join(root, `dist/${name}.cdx.json`), `${JSON.stringify(bill, null, 2)}\n`);
  console.log(`dist/${name}.cdx.json`);
}

mkdirSync(path.join(root, 'dist'), { recursive: true });
for (const name of ['eslint-plugin-rebind', 'rebind']) {
  const tarball = npm(['pack', '--silent', '--workspace', name, '--pack-destination', 'dist'], root).trim();
  console.log(`dist/${tarball}`);
  write(name, billOfPackage(path.join(root, 'dist', tarball)));
}
write('vscode-rebind', billOfExtension());
