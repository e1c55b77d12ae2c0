import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MatrixReport } from 'rebind';
import { onTestFinished } from 'vitest';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export const REBIND: readonly string[] = [process.execPath, path('../../experiment/bin/rebind.js')];
export const MEASURE: readonly string[] = ['python3', path('observers/measure.py')];
const OBSERVE: readonly string[] = ['python3', path('observers/observe.py')];

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end; resolves whatever its exit status. */
export async function run(
  command: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  const [program = '', ...arguments_] = command;
  return new Promise((resolve) => {
    execFile(
      program,
      arguments_,
      { ...options, maxBuffer: 64 * 1024 * 1024 },
      function (this: unknown, error, stdout, stderr) {
        const code = error ? error.code : 0;
        resolve({ status: typeof code === 'number' ? code : null, stdout, stderr });
      },
    );
  });
}

export async function rebind(...arguments_: string[]): Promise<Ended> {
  return run([...REBIND, ...arguments_]);
}

/** The JSON document a command printed. */
export function json(ended: Ended): unknown {
  if (ended.stdout === '') {
    throw new Error(`nothing on standard output; standard error: ${ended.stderr}`);
  }
  return JSON.parse(ended.stdout);
}

export interface Started {
  readonly process: ChildProcess;
  /** Everything it prints, once it has ended. */
  readonly output: Promise<string>;
}

/** Starts a program and waits until it says `ready`; the end of the test ends it. */
export async function startReady(command: readonly string[]): Promise<Started> {
  const [program = '', ...arguments_] = command;
  const child = spawn(program, arguments_, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const output = once(child, 'close').then(() => said);
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => {
      if (said.includes('ready')) {
        resolve();
      }
    });
    void output.then(() => {
      reject(new Error(`${command.join(' ')} ended before it was ready`));
    });
  });
  const started = { process: child, output };
  onTestFinished(async () => end(started));
  return started;
}

export async function end({ process: child, output }: Started): Promise<void> {
  child.kill('SIGKILL');
  await output;
}

/** A folder that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'rebind-test-')));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A port nobody has at this moment, below the ephemeral ones: a client that keeps trying might connect to itself there. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const { rows, binds } = await observe(port);
    if (rows.length === 0 && binds.every((bind) => bind === 'ok')) {
      return port;
    }
  }
}

export interface Observed {
  rows: string[];
  binds: string[];
}

/** What a program that is not Rebind sees of the port. */
export async function observe(port: number): Promise<Observed> {
  return json(await run([...OBSERVE, String(port)])) as Observed;
}

export const FREE: Observed = { rows: [], binds: ['ok', 'ok', 'ok', 'ok'] };

const isRoot = process.getuid?.() === 0;
const UNSHARE: readonly string[] = ['unshare', isRoot ? '-n' : '-rn'];
export const mayMakeNetworks = spawnSync('unshare', [...UNSHARE.slice(1), 'true']).status === 0;
export const mayBeOthers = isRoot;

/** The command in a network of its own, with these kernel settings. */
export function inFreshNetwork(command: readonly string[], sysctls: Record<string, string> = {}): string[] {
  const settings = Object.entries(sysctls).map(([name, value]) => `${name}=${value}`);
  const script = `ip link set lo up; while [ "$1" != -- ]; do echo "\${1#*=}" > "/proc/sys/$(echo "\${1%%=*}" | tr . /)"; shift; done; shift; exec "$@"`;
  return [...UNSHARE, 'sh', '-c', script, 'sh', ...settings, '--', ...command];
}

export async function matrix(command: readonly string[]): Promise<MatrixReport> {
  return json(await run(command)) as MatrixReport;
}

/** A Python program that does the given, says `ready`, and waits until it is ended. */
export function python(...lines: string[]): string[] {
  return [
    'python3',
    '-c',
    ['import socket, sys, time', ...lines, 'print("ready", flush=True)', 'time.sleep(60)'].join('\n'),
  ];
}

/** Python: leaves `count` TIME_WAITs at the server's end of the port. */
export function timeWaits(
  port: number,
  { address = '127.0.0.1', count = 1, clientPort = 0, reuse = false } = {},
): string[] {
  const family = address.includes(':') ? 'socket.AF_INET6' : 'socket.AF_INET';
  return [
    'import random',
    `s = socket.socket(${family})`,
    ...(reuse ? ['s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)'] : []),
    `s.bind((${JSON.stringify(address)}, ${port})); s.listen(2048)`,
    `pairs = []`,
    `for i in range(${count}):`,
    `    c = socket.socket(${family})`,
    ...(clientPort > 0 ? [`    c.bind((${JSON.stringify(address)}, ${clientPort}))`] : []),
    // a port of the kernel's choice may be another client's again, to another server, by the time it is asked for: one below
    // those, or of many any on an address where nobody else is
    ...(count > 1 ? ['    c.bind(("127.77.0.1", 0))'] : []),
    ...(count === 1 && clientPort === 0
      ? [
          '    while not c.getsockname()[1]:',
          `        try: c.bind((${JSON.stringify(address)}, random.randrange(10_000, 30_000)))`,
          '        except OSError: pass',
        ]
      : []),
    `    c.connect((${JSON.stringify(address)}, ${port}))`,
    '    pairs.append((c, s.accept()[0]))',
    's.close()',
    'for c, a in pairs:',
    '    a.close(); c.close()',
  ];
}

/** A Python program of these lines. */
export function script(lines: readonly string[]): string[] {
  return ['python3', '-c', ['import socket, time', ...lines].join('\n')];
}

/** Python: leaves a FIN_WAIT2 at the server's end of the port, whose client goes on to hold its own. */
export function finWait2(port: number): string[] {
  return [
    `s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen()`,
    `c = socket.create_connection(("127.0.0.1", ${port})); a, _ = s.accept(); s.close()`,
    'a.close(); c.recv(1); c.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)',
  ];
}
