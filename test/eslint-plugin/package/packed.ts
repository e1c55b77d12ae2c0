import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { filesBelow } from '../../tools/files.ts';
import { ROOT } from './versions.ts';

const execute = promisify(execFile);
const source = path.join(ROOT, 'eslint-plugin');
const shelf = path.join(ROOT, 'node_modules', '.cache', 'rebind');

/** The plugin as it would be published. */
export interface PackedPlugin {
  readonly tarball: string;
  /** The tarball's contents, unpacked. */
  readonly folder: string;
}

/**
 * Builds the plugin from its sources into an empty folder and packs it with `npm pack`, once for all test files: kept until
 * a source changes. What lies in eslint-plugin/dist plays no part, as tsc leaves the output of deleted sources there.
 */
export function packPlugin(): Promise<PackedPlugin> {
  packed ??= packOnce();
  return packed;
}

/** One for each worker: a test that gives up on a slow machine leaves its own running, and the next one waits for that. */
let packed: Promise<PackedPlugin> | undefined;

async function packOnce(): Promise<PackedPlugin> {
  const destination = path.join(shelf, `packed-${fingerprint()}`);
  if (!existsSync(destination)) {
    mkdirSync(shelf, { recursive: true });
    const temporary = mkdtempSync(path.join(shelf, 'packing-'));
    await packInto(temporary);
    try {
      renameSync(temporary, destination);
    } catch (error) {
      // another worker was first
      rmSync(temporary, { recursive: true });
      if (!existsSync(destination)) {
        throw error;
      }
    }
  }
  return { tarball: path.join(destination, 'plugin.tgz'), folder: path.join(destination, 'package') };
}

async function packInto(folder: string): Promise<void> {
  const staging = path.join(folder, 'staging');
  mkdirSync(staging);
  for (const file of ['package.json', 'README.md', 'LICENSE', 'src', 'vendor']) {
    cpSync(path.join(source, file), path.join(staging, file), { recursive: true });
  }
  const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  await execute(process.execPath, [tsc, '-p', source, '--outDir', path.join(staging, 'dist')]);
  const { stdout } = await execute('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: staging,
  });
  renameSync(path.join(folder, stdout.trim()), path.join(folder, 'plugin.tgz'));
  await execute('tar', ['-xzf', 'plugin.tgz'], { cwd: folder });
  rmSync(staging, { recursive: true });
}

function fingerprint(): string {
  const hash = createHash('sha256');
  const below = (folder: string): string[] =>
    filesBelow(path.join(source, folder)).map((file) => `${folder}/${file}`);
  const own = ['package.json', 'tsconfig.json', 'README.md', 'LICENSE', ...below('vendor'), ...below('src')];
  for (const file of ['tsconfig.base.json', ...own.map((one) => `eslint-plugin/${one}`)]) {
    hash.update(file).update(readFileSync(path.join(ROOT, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
