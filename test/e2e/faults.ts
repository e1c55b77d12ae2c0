import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Whether one process may trace another that is not its child: root may, others where Yama lets them. */
export const mayTrace =
  process.getuid?.() === 0 && spawnSync('strace', ['-V'], { stdio: 'ignore' }).status === 0;

/**
 * Lets the kernel's answer to `bind` in processes that the extension host starts from now on be another one, until the test ends.
 * @param what what strace injects, such as `error=EACCES:when=5`, counted for each process by itself
 */
export async function injectBinds(editorPid: number, what: string): Promise<void> {
  const hosts = extensionHosts(editorPid);
  const strace = spawn(
    'strace',
    [
      '-f',
      '-e',
      'trace=bind',
      '-e',
      `inject=bind:${what}`,
      '-o',
      '/dev/null',
      ...hosts.flatMap((pid) => ['-p', String(pid)]),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  onTestFinished(async () => {
    const exit = once(strace, 'exit');
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

/** The extension hosts among the descendants of an editor. */
function extensionHosts(editorPid: number): number[] {
  const processes = list();
  const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]));
  const descends = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined; at = parents.get(at)) {
      if (at === editorPid) {
        return true;
      }
    }
    return false;
  };
  return processes
    .filter(({ pid, command }) => command.includes('--type=extensionHost') && descends(pid))
    .map(({ pid }) => pid);
}

function list(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, parent = ''] = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8')) ?? [];
        return [
          {
            pid: Number(name),
            parent: Number(parent),
            command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' '),
          },
        ];
      } catch {
        return []; // gone meanwhile
      }
    });
}
