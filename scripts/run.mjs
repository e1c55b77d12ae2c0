// Runs a command of the repository with its output shown; a failure ends this process with the same exit code.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's root folder, absolute. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * @param {string} command a program, or the name of one in node_modules/.bin (npm puts that folder on PATH)
 * @param {string[]} arguments_ its arguments, never passed through a shell on POSIX
 */
export function run(command, arguments_) {
  const { status, error } = spawnSync(command, arguments_, {
    cwd: root,
    stdio: 'inherit',
    // npm and the programs of node_modules/.bin are .cmd files on Windows, which need its shell
    shell: process.platform === 'win32',
  });
  if (error) {
    console.error(`${command}: ${error.message}`);
  }
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
