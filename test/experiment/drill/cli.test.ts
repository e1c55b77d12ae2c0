import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DrillReport } from 'rebind';
import { describe, expect, it } from 'vitest';
import { freePort, REBIND, rebind, run } from '../support.ts';
import { habit } from './support.ts';

describe('wrong use ends with 2 and one line that says what is wrong', () => {
  it.each([
    [['drill'], "missing required argument 'command'"],
    [['drill', '--how', 'explode', '--', 'true'], 'Allowed choices are crash, stop, interrupt, save'],
    [['drill', '--rounds', '0', '--', 'true'], 'A whole number from 1 to 1000'],
    [['drill', '--connections', '-1', '--', 'true'], 'A whole number from 0 to 1000'],
    [['drill', '--max-away', '2h', '--', 'true'], 'A time such as 2s, 500ms or 5min, at most 1h.'],
    [['drill', '--'], "missing required argument 'command'"],
    [['drill', '-p', '3999', '--', ''], 'the command to drill is empty'],
    [['drill', '-p', '3999/udp', '--', 'true'], 'this is about TCP alone, and 3999/udp is none'],
    [['drill', '-p', '3999', '--log', tmpdir(), '--', 'true'], 'it is a folder (EISDIR); name a file'],
    [['drill', '--port', '0', '--', 'true'], 'from 1 to 65535'],
    [
      ['drill', '-p', '3999', '--', '/no/such/program'],
      'cannot start /no/such/program: there is no such program',
    ],
    [['drill', '-p', '3999', '--', '/etc/passwd'], 'cannot start /etc/passwd: it is not executable'],
    [
      ['drill', '-p', '3999', '--lint', '/no/such/file', '--', 'true'],
      'cannot use /no/such/file: open /no/such/file: there is no such file or folder (ENOENT)',
    ],
    [
      ['drill', '-p', '3999', '--lint', '/etc/passwd', '--', 'true'],
      'cannot use /etc/passwd: it is not JSON',
    ],
  ])('%j', async (arguments_, message) => {
    const { status, stdout, stderr } = await rebind(...arguments_);
    expect(stderr).toMatch(/^rebind: .*\n$/);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('no port: says how to name one', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'rebind-'));
    const { status, stderr } = await run([...REBIND, 'drill', '--', 'true'], { cwd: folder });
    expect(stderr).toContain('name one, as in rebind drill --port 3000 -- node server.js');
    expect(status).toBe(2);
    await rm(folder, { recursive: true });
  });
});

it('drills the configured port of the folder', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'rebind-'));
  const port = await freePort();
  await writeFile(path.join(folder, 'package.json'), '{"name": "fresh"}');
  await writeFile(
    path.join(folder, 'server.js'),
    `require('node:http').createServer((_, response) => response.end('hello')).listen(${port});\n`,
  );
  const { status, stdout, stderr } = await run([...REBIND, 'drill', '--', process.execPath, 'server.js'], {
    cwd: folder,
  });
  expect(stderr).toContain(`Port ${port}, as server.js:1 says.`);
  expect(stdout).toContain('comes back at once.');
  expect(status).toBe(0);
  await rm(folder, { recursive: true });
});

describe('the text', () => {
  it('says the verdict, what was measured and why, with a line a round while it runs', async () => {
    const port = await freePort();
    const server = habit('without_reuse', port);
    const { status, stdout, stderr } = await rebind(
      'drill',
      '-p',
      String(port),
      '--rounds',
      '2',
      '--',
      ...server,
    );
    expect(stderr).not.toContain("The server's output");
    for (const round of ['crash 1/2', 'crash 2/2', 'stop 1/2', 'stop 2/2']) {
      expect(stderr).toMatch(
        new RegExp(
          `^${round}: ended in [\\d.]+ ms, left 10 FIN_WAIT2, 10 TIME_WAIT, does not come back: EADDRINUSE$`,
          'm',
        ),
      );
    }
    expect(stdout).toContain(
      `on port ${port} does not come back: EADDRINUSE because 10 TIME_WAIT and 10 FIN_WAIT2 are left of its old connections, and it does not set SO_REUSEADDR before bind.\n`,
    );
    expect(stdout).toContain(
      `  listens on 127.0.0.1:${port}, with neither SO_REUSEADDR nor SO_REUSEPORT; 20 clients connected\n`,
    );
    expect(stdout).toMatch(
      /^ {2}crash {6}✗ does not come back: EADDRINUSE {2}left behind: 10 FIN_WAIT2, 10 TIME_WAIT$/m,
    );
    expect(stdout).toMatch(/^ {2}cold start +[\d.]+ m?s +[\d.]+ m?s +[\d.]+ m?s +4$/m);
    expect(stdout).toContain('  | OSError: [Errno 98] Address already in use');
    expect(stdout).toContain('Once they were released, the same command listened after');
    expect(stdout).toContain(`port ${port} is as it was found.`);
    expect(status).toBe(1);
  });

  it('has a progress bar instead of lines on a terminal', async () => {
    const port = await freePort();
    const command = [
      ...REBIND,
      'drill',
      '-p',
      String(port),
      '--rounds',
      '2',
      '--how',
      'crash',
      '--',
      ...habit('plain', port),
    ];
    const { stdout } = await run([
      'python3',
      '-c',
      'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))',
      ...command,
    ]);
    expect(stdout).toMatch(/Drill \[.*\] \d\/2 crash \d: (starting|connecting|ending|cleaning up)/);
    expect(stdout).not.toContain('crash 1/2:');
    expect(stdout).toContain('comes back at once');
  });
});

it('as JSON keeps its contract, and prints nothing else', async () => {
  const port = await freePort();
  const { stdout, stderr } = await rebind(
    'drill',
    '-p',
    String(port),
    '--json',
    '--rounds',
    '1',
    '--',
    ...habit('plain', port),
  );
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as DrillReport;
  expect(Object.keys(report)).toEqual([
    ...[
      'schemaVersion',
      'command',
      'port',
      'server',
      'verdict',
      'ways',
      'coldStartMs',
      'maxAwayMs',
      'connections',
    ],
    ...[
      'resolutionMs',
      'cutShort',
      'findings',
      'log',
      'elapsedMs',
      'leftAsFound',
      'remains',
      'survivors',
      'system',
    ],
  ]);
  expect(report).toMatchObject({
    schemaVersion: 1,
    command: 'drill',
    verdict: { id: 'at-once', cause: null },
    cutShort: null,
  });
  const [way] = report.ways;
  expect(Object.keys(way ?? {})).toEqual([
    'how',
    'verdict',
    'stopMs',
    'awayMs',
    'beyondColdStartMs',
    'rounds',
  ]);
  expect(Object.keys(way?.rounds[0] ?? {})).toEqual([
    ...[
      'how',
      'round',
      'coldStart',
      'connected',
      'http',
      'reuse',
      'stopMs',
      'killed',
      'leftBehind',
      'restart',
    ],
    ...['oldListener', 'awayMs', 'awayResolutionMs', 'afterRelease', 'why', 'beyondColdStartMs', 'verdict'],
  ]);
  expect(report.log).toBeNull();
});
