import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const run = promisify(execFile);
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/rebind', import.meta.url));
const VSCE = fileURLToPath(new URL('../../../node_modules/@vscode/vsce/vsce', import.meta.url));

/**
 * Packages an extension of the tests or the benchmarks.
 * @param folder what it consists of, with its package.json
 * @param bundles files to bundle into it: name in the extension → source
 * @returns the VSIX
 */
export async function pack(folder: string, bundles: Readonly<Record<string, string>> = {}): Promise<string> {
  const content = await mkdtemp(join(tmpdir(), 'rebind-extension-'));
  await cp(folder, content, { recursive: true });
  await build({
    entryPoints: { ...bundles },
    outdir: content,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
    logLevel: 'error',
  });
  await mkdir(CACHE, { recursive: true });
  const vsix = join(CACHE, `${basename(folder)}.vsix`);
  const options = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', vsix];
  await run(process.execPath, [VSCE, 'package', ...options], { cwd: content });
  await rm(content, { recursive: true });
  return vsix;
}
