import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { DrillReport, WhyReport } from 'rebind';
import { describe, expect, it, onTestFinished } from 'vitest';
import { withoutIPv6 } from '../../examples/support/toolchain.ts';
import {
  freePort,
  json,
  mayBeOthers,
  observe,
  python,
  REBIND,
  rebind,
  run,
  script,
  startReady,
  timeWaits,
} from '../support.ts';
import { drill, habit, HABITS, verdicts } from './support.ts';

/** The command lines of the processes that were started to listen on the port. */
function serversOn(port: number): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    const line = /^\d+$/.test(pid) ? commandLine(pid) : '';
    return line.includes(HABITS) && line.includes(String(port)) && !line.includes('drill')
      ? [`${pid}: ${line}`]
      : [];
  });
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

interface Running {
  readonly process: ChildProcess;
  readonly lines: AsyncIterableIterator<string>;
  readonly ended: Promise<unknown[]>;
  readonly stderr: () => string;
}

/** A drill that goes on for long, in a process group of its own; the end of the test kills what may be left. */
function startDrill(port: number, server: readonly string[], ...options: readonly string[]): Running {
  const [program = '', ...arguments_] = [
    ...REBIND,
    ...['drill', '--port', String(port), '--rounds', '1000', ...options, '--', ...server],
  ];
  const child = spawn(program, arguments_, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  onTestFinished(() => {
    for (const line of serversOn(port)) {
      process.kill(Number(line.split(':')[0]), 'SIGKILL');
    }
  });
  return {
    process: child,
    lines: createInterface({ input: child.stderr })[Symbol.asyncIterator](),
    ended: once(child, 'close'),
    stderr: () => said,
  };
}

/** Waits until a round is done, so that a server runs, or is about to. */
async function aRound({ lines }: Running): Promise<void> {
  for (;;) {
    const line = await lines.next();
    if (line.done === true) {
      throw new Error('the drill ended before a round was done');
    }
    if (line.value.includes('1/1000')) {
      return;
    }
  }
}

/** Nobody listens, nobody runs, nothing is remembered. */
async function nothingLeft(port: number): Promise<void> {
  await expect.poll(() => serversOn(port), { timeout: 10_000 }).toEqual([]);
  await expect.poll(async () => (await observe(port)).rows, { timeout: 10_000 }).toEqual([]);
}

/** The child process of the command, in which the drill runs. */
function childOf({ process: { pid } }: Running): number {
  const found = readdirSync('/proc').find(
    (candidate) => /^\d+$/.test(candidate) && parentOf(candidate) === pid,
  );
  return Number(found);
}

function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

describe.each(['plain', 'ignores_sigterm', 'forks', 'daemonises', 'hides'])(
  'of a server that is %s, nothing is left',
  (name) => {
    it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('when the drill is ended by %s', async (signal) => {
      const port = await freePort();
      const running = startDrill(port, habit(name, port), '--how', 'crash');
      await aRound(running);
      running.process.kill(signal);
      await running.ended;
      expect(running.process.exitCode).toBe(130);
      expect(running.stderr()).toContain('stopped; the port is cleaned up');
      await nothingLeft(port);
    });
  },
);

describe('nothing is left when SIGKILL ends', () => {
  it('the command', async () => {
    const port = await freePort();
    const running = startDrill(port, habit('daemonises', port), '--how', 'crash');
    await aRound(running);
    running.process.kill('SIGKILL');
    await nothingLeft(port);
  });

  it('the process group of the command, as a job runner does', async () => {
    const port = await freePort();
    const running = startDrill(port, habit('forks', port), '--how', 'crash');
    await aRound(running);
    process.kill(-(running.process.pid ?? NaN), 'SIGKILL');
    await nothingLeft(port);
  });

  it('the child process in which the drill runs', async () => {
    const port = await freePort();
    const running = startDrill(port, habit('daemonises', port), '--how', 'crash');
    await aRound(running);
    process.kill(childOf(running), 'SIGKILL');
    await running.ended;
    expect(running.process.exitCode).toBe(3);
    expect(running.stderr()).toContain('ended before its time (SIGKILL)');
    await nothingLeft(port);
  });
});

describe('a port that somebody has', () => {
  it('is refused, and who has it is said', async () => {
    const port = await freePort();
    const other = await startReady(python(`s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen()`));
    const { status, stderr, stdout } = await rebind(
      'drill',
      '-p',
      String(port),
      '--',
      ...habit('plain', port),
    );
    expect(stderr).toMatch(
      /^rebind: \S*python3 -c .*\(pid \d+, user \w+\) listens on port \d+; stop it, then drill/,
    );
    expect(stderr).toContain(`(pid ${other.process.pid ?? 0},`);
    expect(stdout).toBe('');
    expect(status).toBe(3);
    expect(serversOn(port)).toEqual([]);
    expect((await observe(port)).rows).toHaveLength(1);
  });

  it('is released where only earlier connections are remembered', async () => {
    const port = await freePort();
    await run(script(timeWaits(port)));
    expect((await observe(port)).rows).toHaveLength(1);
    const { report } = await drill(port, habit('plain', port), '--rounds', '1', '--how', 'crash');
    expect(report.verdict.id).toBe('at-once');
  });

  it('may be drilled by one at a time', async () => {
    const port = await freePort();
    const running = startDrill(port, habit('plain', port));
    await aRound(running);
    const { status, stderr } = await rebind('drill', '-p', String(port), '--', ...habit('plain', port));
    expect(stderr).toContain(`another experiment is running on port ${port}`);
    expect(status).toBe(3);
    running.process.kill('SIGTERM');
    await running.ended;
  });
});

describe('the server', () => {
  it('finds the environment and the folder of the command, and a standard input that stays open', async () => {
    const port = await freePort();
    const program = [
      'import os, select, socket, sys',
      'print("electron", os.environ.get("ELECTRON_RUN_AS_NODE"), "mine", os.environ.get("MINE"), flush=True)',
      'print("input", bool(select.select([0], [], [], 0.1)[0]), flush=True)',
      'print("folder", os.getcwd(), "leader", os.getpid() == os.getsid(0) == os.getpgid(0), flush=True)',
      's = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)',
      `s.bind(("127.0.0.1", ${port})); s.listen()`,
      'while True: s.accept()',
    ].join('\n');
    const folder = await mkdtemp(path.join(tmpdir(), 'rebind-drill-test-'));
    const command = [
      ...REBIND,
      'drill',
      '-p',
      String(port),
      '--json',
      '--rounds',
      '1',
      '--how',
      'crash',
      '--log',
      'my.log',
    ];
    const ended = await run([...command, '--', 'python3', '-c', program], {
      cwd: folder,
      env: { ...process.env, MINE: 'yes' },
    });
    const report = json(ended) as DrillReport;
    expect(report.log).toBe(path.join(folder, 'my.log'));
    const log = readFileSync(path.join(folder, 'my.log'), 'utf8');
    expect(log).toContain('--- crash, round 1: start again ---');
    expect(log).toContain('electron None mine yes\n');
    expect(log).toContain('input False\n');
    expect(log).toContain(`folder ${folder} leader True\n`);
    rmSync(folder, { recursive: true });
  });

  it('meets clients whose ports no outgoing connection is given', async () => {
    const port = await freePort();
    const { report } = await drill(port, habit('without_reuse', port), '--rounds', '1', '--how', 'crash');
    const sockets = report.ways[0]?.rounds[0]?.why?.sockets ?? [];
    const clients = sockets.map(({ remote }) => Number(remote?.split(':').at(-1)));
    const [low = 0, high = 0] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8')
      .split('\t')
      .map(Number);
    expect(clients).toHaveLength(20);
    expect(clients.filter((client) => client >= low && client <= high)).toEqual([]);
  });

  it.skipIf(withoutIPv6())('is met on ::1 where it listens there alone', async () => {
    const port = await freePort();
    const server = ['python3', '-m', 'http.server', '--bind', '::1', String(port)];
    const { report } = await drill(port, server, '--rounds', '1', '--how', 'crash');
    expect(report.ways[0]?.rounds[0]).toMatchObject({ http: true, coldStart: { listener: `[::1]:${port}` } });
  });

  it.runIf(mayBeOthers)('may be drilled by a user who is not root', async () => {
    const port = await freePort();
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'env', 'HOME=/tmp'];
    // the interpreter that everybody may run
    const server = [
      '/usr/bin/python3',
      '-m',
      'http.server',
      '--bind',
      '127.0.0.1',
      '--directory',
      '/tmp',
      String(port),
    ];
    const ended = await run(
      [...nobody, ...REBIND, 'drill', '-p', String(port), '--json', '--rounds', '2', '--', ...server],
      { cwd: '/tmp' },
    );
    const report = json(ended) as DrillReport;
    expect(verdicts(report)).toEqual(['crash: at-once', 'stop: at-once']);
    expect(report.ways[0]?.rounds[0]?.reuse).toEqual(['SO_REUSEADDR']);
    expect(report.leftAsFound).toBe(true);
  });
});

describe('a server that clears its environment and leaves its session', () => {
  /** The processes whose parent it is. */
  const childrenOf = (parent: number) =>
    readdirSync('/proc')
      .filter((pid) => /^\d+$/.test(pid) && parentOf(pid) === parent)
      .map(Number);

  async function drillOfOneThatHides() {
    const port = await freePort();
    const server = fileURLToPath(new URL('../../../bench/kills/server.py', import.meta.url));
    const running = startDrill(port, ['python3', server, String(port), 'hides'], '--how', 'crash');
    await aRound(running);
    const warden = childOf(running);
    const [drill = NaN] = childrenOf(warden);
    // a server is there: what follows is about it
    await expect
      .poll(async () => (await observe(port)).rows, { timeout: 20_000, interval: 10 })
      .not.toEqual([]);
    return { port, running, warden, drill };
  }

  it.each(['warden', 'drill'] as const)(
    'is ended when the %s is killed, and the port is as it was',
    async (which) => {
      const { port, running, ...pids } = await drillOfOneThatHides();
      process.kill(pids[which], 'SIGKILL');
      await running.ended;
      expect(running.process.exitCode).toBe(3);
      expect(running.stderr()).toContain(
        `rebind: the experiment ended before its time (SIGKILL); port ${port} is as it was; run it again`,
      );
      await expect.poll(async () => (await observe(port)).rows, { timeout: 10_000 }).toEqual([]);
    },
  );

  it('is told of when both are killed at the same moment', async () => {
    const { port, running, warden, drill } = await drillOfOneThatHides();
    // neither can do anything for the server between the two
    process.kill(warden, 'SIGSTOP');
    process.kill(drill, 'SIGSTOP');
    const listens = (await observe(port)).rows.length > 0;
    process.kill(drill, 'SIGKILL');
    process.kill(warden, 'SIGKILL');
    await running.ended;
    const [holder] = (json(await rebind('why', String(port), '--json')) as WhyReport).holders;
    if (holder) {
      expect(running.stderr()).toContain(
        `somebody listens on port ${port} (127.0.0.1:${port}): rebind why says who`,
      );
      process.kill(holder.pid, 'SIGKILL');
    } else {
      expect(listens).toBe(false);
      expect(running.stderr()).toContain(`port ${port} is as it was`);
    }
  });
});
