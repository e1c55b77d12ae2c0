import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Runs a program without a shell.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, input?: string }} [options] `input`: what it reads on standard input
 * @returns {Promise<string>} what it printed on standard output
 * @throws {Error} if it cannot be started or does not exit with 0; the message ends with the last lines it wrote to
 *   standard error
 */
export async function run(program, args, { cwd, input } = {}) {
  try {
    const running = execute(program, args, { cwd, maxBuffer: 256 << 20 });
    running.child.stdin?.end(input);
    const { stdout } = await running;
    return stdout;
  } catch (error) {
    const { message, stderr = '' } = /** @type {Error & { stderr?: string }} */ (error);
    const said = stderr.trim().split('\n').slice(-3).join(' ') || message;
    throw new Error(`${program} ${args[0] ?? ''}: ${said}`, { cause: error });
  }
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<boolean>} whether it exits with 0
 */
export async function succeeds(program, args) {
  return run(program, args).then(
    () => true,
    () => false,
  );
}
