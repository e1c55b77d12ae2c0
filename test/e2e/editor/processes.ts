import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The extension hosts of an editor: one a window. */
export function extensionHosts(editorPid: number): readonly Process[] {
  return descendants(editorPid).filter(({ command }) => command.includes('--type=extensionHost'));
}

/** All processes that a process started, and those that they started, and so on. */
export function descendants(ancestor: number): readonly Process[] {
  const processes = list();
  const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]));
  const descends = (pid: number): boolean => {
    let at = parents.get(pid);
    while (at !== undefined && at !== ancestor) {
      at = parents.get(at);
    }
    return at === ancestor;
  };
  return processes.filter(({ pid }) => descends(pid));
}

/** Processes whose working directory is this folder. */
export function runningIn(folder: string): readonly Process[] {
  return list().filter(({ pid }) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      return false; // gone meanwhile, or another user's
    }
  });
}

/** Processor time that a process has used, in milliseconds. Source: proc_pid_stat(5), fields 14 and 15, of 100 a second. */
export function processorTime(pid: number): number {
  // the command, in parentheses, may hold anything
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function list(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, parent = ''] = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8')) ?? [];
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), parent: Number(parent), command }];
      } catch {
        return []; // gone meanwhile
      }
    });
}
