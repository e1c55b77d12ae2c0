import { readFileSync } from 'node:fs';
import type { SpawnOptions } from 'node:child_process';
import { test as base } from 'vitest';
import { freePort } from './free-port.ts';
import { Program } from './program.ts';

/** Starts programs and ends them, and what they left running, when the test is over. */
export class Stage {
  readonly #programs: Program[] = [];
  readonly #strays: { pid: number; command: RegExp }[] = [];

  start(command: readonly [string, ...string[]], options?: SpawnOptions): Program {
    const [file, ...args] = command;
    const program = new Program(file, args, options);
    this.#programs.push(program);
    return program;
  }

  /** Starts a server and waits until it says that it listens. */
  async listening(command: readonly [string, ...string[]], options?: SpawnOptions): Promise<Program> {
    const program = this.start(command, options);
    await program.line(/^listening on /);
    return program;
  }

  /** A process that a sample started. It is ended with the test if its command line still is like this. */
  alsoEnd(pid: number, command: RegExp): void {
    this.#strays.push({ pid, command });
  }

  async clear(): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.kill('SIGKILL')));
    for (const { pid, command } of this.#strays) {
      if (command.test(commandLine(pid))) {
        process.kill(pid, 'SIGKILL');
      }
    }
  }
}

/** The arguments of a running process separated by spaces; empty when there is no such process. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

/** A test with a stage that is cleared whatever happens, and a port that nothing on this machine uses. */
export const test = base.extend<{ stage: Stage; port: number }>({
  stage: async ({}, use) => {
    const stage = new Stage();
    try {
      await use(stage);
    } finally {
      await stage.clear();
    }
  },
  port: async ({}, use) => {
    await use(await freePort());
  },
});
