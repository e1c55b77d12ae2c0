import { posix } from 'node:path';

// Paths here are relative to the searched folder and written with '/'; '.' is the folder itself.

export const folderOf = (path: string): string => posix.dirname(path);

export const fileNameOf = (path: string): string => posix.basename(path);

/** Whether `inner` is `outer` or lies below it. */
export function isWithin(inner: string, outer: string): boolean {
  return outer === '.' || inner === outer || inner.startsWith(`${outer}/`);
}

/** `path` as seen from `folder`; undefined where it leaves the searched folder. */
export function resolveIn(folder: string, path: string): string | undefined {
  const joined = posix.normalize(posix.join(folder, path)).replace(/\/$/, '');
  return joined === '..' || joined.startsWith('../') || posix.isAbsolute(path) ? undefined : joined || '.';
}

/** The folder and the ones above it, nearest first, up to and including `top`. */
export function upwards(folder: string, top: string): string[] {
  const folders = [folder];
  let current = folder;
  while (current !== top && current !== '.') {
    current = folderOf(current);
    folders.push(current);
  }
  return folders;
}
