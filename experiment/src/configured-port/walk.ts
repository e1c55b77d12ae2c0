import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, isAbsolute, sep } from 'node:path';
import type { Limits, SkippedFile } from './model.ts';

export const defaultLimits: Limits = { entries: 50_000, files: 5_000, fileSize: 512 * 1024, depth: 16 };

/** Dependencies and build output: what stands there is a copy, or somebody else's. */
const ignoredFolders = new Set([
  'node_modules',
  'bower_components',
  'jspm_packages',
  'vendor',
  'dist',
  'build',
  'out',
  'output',
  'target',
  'coverage',
  'storybook-static',
  '__pycache__',
  'site-packages',
  'venv',
  'env',
]);

/** Of the hidden folders only these hold configuration a person writes. */
const hiddenFolders = new Set(['.vscode', '.devcontainer']);

/**
 * The files of a folder, relative to it and with `/`, nearer to the folder first, each folder's sorted by name. Symbolic links
 * are followed to files inside the folder only, never to folders.
 */
export async function listFiles(
  root: string,
  limits: Limits,
  wanted: (path: string) => boolean,
): Promise<{ paths: string[]; skipped: SkippedFile[] }> {
  const paths: string[] = [];
  const skipped: SkippedFile[] = [];
  let entriesLeft = limits.entries;
  let level = ['.'];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limits.depth) {
      skipped.push({ file: level[0] ?? '.', reason: `more than ${limits.depth} folders deep` });
      break;
    }
    const next: string[] = [];
    for (const folder of level) {
      if (entriesLeft <= 0) {
        skipped.push({
          file: folder,
          reason: `more than ${limits.entries} files and folders; this one and others were not read`,
        });
        return { paths, skipped };
      }
      const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
        if (folder === '.') {
          throw error;
        }
        skipped.push({ file: folder, reason: reasonOf(error) });
        return [];
      });
      entriesLeft -= entries.length;
      entries.sort((a, b) => (a.name < b.name ? -1 : 1));
      for (const entry of entries) {
        const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) {
          if (entry.name.startsWith('.') ? hiddenFolders.has(entry.name) : !ignoredFolders.has(entry.name)) {
            next.push(path);
          }
        } else if ((entry.isFile() || entry.isSymbolicLink()) && wanted(path)) {
          paths.push(path);
        }
      }
    }
    level = next;
  }
  return { paths, skipped };
}

/** The text of a file, or why it is not read. */
export async function readText(
  root: string,
  path: string,
  limits: Limits,
): Promise<{ text: string } | { reason: string } | undefined> {
  try {
    const file = await realpath(join(root, path));
    const fromRoot = relative(await realpath(root), file);
    if (fromRoot === '..' || fromRoot.startsWith(`..${sep}`) || isAbsolute(fromRoot)) {
      return { reason: 'a link out of the folder' };
    }
    const stats = await stat(file);
    if (!stats.isFile()) {
      // a link to a folder, or a pipe on which a read would wait for ever
      return undefined;
    }
    if (stats.size > limits.fileSize) {
      return { reason: `larger than ${Math.round(limits.fileSize / 1024)} KiB` };
    }
    return { text: decode(await readFile(file)) };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/** PowerShell 5 writes UTF-16 with a byte order mark when a file is made with `>`. */
function decode(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { ignoreBOM: false }).decode(bytes);
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
