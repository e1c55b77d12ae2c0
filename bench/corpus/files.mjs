import { readdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * @param {string} folder
 * @param {RegExp} names
 * @returns {Promise<string[]>} paths of the files below the folder with such a name, sorted; symbolic links are not
 *   followed
 */
export async function filesBelow(folder, names) {
  /** @type {string[]} */
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesBelow(at, names)));
    else if (entry.isFile() && names.test(entry.name)) found.push(at);
  }
  return found.sort();
}
