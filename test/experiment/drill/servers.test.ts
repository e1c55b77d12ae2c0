import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Build, missing, sample } from '../../examples/support/toolchain.ts';
import { freePort } from '../support.ts';
import { drill, verdicts } from './support.ts';

const QUICK = ['--rounds', '2'] as const;

describe.skipIf(missing('gcc'))('the samples in C (needs gcc)', () => {
  let build: Build;
  beforeAll(async () => {
    build = await Build.create();
    await build.link(['gcc'], ['c/s1_server.c', 'c/s2_server_reuseaddr.c', 'c/s13_server.c']);
  });
  afterAll(async () => {
    await build.remove();
  });

  it('S1 does not come back, because of the connection it had', async () => {
    const port = await freePort();
    const { report } = await drill(
      port,
      [build.path('s1_server'), String(port)],
      '--how',
      'crash',
      '--how',
      'stop',
      '--how',
      'interrupt',
    );
    expect(verdicts(report)).toEqual(['crash: not-back', 'stop: not-back', 'interrupt: not-back']);
    expect(report.verdict.text).toMatch(
      /^does not come back: EADDRINUSE because 1 (TIME_WAIT|FIN_WAIT2) is left of its old connections, and it does not set SO_REUSEADDR before bind$/,
    );
    const [round] = report.ways[0]?.rounds ?? [];
    expect(round?.restart).toMatchObject({
      kind: 'ended',
      code: 1,
      output: ['bind: Address already in use'],
    });
    expect(round?.afterRelease).toMatchObject({ kind: 'listens' });
    expect(round?.why).toMatchObject({ command: 'why', verdict: 'remembered' });
  });

  it('S2, its cure, comes back at once', async () => {
    const port = await freePort();
    const { report } = await drill(port, [build.path('s2_server_reuseaddr'), String(port)]);
    expect(verdicts(report)).toEqual(['crash: at-once', 'stop: at-once']);
    expect(report.ways.flatMap(({ rounds }) => rounds)).toHaveLength(10);
    for (const round of report.ways.flatMap(({ rounds }) => rounds)) {
      expect(Object.keys(round.leftBehind).join(), JSON.stringify(round)).toMatch(/TIME_WAIT|FIN_WAIT2/);
    }
  });

  it('S13 is not restarted by a stop, for its helper has the listener, and comes back when all of them crash', async () => {
    const port = await freePort();
    const { report } = await drill(port, [build.path('s13_server'), String(port)], ...QUICK);
    expect(verdicts(report)).toEqual(['crash: at-once', 'stop: old-listens']);
    const stop = report.ways[1];
    expect(stop?.verdict.text).toBe('not restarted: the old process still listens');
    expect(stop?.verdict.cause).toMatchObject({
      id: 'old-process',
      text: expect.stringContaining('sleep 600') as string,
    });
  });
});

describe.skipIf(missing('javac'))('a server in Java (needs a JDK)', () => {
  let build: Build;
  beforeAll(async () => {
    build = await Build.create();
    await build.javac(['java/GreetingServer.java', 'java/GreetingServerReuse.java']);
  });
  afterAll(async () => {
    await build.remove();
  });

  it.each([
    ['does not come back with setReuseAddress(false)', 'GreetingServer', 'not-back'],
    ['comes back with setReuseAddress(true)', 'GreetingServerReuse', 'at-once'],
  ])('%s', async (_, program, verdict) => {
    const port = await freePort();
    const { report } = await drill(port, ['java', '-cp', build.directory, program, String(port)], ...QUICK);
    expect(verdicts(report)).toEqual([`crash: ${verdict}`, `stop: ${verdict}`]);
  });
});

describe('a server in Python', () => {
  it.each([
    [
      'does not come back from socketserver without allow_reuse_address',
      'python/s11_chat_server.py',
      'not-back',
    ],
    ['comes back from socketserver with it', 'python/s11_chat_server_reuse.py', 'at-once'],
  ])('%s', async (_, program, verdict) => {
    const port = await freePort();
    const { report } = await drill(port, ['python3', sample(program), String(port)], ...QUICK);
    expect(verdicts(report)).toEqual([`crash: ${verdict}`, `stop: ${verdict}`]);
  });

  it('comes back: http.server, which answers by HTTP', async () => {
    const port = await freePort();
    const { report } = await drill(
      port,
      ['python3', '-m', 'http.server', '--bind', '127.0.0.1', String(port)],
      ...QUICK,
    );
    expect(verdicts(report)).toEqual(['crash: at-once', 'stop: at-once']);
    expect(report.ways[0]?.rounds[0]?.http).toBe(true);
  });
});
