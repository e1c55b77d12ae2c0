import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { ROOT } from '../eslint-plugin/package/versions.ts';

const VSIX = path.join(ROOT, `dist/rebind-${process.platform}-${process.arch}.vsix`);

const SOURCES = [
  '{extension,eslint-plugin,experiment}/src/**/*',
  'l10n/*',
  'media/**/*',
  'scripts/{bundle-extension,package}.mjs',
  'package{,.nls,.nls.zh-cn}.json',
  '.vscodeignore',
];

/** The VSIX of this machine, packaged when it is missing or older than what it is made of. */
export function currentVsix(): { readonly size: number; readonly files: ReadonlyMap<string, Uint8Array> } {
  const made = existsSync(VSIX) ? statSync(VSIX).mtimeMs : 0;
  if (globSync(SOURCES, { cwd: ROOT }).some((file) => statSync(path.join(ROOT, file)).mtimeMs > made)) {
    execFileSync(process.execPath, ['scripts/package.mjs'], { cwd: ROOT, stdio: 'pipe' });
  }
  const archive = readFileSync(VSIX);
  return { size: archive.length, files: new Map(Object.entries(unzipSync(archive))) };
}

/** Writes the extension's files below a folder, as an editor installs them. */
export function install(files: ReadonlyMap<string, Uint8Array>, folder: string): void {
  for (const [name, contents] of files) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
}
