import { execFile, spawnSync, type ExecFileOptions } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A socket that a program bound: address family, port, and the reuse options it had by then, by the kernel's names. */
interface BoundSocket {
  readonly family: string;
  /** Absent for families without ports. */
  readonly port: number | undefined;
  readonly options: readonly string[];
}

export interface Trace {
  readonly sockets: readonly BoundSocket[];
  readonly exitCode: number;
  readonly stderr: string;
}

/** Found on PATH; no package of npm brings it. */
const STRACE = 'strace';

/** Whether strace runs here: Linux, with Debian's package strace or another distribution's. */
export const straceRuns = process.platform === 'linux' && spawnSync(STRACE, ['-V']).status === 0;

export interface Settings {
  readonly cwd: URL;
  readonly environment?: Readonly<Record<string, string>>;
  /** Every bind fails with EADDRINUSE before the kernel does anything, so that a fixed port is asked for and never taken. */
  readonly refuseBinds?: boolean;
}

/**
 * Runs a program to its end and tells which sockets of TCP, UDP or Unix domain it bound. Each thread has a trace of its own, so
 * that no call is torn in two; a socket's options and bind are looked for within one.
 */
export async function strace(
  program: string,
  arguments_: readonly string[],
  { cwd, environment = {}, refuseBinds = false }: Settings,
): Promise<Trace> {
  const folder = await mkdtemp(join(tmpdir(), 'rebind-strace-'));
  try {
    const flags = ['-ff', '-qq', '-e', 'signal=none', '-e', 'trace=socket,setsockopt,bind'];
    const fault = refuseBinds ? ['-e', 'inject=bind:error=EADDRINUSE'] : [];
    const { exitCode, stderr } = await run(
      [...flags, ...fault, '-o', join(folder, 'thread'), program, ...arguments_],
      { cwd, env: { ...process.env, ...environment }, timeout: 20_000 },
    );
    const threads = (await readdir(folder)).sort();
    const texts = await Promise.all(threads.map((name) => readFile(join(folder, name), 'utf8')));
    return { sockets: texts.flatMap(boundSockets), exitCode, stderr };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(arguments_: string[], options: ExecFileOptions): Promise<{ exitCode: number; stderr: string }> {
  return new Promise((resolve, reject) => {
    execFile(STRACE, arguments_, { ...options, encoding: 'utf8' }, (error, _stdout, stderr) => {
      if (error && typeof error.code !== 'number') {
        const reason =
          error.code === 'ENOENT' ? 'strace is not installed (Debian: apt-get install strace)' : stderr;
        reject(new Error(`No system calls were seen: ${reason}`, { cause: error }));
      } else {
        resolve({ exitCode: Number(error?.code ?? 0), stderr });
      }
    });
  });
}

/** Reads strace's lines for one thread. A call that the kernel refused does not count, one that strace refused does. */
function boundSockets(trace: string): readonly BoundSocket[] {
  const optionsOf = new Map<string, Set<string>>();
  const bound: BoundSocket[] = [];
  for (const line of trace.split('\n')) {
    const [, created] = /^socket\(AF_(?:INET6?|UNIX), .* = (\d+)$/.exec(line) ?? [];
    if (created !== undefined) {
      optionsOf.set(created, new Set());
    }
    const [, set, option] = /^setsockopt\((\d+), SOL_SOCKET, (SO_REUSE\w+), \[1\], 4\) = 0$/.exec(line) ?? [];
    if (set !== undefined && option !== undefined) {
      optionsOf.get(set)?.add(option);
    }
    const [, descriptor, family, address = ''] =
      /^bind\((\d+), \{sa_family=(AF_\w+), (.*)\}, \d+\) += (?:0|-1 .*\(INJECTED\))$/.exec(line) ?? [];
    const options = descriptor === undefined ? undefined : optionsOf.get(descriptor);
    if (family !== undefined && options) {
      const [, port] = /_port=htons\((\d+)\)/.exec(address) ?? [];
      bound.push({
        family,
        port: port === undefined ? undefined : Number(port),
        options: [...options].sort(),
      });
    }
  }
  return bound;
}
