/** What the benchmarks that measure the built plugin have in common: where it is, and how they end. */
import { existsSync } from 'node:fs';
import path from 'node:path';

export const WRONG_USE = 2;
export const CANNOT_RUN = 3;

/** The plugin where no other is named. */
export const BUILT_PLUGIN = path.join(import.meta.dirname, '..', 'eslint-plugin', 'dist', 'index.js');

/**
 * Whether a plugin is there; says what to do where it is not.
 * @param {string} plugin
 */
export function isBuilt(plugin) {
  const isThere = existsSync(plugin);
  if (!isThere) console.error(`${plugin} is not there; build it with: npm run build`);
  return isThere;
}

/**
 * Ends the process with what a program returns; what it throws is one line, and the end of a run that was not possible.
 * @param {() => Promise<number>} main
 */
export async function exitWith(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exitCode = CANNOT_RUN;
  }
}
