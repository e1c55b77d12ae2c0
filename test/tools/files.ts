import { readdirSync } from 'node:fs';
import path from 'node:path';

/** The files in and below a folder, relative, with slashes, sorted. The glob of node:fs is not in Node 20. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .toSorted();
}
