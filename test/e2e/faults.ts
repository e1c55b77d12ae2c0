import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { extensionHosts } from './editor/processes.ts';

/** Whether one process may trace another that is not its child: root may, others where Yama lets them. */
export const mayTrace =
  process.getuid?.() === 0 && spawnSync('strace', ['-V'], { stdio: 'ignore' }).status === 0;

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
    await exit;
  });
  let said = '';
  for await (const line of createInterface(strace.stderr)) {
    said += `${line}\n`;
    if (/^strace: Process \d+ attached/.test(line)) {
      strace.stderr.resume();
      return;
    }
  }
  throw new Error(`strace did not attach to the extension host:\n${said}`);
}
