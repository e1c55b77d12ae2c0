import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/**
 * @typedef {object} Ran
 * @property {number} milliseconds of the whole process, from its start to its end
 * @property {number} megabytes the most memory it had resident; 0 where it was not watched
 * @property {string} stdout
 */

/** How often the memory of a process is read. Linux keeps the highest value itself, so that only the last reading counts. */
const READ_EVERY_MS = 2;

/**
 * @param {readonly string[]} command
 * @param {string} cwd
 * @param {{ watchMemory?: boolean }} [options] watching costs time: not for runs that are measured
 * @returns {Promise<Ran>}
 * @throws {Error} if the process ends by a signal or with a code above 1, which both linters use for "found something"
 */
export function run([program = '', ...args], cwd, { watchMemory = false } = {}) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let kilobytes = 0;
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const timer = watchMemory
      ? setInterval(() => {
          readFile(`/proc/${child.pid}/status`, 'utf8').then(
            (status) => {
              kilobytes = Math.max(kilobytes, Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0));
            },
            () => undefined,
          );
        }, READ_EVERY_MS)
      : undefined;
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      const milliseconds = performance.now() - start;
      if (code === null || code > 1)
        reject(new Error(`${program} ended with ${code}: ${stderr.slice(-500)}`));
      else resolve({ milliseconds, megabytes: kilobytes / 1024, stdout });
    });
  });
}
