import type { WhyReport } from 'rebind';
import { describe, expect, it } from 'vitest';
import { duration } from '../../../experiment/src/cli/duration.ts';
import { portNames, readPortName } from '../../../experiment/src/cli/port-names.ts';
import { freePort, json, python, rebind, startReady } from '../support.ts';

describe('a port is named by', () => {
  it.each([
    ['3000', { port: 3000 }],
    [':3000', { port: 3000 }],
    ['localhost:3000', { port: 3000 }],
    ['127.0.0.1:3000', { port: 3000 }],
    ['[::1]:3000', { port: 3000 }],
    ['[fe80::1%eth0]:3000', { port: 3000 }],
    ['*:3000', { port: 3000 }],
    ['3000/udp', { port: 3000, protocol: 'udp' }],
    ['localhost:3000/TCP', { port: 3000, protocol: 'tcp' }],
    ['http://localhost:3000', { port: 3000 }],
    ['http://localhost:3000/udp', { port: 3000 }],
    ['https://[::1]:3000/a?b=:9#c', { port: 3000 }],
    ['http://me:7@localhost:3000/', { port: 3000 }],
    ['http://localhost/', { port: 80 }],
    ['https://example.org', { port: 443 }],
    ['udp://0.0.0.0:3000', { port: 3000, protocol: 'udp' }],
  ])('%s', (text, named) => {
    expect(readPortName(text)).toEqual(named);
  });

  it.each([
    '',
    '0',
    '65536',
    '3e3',
    '-1',
    '0x10',
    ':',
    'localhost',
    '::1:3000',
    'ftp://host',
    'http://',
    '3000/sctp',
    'a b:3',
  ])('and not by %j', (text) => {
    expect(readPortName(text)).toBeUndefined();
  });

  it('a range, and several, each once', () => {
    expect(portNames('3002', portNames('3000-3002'))).toEqual([
      { port: 3000 },
      { port: 3001 },
      { port: 3002 },
    ]);
    expect(portNames('3000-3001/udp')).toEqual([
      { port: 3000, protocol: 'udp' },
      { port: 3001, protocol: 'udp' },
    ]);
  });
});

it.each([
  ['2s', 2000],
  ['500ms', 500],
  ['1.5s', 1500],
  ['5min', 300_000],
  ['1h', 3_600_000],
  ['2', 2000],
])('%s is %i ms', (text, milliseconds) => {
  expect(duration(text)).toBe(milliseconds);
});

describe('the command', () => {
  it('takes a name wherever it takes a port, and alone for why', async () => {
    const port = String(await freePort());
    for (const name of [
      port,
      `:${port}`,
      `localhost:${port}`,
      `[::1]:${port}`,
      `http://localhost:${port}/`,
    ]) {
      expect((await rebind(name)).stdout).toBe(`Port ${port} is free.\n`);
      expect((await rebind('release', name)).stdout).toBe(`Port ${port} has no leftovers to release.\n`);
    }
    expect((await rebind('matrix', `${port}/udp`, '-q')).stdout).toMatch(
      /: 48 cells, 0 not as documented, 0 not reached/,
    );
  });

  it('looks at the protocol that is named', async () => {
    const port = await freePort();
    await startReady(python(`s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen()`));
    expect(json(await rebind('why', `${port}/udp`, '--json'))).toMatchObject({ verdict: 'free' });
    const report = json(await rebind('why', `${port}/tcp`, '--json')) as WhyReport;
    expect(report.verdict).toBe('held');
    expect(new Set(report.bind.map(({ protocol }) => protocol))).toEqual(new Set(['tcp']));
  });

  it('tells of several ports one after the other, in one document', async () => {
    const port = await freePort();
    await startReady(python(`s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen()`));
    const [low, high] = [port - 1, port + 1];
    const ended = await rebind('why', `${low}-${high}`, '--quiet');
    expect(ended.stdout.split('\n')[1]).toBe(`Port ${port} is held.`);
    expect(ended.stdout.trimEnd().split('\n')).toHaveLength(3);
    expect(ended.status).toBe(1);
    const document = json(await rebind(`${low}-${high}`, '--json')) as { reports: WhyReport[] };
    expect(document).toMatchObject({ schemaVersion: 1, command: 'why' });
    expect(document.reports.map((report) => report.port)).toEqual([low, port, high]);
    expect((await rebind('why', String(low), String(port))).stdout).toContain(`Port ${port} is held.\n\n  `);
  });

  it('leaves the options of a drilled command to it', async () => {
    const port = String(await freePort());
    const ended = await rebind('drill', '-p', port, process.execPath, '--version');
    expect(ended.stdout).toContain(`  | ${process.version}\n`);
    expect(ended.stdout).toContain('--version on port');
    const json_ = await rebind('drill', '-p', port, '-q', 'sh', '-c', 'echo "$0 $1"; exit 4', '--json', '-q');
    expect(json_.stdout).toMatch(
      /^sh -c .* --json -q on port \d+ never listened on port \d+: it ended with exit code 4 /,
    );
  });
});

describe("--quiet prints the verdict's line alone", () => {
  it.each([
    [['why'], /^Port \d+ is free\.\n$/],
    [['release'], /^Port \d+ has no leftovers to release\.\n$/],
    [
      ['matrix'],
      /^Port \d+: 112 cells, 0 not as documented, 0 not reached; the port is as it was found\.\n$/,
    ],
    [
      ['claims'],
      /^Port \d+: 25 claims, \d+ hold, \d+ do not, \d+ cannot be tested here, 0 other than documented; the port is as it was found\.\n$/,
    ],
  ])('%j', async (words, line) => {
    const { stdout, stderr } = await rebind(...words, String(await freePort()), '--quiet');
    expect(stdout).toMatch(line);
    expect(stderr).toBe('');
  });

  it('of a drill, and of a folder', async () => {
    const port = String(await freePort());
    const drilled = await rebind('drill', '-q', '-p', port, '--', 'true');
    expect(drilled.stdout).toMatch(
      /^true on port \d+ never listened on port \d+: it ended with exit code 0 after .*\.\n$/,
    );
    expect(drilled.stderr).toBe('');
    expect((await rebind('port', '/dev/fd', '-q')).stdout).toBe('No port is configured in /dev/fd.\n');
  });
});
