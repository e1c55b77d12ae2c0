import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { extensionHosts } from './editor/processes.ts';

/** Whether one process may trace another that is not its child: root may, others where Yama lets them. */
export const mayTrace =
  process.getuid?.() === 0 && spawnSync('strace', ['-V'], { stdio: 'ignore' }).status === 0;

const DETACH_TIMEOUT_MS = 5000;

/**
 * Lets the kernel's answer to `bind` in processes that the extension host starts from now on be another one, until the test ends.
 * @param what what strace injects, such as `error=EACCES:when=5`, counted for each process by itself
 */
export async function injectBinds(editorPid: number, what: string): Promise<void> {
  const hosts = extensionHosts(editorPid).flatMap(({ pid }) => ['-p', String(pid)]);
  const filter = ['-e', 'trace=bind', '-e', `inject=bind:${what}`];
  const strace = spawn('strace', ['-f', ...filter, '-o', '/dev/null', ...hosts], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exit = once(strace, 'exit');
  onTestFinished(async () => {
    strace.kill('SIGINT'); // detaches
    // it may wait for ever for a process whose call it delays; its own end lets go of that one too
    const last = setTimeout(() => strace.kill('SIGKILL'), DETACH_TIMEOUT_MS);
    await exit;
    clearTimeout(last);
  });
  let said = '';
  let isAttached = false;
  for await (const line of createInterface(strace.stderr)) {
    said += `${line}\n`;
    if (/^strace: Process \d+ attached/.test(line)) {
      isAttached = true;
      break;
    }
  }
  // the loop's end has paused it, and a full pipe would hold strace up
  strace.stderr.resume();
  if (!isAttached) {
    throw new Error(`strace did not attach to the extension host:\n${said}`);
  }
}
