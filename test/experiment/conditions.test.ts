import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClaimsReport } from '../../experiment/src/claims/claims.ts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  type Ended,
  freePort,
  inFreshNetwork,
  json,
  mayBeOthers,
  mayMakeNetworks,
  python,
  REBIND,
  rebind,
  run,
  script,
  temporaryFolder,
  timeWaits,
} from './support.ts';

// drills among them, on a machine that may be busy
vi.setConfig({ testTimeout: 120_000 });

/** The command by a shell that first does something to its own surroundings. */
function after(preparation: string, ...arguments_: readonly string[]): string[] {
  return ['bash', '-c', `${preparation}; exec "$@"`, 'bash', ...REBIND, ...arguments_];
}

/** The same in a file system of its own. */
function inOwnMounts(preparation: string, ...arguments_: readonly string[]): string[] {
  return ['unshare', '-m', ...after(preparation, ...arguments_)];
}

/** One line, which names what, why and what to do, and no stack. */
function oneLine({ stdout, stderr }: Ended, pattern: RegExp): void {
  expect(stderr).toMatch(/^rebind: [^\n]*\n$/);
  expect(stderr).toMatch(pattern);
  expect(stderr).not.toMatch(/\n {4}at |node:internal/);
  expect(stdout).toBe('');
}

const server = (port: number) =>
  python(
    's = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)',
    `s.bind(("127.0.0.1", ${port})); s.listen()`,
  );

describe('few descriptors', () => {
  it('64 suffice for the claims, the matrix and a drill', async () => {
    const port = String(await freePort());
    const claims = await run(after('ulimit -n 64', 'claims', port, '--json'));
    expect(claims.stderr).toBe('');
    const verdicts = (json(claims) as { claims: { id: string; verdict: string }[] }).claims;
    const here = (
      json(await rebind('claims', port, '--json')) as { claims: { id: string; verdict: string }[] }
    ).claims;
    expect(verdicts.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(
      here.map(({ id, verdict }) => `${id} ${verdict}`),
    );
    expect((await run(after('ulimit -n 64', 'matrix', port, '--quiet'))).stdout).toContain(
      '0 not as documented, 0 not reached',
    );
    const drilled = await run(
      after(
        'ulimit -n 64',
        'drill',
        '-p',
        port,
        '-q',
        '--rounds',
        '1',
        '--how',
        'crash',
        ...server(Number(port)),
      ),
    );
    expect(drilled).toMatchObject({ status: 0, stderr: '' });
  });

  it('too few: what, why and what to do, in one line or as JSON', async () => {
    const port = String(await freePort());
    const ended = await run(after('ulimit -n 22', 'claims', port));
    oneLine(
      ended,
      /spawn .*: too many open files \(EMFILE\); raise the limit of this shell: ulimit -n 256$/m,
    );
    expect(ended.status).toBe(3);
    const document = await run(after('ulimit -n 22', 'claims', port, '--json'));
    expect(document.stderr).toBe('');
    expect(json(document)).toEqual({
      schemaVersion: 1,
      error: {
        kind: 'system',
        file: expect.anything() as unknown,
        message: expect.stringContaining('EMFILE') as unknown,
      },
    });
  });

  it('a few more: what cannot be tested says so, and nothing is said that was not seen', async () => {
    const port = String(await freePort());
    const ended = await run(after('ulimit -n 30', 'claims', port, '--json'));
    const claims = (
      json(ended) as { claims: { id: string; verdict: string; documented: string | null; finding: string }[] }
    ).claims;
    const others = claims.filter(({ verdict, documented }) => verdict !== documented);
    expect(others.filter(({ verdict }) => verdict !== 'cannot be tested here')).toEqual([]);
  });
});

describe('a standard output that takes nothing', () => {
  it.each([['why', '3999'], ['why', '3999', '--json'], ['--help'], ['--version'], ['matrix', '--help']])(
    'full: %j',
    async (...words) => {
      const ended = await run(['bash', '-c', 'exec "$@" > /dev/full', 'bash', ...REBIND, ...words]);
      oneLine(
        ended,
        /the answer cannot be written to standard output: write: no space left \(ENOSPC\); free some/,
      );
      expect(ended.status).toBe(3);
    },
  );

  it('and a standard error that takes nothing either', async () => {
    const ended = await run([
      'bash',
      '-c',
      'exec "$@" > /dev/full 2> /dev/full',
      'bash',
      ...REBIND,
      'why',
      '3999',
    ]);
    expect(ended.status).toBe(3);
  });

  it.runIf(mayBeOthers)('on a disk that is full', async () => {
    const folder = await temporaryFolder();
    const ended = await run([
      ...['unshare', '-m', 'bash', '-c'],
      `mount -t tmpfs -o size=4k none "$0" && cat /dev/zero > "$0/zeros" 2> /dev/null; "$@" > "$0/answer"`,
      folder,
      ...REBIND,
      ...['matrix', String(await freePort())],
    ]);
    oneLine(ended, /cannot be written to standard output: .*no space left \(ENOSPC\)/);
  });
});

describe('a place for files that is none', () => {
  const drill = async (port: number, more: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    run(
      [
        ...REBIND,
        'drill',
        '-p',
        String(port),
        '--rounds',
        '1',
        '--how',
        'crash',
        ...more,
        '--',
        ...server(port),
      ],
      {
        env: { ...process.env, ...env },
      },
    );

  it.each(['/no/such', '/proc', '/dev/null'])('the drill needs no TMPDIR: %s', async (TMPDIR) => {
    const { status, stdout } = await drill(await freePort(), [], { TMPDIR });
    expect(existsSync('/no')).toBe(false);
    expect(stdout).toContain('comes back at once');
    expect(status).toBe(0);
  });

  it.each([
    ['/no/such/log', /cannot use \/no\/such\/log .*there is no such file or folder \(ENOENT\)/],
    ['/', /cannot use \/ .*it is a folder \(EISDIR\); name a file/],
    [
      '/dev/null/log',
      /cannot use \/dev\/null\/log .*a part of the path is no folder \(ENOTDIR\); name another place/,
    ],
    ['/proc/log', /cannot use \/proc\/log .*\(ENOENT\)/],
  ])('--log %s', async (log, pattern) => {
    const ended = await drill(await freePort(), ['--log', log]);
    oneLine(ended, pattern);
    expect(ended.status).toBe(2);
  });

  it('--log /dev/full: the file is named', async () => {
    const ended = await drill(await freePort(), ['-q', '--log', '/dev/full']);
    oneLine(
      ended,
      /cannot go on: write \/dev\/full: no space left \(ENOSPC\); free some, or write somewhere else/,
    );
    expect(ended.status).toBe(3);
  });

  it.runIf(mayBeOthers)('a read-only file system, and one that is full', async () => {
    const folder = await temporaryFolder();
    const words = ['drill', '-p', String(await freePort()), '-q', '--log', `${folder}/log`, '--', 'true'];
    oneLine(
      await run(inOwnMounts(`mount -t tmpfs -o ro none ${folder}`, ...words)),
      /cannot use .*\/log .*the file system is read-only \(EROFS\); name another place/,
    );
    oneLine(
      await run(
        inOwnMounts(
          `mount -t tmpfs -o size=4k none ${folder}; cat /dev/zero > ${folder}/z 2> /dev/null`,
          ...words,
        ),
      ),
      /\/log: no space left \(ENOSPC\); free some, or write somewhere else/,
    );
  });

  it.runIf(mayBeOthers)('a folder that may not be read', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o700);
    const words = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...REBIND, 'port', folder];
    const ended = await run(words, { cwd: '/' });
    oneLine(ended, /\(EACCES\)|cannot read the folder/);
    expect(ended.status).toBe(2);
  });

  it('leaves no file behind', async () => {
    const TMPDIR = await temporaryFolder();
    await drill(await freePort(), [], { TMPDIR, NODE_DISABLE_COMPILE_CACHE: '1' });
    expect((await run(['ls', '-A', TMPDIR])).stdout).toBe('');
  });
});

describe('a file that is too large, or none,', () => {
  it('is not read for the findings', async () => {
    const folder = await temporaryFolder();
    const huge = path.join(folder, 'huge.json');
    await run(['truncate', '-s', '4G', huge]);
    for (const [file, reason] of [
      [huge, 'it is larger than 256 MB'],
      ['/dev/zero', 'it is larger than 256 MB'],
      [folder, 'it is a folder (EISDIR)'],
    ] as const) {
      const ended = await rebind('drill', '-p', '3999', '--lint', file, '--', 'true');
      expect(ended.stderr).toContain(`rebind: cannot use ${file}: `);
      expect(ended.stderr).toContain(reason);
      expect(ended.status).toBe(2);
    }
  });

  it('and a pipe is', async () => {
    const port = String(await freePort());
    const ended = await run([
      ...['bash', '-c', '"$@" --lint <(echo "[]") -- true', 'bash', ...REBIND],
      ...['drill', '-q', '-p', port],
    ]);
    expect(ended.stdout).toContain('never listened');
  });
});

describe('without /proc', () => {
  it.runIf(mayBeOthers)('the drill refuses at the start, and the others do what they can', async () => {
    const port = String(await freePort());
    const words = (command: string, ...more: string[]) => inOwnMounts('umount -l /proc', command, ...more);
    const drilled = await run(words('drill', '-p', port, '--', 'true'));
    oneLine(
      drilled,
      /cannot run here: rebind drill finds the processes of the server in \/proc, .*; mount -t proc/,
    );
    expect(drilled.status).toBe(3);
    expect((await run(words('why', port))).stdout).toBe(`Port ${port} is free.\n`);
    expect((await run(words('matrix', port, '-q'))).stdout).toContain('0 not as documented, 0 not reached');
    expect((await run(words('claims', port, '-q'))).stdout).toContain('0 other than documented');
  });

  it.runIf(mayBeOthers)('nor with the one of another namespace', async () => {
    const ended = await run(['unshare', '-pf', ...REBIND, 'drill', '-p', '3999', '--', 'true']);
    oneLine(ended, /cannot run here: rebind drill finds the processes/);
  });
});

describe('a loopback interface that is down', () => {
  it.runIf(mayMakeNetworks && mayBeOthers).each([
    ['matrix', '3000'],
    ['claims', '3000'],
    ['drill', '-p', '3000', '--', 'true'],
  ])('is told at once: %s', async (...words) => {
    const start = performance.now();
    const ended = await run(['unshare', '-n', ...REBIND, ...words]);
    oneLine(
      ended,
      /cannot run here: the loopback interface of this network is down, .*; ip link set lo up brings it up/,
    );
    expect(ended.status).toBe(3);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it.runIf(mayMakeNetworks && mayBeOthers)('keeps nobody from looking', async () => {
    expect((await run(['unshare', '-n', ...REBIND, 'why', '3000'])).stdout).toBe('Port 3000 is free.\n');
  });
});

describe('net.ipv4.tcp_rfc1337=1 is told alike', () => {
  const SAYS =
    'net.ipv4.tcp_rfc1337 is 1, so this kernel ignores what would end a TIME_WAIT early; it ends by itself';

  it.runIf(mayMakeNetworks)('by why, release, matrix and drill', async () => {
    const commands = [
      ['why', '3000'],
      ['release', '3000'],
      ['matrix', '3000'],
      ['drill', '-p', '3000', '--', 'true'],
    ].map((words) => [...REBIND, ...words]);
    const program = script([
      ...timeWaits(3000),
      'import subprocess, sys',
      `for c in ${JSON.stringify(commands)}:`,
      '    p = subprocess.run(c, capture_output=True, text=True)',
      '    print(p.returncode, (p.stdout + p.stderr).replace("\\n", " "), flush=True)',
    ]);
    const { stdout } = await run(inFreshNetwork(program, { 'net.ipv4.tcp_rfc1337': '1' }));
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['1', '1', '3', '3']);
    for (const line of lines) {
      expect(line).toContain(SAYS);
      expect(line).not.toContain('rebind release');
    }
  });

  it.runIf(mayMakeNetworks)('by claims, which find what they find without it', async () => {
    const words = [...REBIND, 'claims', '3000', '--json'];
    const claimsWith = async (value: string) =>
      json(await run(inFreshNetwork(words, { 'net.ipv4.tcp_rfc1337': value }))) as ClaimsReport;
    const [without, kept] = [await claimsWith('0'), await claimsWith('1')];
    expect([without.leftAsFound, kept.leftAsFound]).toEqual([true, true]);
    const verdicts = ({ claims }: ClaimsReport) => claims.map(({ id, verdict }) => `${id} ${verdict}`);
    expect(verdicts(kept)).toEqual(verdicts(without));
    expect(without.claims.filter(({ port }) => port !== undefined)).toEqual([]);
    expect(new Set(kept.claims.map(({ port }) => port)).has(undefined)).toBe(false);
  });

  it.runIf(mayMakeNetworks)('by the one line of a drill whose server comes back', async () => {
    const server = "require('http').createServer((_, r) => r.end()).listen(3000)";
    const words = ['drill', '-p', '3000', '--how', 'crash', '--quiet', '--', 'node', '-e', server];
    const ended = await run(inFreshNetwork([...REBIND, ...words], { 'net.ipv4.tcp_rfc1337': '1' }));
    expect(ended.stdout).toMatch(
      /^node .* on port 3000 comes back at once\. Port 3000 is not as it was found: \d+ sockets are left\.\n$/,
    );
  });

  it.runIf(mayMakeNetworks)('by a drill that leaves them itself', async () => {
    const without = python('s = socket.socket(); s.bind(("127.0.0.1", 3000)); s.listen()', 'l = []').slice(
      0,
      2,
    );
    const file = path.join(await temporaryFolder(), 'server.py');
    await writeFile(
      file,
      'import socket\ns = socket.socket(); s.bind(("127.0.0.1", 3000)); s.listen()\nl = []\nwhile True: l.append(s.accept())\n',
    );
    const words = ['drill', '-p', '3000', '--how', 'crash', '--json', '--', without[0] ?? '', file];
    const ended = await run(inFreshNetwork([...REBIND, ...words], { 'net.ipv4.tcp_rfc1337': '1' }));
    expect(json(ended)).toMatchObject({
      verdict: { id: 'not-back', cause: { id: 'leftovers' } },
      cutShort: `the port could not be cleaned up after round 1 of crash: ${SAYS}`,
      leftAsFound: false,
    });
    expect(ended.status).toBe(1);
  });
});

describe('an error with --json is a document', () => {
  it.each<[readonly string[], string, number]>([
    [['why', '99999', '--json'], 'usage', 2],
    [['matrix', '--json', '--frist'], 'usage', 2],
    [['port', '/nowhere', '--json'], 'usage', 2],
    [['drill', '--json', '-p', '3999', '--', '/nowhere'], 'usage', 2],
    [['drill', '--json', '--'], 'usage', 2],
    [['drill', '-p', '3999', '--json', '--log', '/', '--', 'true'], 'usage', 2],
    [['matrix', '3999', '--timeout', '1ms', '--json'], 'stopped', 3],
  ])('%j', async (words, kind, status) => {
    const ended = await rebind(...words);
    expect(json(ended)).toMatchObject({
      schemaVersion: 1,
      error: { kind, message: expect.any(String) as unknown },
    });
    expect(ended.stderr).toBe('');
    expect(ended.status).toBe(status);
  });

  it('that names the port, and one that is free', async () => {
    const port = await freePort();
    const [program = '', ...arguments_] = server(port);
    const child = spawn(program, arguments_, { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    expect(json(await rebind('matrix', String(port), '--json'))).toMatchObject({
      error: { kind: 'port', port, freePort: expect.any(Number) as unknown },
    });
  });

  it("is not, where --json is the drilled command's own", async () => {
    const ended = await rebind('drill', '-p', '3999', '/nowhere', '--json');
    oneLine(ended, /cannot start \/nowhere: there is no such program/);
  });
});
