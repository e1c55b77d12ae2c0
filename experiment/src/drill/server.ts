import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import type { ProcessTree } from './process-tree.ts';
import { describeSystemFailure } from '../text/system-failure.ts';
import type { ServerLog } from './server-log.ts';

/** The command could not be run at all. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** On the clock of `performance.now()`. */
  readonly at: number;
}

export interface Place {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** One start of the command under drill. */
export class Server {
  readonly generation: number;
  readonly pid: number;
  /** On the clock of `performance.now()`. */
  readonly startedAt: number;
  /** How the started process ended; undefined while it runs. Others of its tree may go on. */
  exit: Exit | undefined;

  private constructor(child: ChildProcess, pid: number, generation: number, startedAt: number) {
    this.generation = generation;
    this.pid = pid;
    this.startedAt = startedAt;
    child.once('exit', (code, signal) => {
      this.exit = { code, signal, at: performance.now() };
    });
  }

  /**
   * Starts the command without a shell, in a session and a process group of its own. Its standard input is a pipe that
   * stays empty and ends with this process, which is how a server that minds it learns that nobody is left.
   * @throws CommandError where it cannot be run
   */
  static async start(
    [program, ...arguments_]: readonly [string, ...string[]],
    generation: number,
    tree: ProcessTree,
    { cwd, env, log }: Place & { readonly log: ServerLog },
  ): Promise<Server> {
    if (program === '') {
      throw new CommandError(
        'the command to drill is empty: name a program, as in rebind drill -- node server.js',
      );
    }
    const startedAt = performance.now();
    const child = spawnOrThrow(program, arguments_, {
      cwd,
      env: { ...env, ...tree.mark(generation) },
      stdio: ['pipe', log.descriptor, log.descriptor],
      detached: true,
    });
    if (child.pid === undefined) {
      const [error] = (await once(child, 'error')) as [NodeJS.ErrnoException];
      throw new CommandError(cannotStart(program, cwd, error));
    }
    const { pid } = child;
    tree.add(pid);
    child.once('exit', () => {
      tree.forget(pid);
    });
    child.stdin?.on('error', () => undefined);
    return new Server(child, pid, generation, startedAt);
  }
}

function spawnOrThrow(program: string, arguments_: readonly string[], options: SpawnOptions): ChildProcess {
  try {
    return spawn(program, arguments_, options);
  } catch (error) {
    // as of an argument with a zero character, which no program can be given
    throw new CommandError(
      `cannot start ${program}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function cannotStart(program: string, cwd: string, { code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
      return `cannot start ${program}: there is no such program, or no such folder as ${cwd}`;
    case 'EACCES':
      return `cannot start ${program}: it is not executable`;
    default:
      return `cannot start ${program}: ${code === undefined ? message : describeSystemFailure({ name: '', message, code, syscall: 'spawn' })}`;
  }
}
