// Packages the VS Code extension into dist/rebind-<target>.vsix: for this machine, or with --all for every target.
// The native code of other targets comes from the registry, at the version and hash of package-lock.json.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseJson } from './json.mjs';
import { root, run } from './run.mjs';

/**
 * VS Code's name of a target → the koffi package with its binaries; one for Linux serves glibc and musl.
 * @type {Readonly<Record<string, string>>}
 */
const TARGETS = {
  'linux-x64': 'koffi-linux-x64',
  'linux-arm64': 'koffi-linux-arm64',
  'alpine-x64': 'koffi-linux-x64',
  'alpine-arm64': 'koffi-linux-arm64',
  'darwin-x64': 'koffi-darwin-x64',
  'darwin-arm64': 'koffi-darwin-arm64',
  'win32-x64': 'koffi-win32-x64',
  'win32-arm64': 'koffi-win32-arm64',
};

/** @typedef {{ version: string, integrity: string }} Locked */

/** What a VSIX may weigh. */
const LIMIT = 2.5e6;

const native = path.join(root, 'dist/native');
const cache = path.join(root, 'node_modules/.cache/rebind/native');

/**
 * The folder of a koffi package, from node_modules or from the cache, fetched when it is in neither.
 * @param {string} name
 */
function nativePackage(name) {
  const installed = path.join(root, 'node_modules/@koromix', name);
  if (existsSync(installed)) {
    return installed;
  }
  const lock = /** @type {{ packages: Record<string, Locked> }} */ (
    parseJson(readFileSync(path.join(root, 'package-lock.json'), 'utf8'))
  );
  const entry = lock.packages[`node_modules/@koromix/${name}`];
  if (!entry) {
    console.error(`package-lock.json has no @koromix/${name}: npm install koffi adds it.`);
    process.exit(1);
  }
  const folder = path.join(cache, `${name}-${entry.version}`);
  if (!existsSync(folder)) {
    fetchPackage(name, entry, folder);
  }
  return folder;
}

/**
 * @param {string} name
 * @param {Locked} locked
 * @param {string} folder
 */
function fetchPackage(name, { version, integrity }, folder) {
  const scratch = `${folder}.part`;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  run('npm', ['pack', `@koromix/${name}@${version}`, '--silent', '--pack-destination', scratch]);
  const tarball = path.join(scratch, `koromix-${name}-${version}.tgz`);
  const [algorithm = '', expected] = integrity.split(/-(.*)/s);
  const hash = createHash(algorithm).update(readFileSync(tarball)).digest('base64');
  if (hash !== expected) {
    console.error(
      `@koromix/${name}@${version}: its hash is not that of package-lock.json. Nothing was packaged.`,
    );
    process.exit(1);
  }
  run('tar', ['-xzf', tarball, '-C', scratch]);
  renameSync(path.join(scratch, 'package'), folder);
  rmSync(scratch, { recursive: true });
}

/** @param {string | undefined} target */
function packageFor(target) {
  rmSync(native, { recursive: true, force: true });
  const name = target === undefined ? undefined : TARGETS[target];
  if (name) {
    cpSync(nativePackage(name), path.join(native, name), { recursive: true });
  }
  const file = `dist/rebind-${target ?? 'any'}.vsix`;
  const arguments_ = ['package', '--no-dependencies', '--no-update-package-json', '--out', file];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/@vscode/vsce/vsce'),
      ...arguments_,
      ...(target ? ['--target', target] : []),
    ],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) {
    console.error(`${stdout}${stderr}`);
    process.exit(status ?? 1);
  }
  const { size } = statSync(path.join(root, file));
  console.log(`${file}  ${(size / 1e6).toFixed(2)} MB`);
  if (size > LIMIT) {
    console.error(`${file} is larger than ${LIMIT / 1e6} MB.`);
    process.exit(1);
  }
}

const arguments_ = process.argv.slice(2);
if (arguments_.some((argument) => argument !== '--all')) {
  console.log(`Usage: npm run package [-- --all]

Writes dist/rebind-<target>.vsix for this machine, or with --all for ${Object.keys(TARGETS).join(', ')}
and dist/rebind-any.vsix, which has no native code: it lints, and its experiment says why it cannot run.`);
  process.exit(arguments_.includes('--help') ? 0 : 2);
}
const here = `${process.platform}-${process.arch}`;
run('node', ['scripts/bundle-extension.mjs']);
if (arguments_.includes('--all')) {
  // the own target last, so that dist/ is left as a build leaves it
  const others = Object.keys(TARGETS).filter((target) => target !== here);
  [...others, undefined].forEach(packageFor);
}
packageFor(here in TARGETS ? here : undefined);
