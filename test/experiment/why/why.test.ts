import type { WhyReport } from 'rebind';
import { describe, expect, it } from 'vitest';
import { adviceFor } from '../../../experiment/src/why/advice.ts';
import { type Facts, verdictOf } from '../../../experiment/src/why/diagnosis.ts';
import type { Holder } from '../../../experiment/src/process/process.ts';
import type { SocketRow } from '../../../experiment/src/kernel/socket-table.ts';
import { address } from '../../../experiment/src/sockets/address.ts';
import type { TcpState } from '../../../experiment/src/sockets/sockets.ts';
import {
  end,
  finWait2,
  freePort,
  json,
  mayBeOthers,
  observe,
  python,
  REBIND,
  rebind,
  run,
  startReady,
  timeWaits,
} from '../support.ts';

async function why(port: number, ...more: string[]): Promise<WhyReport> {
  return json(await rebind('why', String(port), '--json', ...more)) as WhyReport;
}

const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

const ids = ({ advice }: Pick<WhyReport, 'advice'>) => advice.map(({ id }) => id);

describe('on this kernel, a port is', () => {
  it('free', async () => {
    const port = await freePort();
    const report = await why(port);
    expect(report).toMatchObject({ verdict: 'free', holders: [], sockets: [], advice: [] });
    expect(report.bind.every(({ outcome }) => outcome === 'ok')).toBe(true);
  });

  it('held by a listener, whose process it names, and nothing is bound to find out', async () => {
    const port = await freePort();
    const server = await startReady(
      python(`s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen()`),
    );
    const before = await observe(port);
    const ended = await run([
      ...['strace', '-f', '-qq', '-e', 'trace=bind,listen,connect'],
      ...[...REBIND, 'why', String(port), '--json'],
    ]);
    expect(ended.stderr).not.toMatch(/(bind|listen|connect)\(\d+, \{sa_family=AF_INET/);
    const report = json(ended) as WhyReport;
    expect(ended.status).toBe(1);
    expect(report).toMatchObject({
      verdict: 'held',
      holders: [{ pid: server.process.pid, addresses: [`127.0.0.1:${port}`] }],
      sockets: [{ state: 'LISTEN', remote: null, secondsLeft: null }],
    });
    expect(report.holders[0]?.command[0]).toContain('python3');
    expect(Date.now() - Date.parse(report.holders[0]?.since ?? '')).toBeLessThan(60_000);
    expect(ids(report)).toEqual(['stop-process', 'localhost-split']);
    expect(report.bind.slice(0, 2)).toMatchObject([{ outcome: 'EADDRINUSE' }, { outcome: 'EADDRINUSE' }]);
    expect(await observe(port)).toEqual(before);
    await end(server);
  });

  it('held by a listener two processes share', async () => {
    const port = await freePort();
    const server = await startReady(
      python(
        `s = socket.socket(); s.bind(("0.0.0.0", ${port})); s.listen()`,
        'import os',
        'pid = os.fork()',
        'if pid == 0: time.sleep(4); sys.exit()',
      ),
    );
    const report = await why(port);
    expect(report.holders).toHaveLength(2);
    expect(ids(report)).toContain('inherited-listener');
    await end(server);
  });

  it('held by a socket that is bound and does not listen', async () => {
    const port = await freePort();
    const server = await startReady(python(`s = socket.socket(); s.bind(("127.0.0.1", ${port}))`));
    const report = await why(port);
    expect(report).toMatchObject({ verdict: 'held', holders: [{ pid: server.process.pid }] });
    expect(ids(report)).toEqual(['stop-process', 'bound-only']);
    await end(server);
  });

  it('remembered in TIME_WAIT, with the seconds left', async () => {
    const port = await freePort();
    const server = await startReady(python(...timeWaits(port)));
    const report = await why(port);
    expect(report).toMatchObject({
      verdict: 'remembered',
      holders: [],
      sockets: [{ state: 'TIME_WAIT', inode: null }],
    });
    expect(report.sockets[0]?.secondsLeft).toBeGreaterThan(50);
    expect(report.sockets[0]?.secondsLeft).toBeLessThanOrEqual(60);
    expect(ids(report)).toEqual(['release']);
    await end(server);
    await rebind('release', String(port));
  });

  it('perhaps taken for 0.0.0.0 by a connection over IPv6, which a dual-stack server alone leaves so', async () => {
    const port = await freePort();
    for (const [v6only, free] of [
      [0, false],
      [1, true],
    ] as const) {
      const server = await startReady(
        python(
          's = socket.socket(socket.AF_INET6)',
          `s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, ${v6only}); s.bind(("::", ${port})); s.listen()`,
          `c = socket.create_connection(("::1", ${port})); a, _ = s.accept(); s.close()`,
          'a.close(); c.close()',
        ),
      );
      const report = await why(port, '--host', '0.0.0.0');
      expect(report.bind[0]).toMatchObject({
        outcome: null,
        condition: 'ok unless a dual-stack server left the connection; then EADDRINUSE',
      });
      const bind = `import socket; socket.socket().bind(("0.0.0.0", ${port}))`;
      const bound = await run(['python3', '-c', bind]);
      expect(bound.status === 0).toBe(free);
      await end(server);
      await rebind('release', String(port));
    }
  });

  it('remembered in FIN_WAIT2, with the process that is the cure', async () => {
    const port = await freePort();
    const client = await startReady(python(...finWait2(port)));
    const report = await why(port);
    expect(report).toMatchObject({
      verdict: 'remembered',
      holders: [],
      peers: [{ pid: client.process.pid }],
      sockets: [{ state: 'FIN_WAIT2' }],
    });
    expect(report.advice.find(({ id }) => id === 'close-peer')?.text).toContain(
      `pid ${String(client.process.pid)}`,
    );
    await end(client);
    await rebind('release', String(port));
  });

  it('taken by an outgoing connection', async () => {
    const [listening, port] = [await freePort(), await freePort()];
    const client = await startReady(
      python(
        `s = socket.socket(); s.bind(("127.0.0.1", ${listening})); s.listen()`,
        `c = socket.create_connection(("127.0.0.1", ${listening}), source_address=("127.0.0.1", ${port}))`,
      ),
    );
    const report = await why(port);
    expect(report).toMatchObject({ verdict: 'outgoing', holders: [{ pid: client.process.pid }] });
    expect(ids(report)).toContain('outgoing');
    await end(client);
    await rebind('release', String(port));
  });

  it.runIf(mayBeOthers)("held by another user's process, which only root may see", async () => {
    const port = await freePort();
    const server = await startReady(
      python(`s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen()`),
    );
    const report = json(await run([...NOBODY, ...REBIND, 'why', String(port), '--json'])) as WhyReport;
    expect(report).toMatchObject({ verdict: 'held', holders: [] });
    expect(ids(report)).toContain('hidden-process');
    await end(server);
  });
});

/** What a bind gives in fact, by a program that is not Rebind. */
async function bindFor(port: number, protocol: string, options: readonly string[]): Promise<string> {
  const { stdout } = await run([
    'python3',
    '-c',
    [
      'import errno, socket, sys',
      `s = socket.socket(socket.AF_INET, socket.${protocol === 'tcp' ? 'SOCK_STREAM' : 'SOCK_DGRAM'})`,
      ...options.map((option) => `s.setsockopt(socket.SOL_SOCKET, socket.${option}, 1)`),
      `try: s.bind(("127.0.0.1", ${port})); print("ok")`,
      'except OSError as error: print(errno.errorcode[error.errno])',
    ].join('\n'),
  ]);
  return stdout.trim();
}

describe('what a bind would give', () => {
  const states = {
    'a listener': ['tcp', 's.listen()'],
    'a bound socket': ['tcp', ''],
    'a datagram socket': ['udp', ''],
    'a connection': [
      'tcp',
      's.listen(); c = socket.create_connection(s.getsockname()); a, _ = s.accept(); s.close()',
    ],
  } as const;
  const sets = [[], ['SO_REUSEADDR'], ['SO_REUSEPORT'], ['SO_REUSEADDR', 'SO_REUSEPORT']];
  const setting = (options: readonly string[]) =>
    options.map((option) => `s.setsockopt(socket.SOL_SOCKET, socket.${option}, 1)`);

  it
    .runIf(mayBeOthers)
    .each(
      Object.keys(states).flatMap((state) =>
        sets.map((options) => [state as keyof typeof states, options] as const),
      ),
    )('beside %s with %j is what it gives', async (state, options) => {
    const [protocol, then] = states[state];
    const port = await freePort();
    const server = await startReady(
      python(
        `s = socket.socket(socket.AF_INET, socket.${protocol === 'tcp' ? 'SOCK_STREAM' : 'SOCK_DGRAM'})`,
        ...setting(options),
        `s.bind(("127.0.0.1", ${port}))`,
        then,
      ),
    );
    const report = await why(port);
    expect(report.sockets[0]?.options).toEqual(options);
    for (const prediction of report.bind.filter((bind) => bind.protocol === protocol)) {
      expect(prediction).toMatchObject({
        outcome: await bindFor(port, protocol, prediction.options),
        condition: null,
      });
    }
    await end(server);
  });

  it.runIf(mayBeOthers)("beside another user's listener with SO_REUSEPORT is a refusal", async () => {
    const port = await freePort();
    const program = python(
      'import os; os.seteuid(65534)',
      's = socket.socket()',
      ...setting(['SO_REUSEPORT']),
      `s.bind(("127.0.0.1", ${port})); s.listen()`,
    );
    const server = await startReady(program);
    const report = await why(port);
    expect(report.sockets[0]?.options).toEqual(['SO_REUSEPORT']);
    for (const { options, outcome } of report.bind.filter(({ protocol }) => protocol === 'tcp')) {
      expect(outcome).toBe('EADDRINUSE');
      expect(await bindFor(port, 'tcp', options)).toBe('EADDRINUSE');
    }
    await end(server);
  });

  it.runIf(mayBeOthers)('depends where the options are not for this user to read', async () => {
    const port = await freePort();
    const server = await startReady(
      python('s = socket.socket()', ...setting(['SO_REUSEADDR']), `s.bind(("127.0.0.1", ${port}))`),
    );
    const report = json(await run([...NOBODY, ...REBIND, 'why', String(port), '--json'])) as WhyReport;
    expect(report.sockets[0]?.options).toBeNull();
    expect(report.bind.slice(0, 3)).toMatchObject([
      { outcome: 'EADDRINUSE', condition: null },
      { outcome: null, condition: 'ok if the bound socket had set SO_REUSEADDR; else EADDRINUSE' },
      // another user's: SO_REUSEPORT does not help whatever it has set
      { outcome: 'EADDRINUSE', condition: null },
    ]);
    await end(server);
  });

  it('depends where the kernel has no pidfd_getfd', async () => {
    const port = await freePort();
    const server = await startReady(
      python(`s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen()`),
    );
    const inject = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'inject=pidfd_getfd:error=ENOSYS'];
    const report = json(await run([...inject, ...REBIND, 'why', String(port), '--json'])) as WhyReport;
    expect(report.sockets[0]?.options).toBeNull();
    expect(report.bind[2]).toMatchObject({ outcome: null });
    await end(server);
  });
});

const LOOPBACK = address('127.0.0.1');
const FACTS: Facts = {
  platform: 'linux',
  wsl: false,
  port: 3000,
  host: undefined,
  rows: [],
  holders: [],
  peers: [],
  optionsOf: () => undefined,
  listensOn: () => false,
  ephemeral: { low: 32768, high: 60999 },
  firstUnprivilegedPort: 1024,
  keepsTimeWait: false,
  uid: 1000,
};

function row(state: TcpState, more: Partial<SocketRow> = {}): SocketRow {
  return {
    protocol: 'tcp',
    local: { address: LOOPBACK, port: 3000 },
    remote: { address: LOOPBACK, port: 0 },
    state,
    expiresMs: undefined,
    inode: 7,
    uid: 1000,
    ...more,
  };
}

function holder(command: string[], more: Partial<Holder> = {}): Holder {
  return {
    pid: 42,
    parent: 41,
    command,
    uid: 1000,
    user: 'me',
    startedAt: new Date(0),
    inodes: [7],
    ...more,
  };
}

describe('advice', () => {
  const listening = { ...FACTS, rows: [row('LISTEN')] };

  it.each<[string, Facts]>([
    ['systemd-socket', { ...listening, holders: [holder(['/sbin/init'], { pid: 1, parent: 0 })] }],
    ['docker-proxy', { ...listening, holders: [holder(['/usr/bin/docker-proxy', '-proto', 'tcp'])] }],
    ['stop-process', { ...listening, holders: [holder(['node', 'server.js'])] }],
    ['inherited-listener', { ...listening, holders: [holder(['sleep', '1d'], { parent: 1 })] }],
    ['hidden-process', listening],
    [
      'localhost-split',
      { ...FACTS, rows: [row('LISTEN'), row('LISTEN', { local: { address: address('::1'), port: 3000 } })] },
    ],
    ['ephemeral-range', { ...FACTS, port: 40000 }],
    ['privileged', { ...FACTS, port: 80 }],
    ['wsl', { ...FACTS, wsl: true }],
    ['macos-airplay', { ...FACTS, platform: 'darwin', port: 5000 }],
    ['windows-excluded', { ...FACTS, platform: 'win32' }],
  ])('%s', (id, facts) => {
    expect(adviceFor(facts).map((advice) => advice.id)).toContain(id);
  });

  it('never says to stop a process for what systemd or docker holds', () => {
    for (const command of [['/lib/systemd/systemd'], ['docker-proxy']]) {
      expect(adviceFor({ ...listening, holders: [holder(command)] }).map(({ id }) => id)).not.toContain(
        'stop-process',
      );
    }
  });

  it('is silent about an ordinary free port', () => {
    expect(adviceFor(FACTS)).toEqual([]);
  });
});

describe('the verdict', () => {
  it('is unknown in WSL where nothing here has the port: Windows may', () => {
    expect(verdictOf({ ...FACTS, wsl: true })).toBe('unknown');
  });

  it('looks at sockets that overlap with the wanted address only', () => {
    expect(verdictOf({ ...FACTS, rows: [row('LISTEN')], host: address('127.0.0.2') })).toBe('free');
    expect(verdictOf({ ...FACTS, rows: [row('LISTEN')], host: address('0.0.0.0') })).toBe('held');
    expect(verdictOf({ ...FACTS, rows: [row('LISTEN')], host: address('::1') })).toBe('free');
  });

  it("does not mistake the peer's end for the port's own", () => {
    const outgoing = row('ESTABLISHED', {
      local: { address: LOOPBACK, port: 50000 },
      remote: { address: LOOPBACK, port: 3000 },
    });
    expect(verdictOf({ ...FACTS, rows: [outgoing] })).toBe('free');
  });
});
