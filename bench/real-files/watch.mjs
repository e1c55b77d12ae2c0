/** Runs a program in a network of its own while strace watches it. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { callsByProgram, WATCHED } from '../../test/eslint-plugin/execution/run/trace.ts';
import { inNamespace } from '../../test/network/namespace.ts';

/** @import { Outcome } from '../../test/eslint-plugin/execution/run/outcome.ts' */

/** What a server does before it waits for clients takes no longer. */
const SECONDS = 3;

/** Everything is ended at the latest then: strace waits for what the program left running. */
const LAST_MS = 3 * SECONDS * 1000;

export const SITUATIONS = /** @type {const} */ (['free', 'refused once']);

/**
 * @typedef {typeof SITUATIONS[number]} Situation
 *
 * @typedef {Outcome & { port: string }} Watched with the port of the first bind, from which those in calls are counted
 */

/**
 * @param {readonly string[]} command
 * @param {Situation} situation `refused once`: the kernel refuses the first bind
 * @returns {Promise<Watched>} its calls on IPv4 and IPv6 sockets
 */
export async function watch(command, situation) {
  const trace = `${command[0]}.${situation.replace(' ', '-')}.trace`;
  const refusing = situation === 'refused once' ? ['-e', 'inject=bind:error=EADDRINUSE:when=1'] : [];
  const [program, arguments_] = inNamespace(
    // what it leaves running ends with the process namespace
    ...['unshare', '--pid', '--fork', '--kill-child'],
    ...['strace', '-f', '--seccomp-bpf', '-qq', '-e', 'signal=none', '-e', `trace=${WATCHED}`, ...refusing],
    ...['-o', trace, 'timeout', String(SECONDS), ...command],
  );
  const { status, output } = await end(program, arguments_);
  const text = await readFile(trace, 'utf8');
  const [, port = '0'] = /\bbind\(\d+, .*?_port=htons\((\d+)\)/.exec(text) ?? [];
  const calls = callsByProgram(text, () => Number(port)).get(0) ?? [];
  return { calls, port, status, output: comparable(output, command[0] ?? '') };
}

/**
 * @param {string} output
 * @param {string} program
 */
const comparable = (output, program) =>
  output.replaceAll(program, 'program').replaceAll(/\d+\.\d+ ms\b/g, 'some ms');

/**
 * @param {string} program
 * @param {string[]} arguments_
 * @returns {Promise<{ status: string, output: string }>}
 */
function end(program, arguments_) {
  return new Promise((resolve) => {
    const options = { timeout: LAST_MS, killSignal: /** @type {const} */ ('SIGKILL'), maxBuffer: 16 << 20 };
    const child = execFile(program, arguments_, options, (_error, stdout, stderr) => {
      resolve({ status: child.signalCode ?? `exit ${child.exitCode}`, output: stdout + stderr });
    });
    child.stdin?.end();
  });
}
