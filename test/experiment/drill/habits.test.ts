import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort, temporaryFolder } from '../support.ts';
import { drill, habit, verdicts } from './support.ts';

const QUICK = ['--rounds', '2'] as const;

describe('a server with a habit', () => {
  it('ignores SIGTERM: is killed after the grace, and comes back', async () => {
    const port = await freePort();
    const { report } = await drill(
      port,
      habit('ignores_sigterm', port),
      '--rounds',
      '1',
      '--how',
      'stop',
      '--how',
      'interrupt',
      '--grace',
      '300ms',
    );
    expect(verdicts(report)).toEqual(['stop: at-once', 'interrupt: at-once']);
    for (const { killed, stopMs } of report.ways.flatMap(({ rounds }) => rounds)) {
      expect(killed).toBe(true);
      expect(stopMs).toBeGreaterThanOrEqual(300);
    }
  });

  it('forks workers that end with it: comes back in every way', async () => {
    const port = await freePort();
    const { report } = await drill(
      port,
      habit('forks', port),
      ...QUICK,
      '--how',
      'crash',
      '--how',
      'stop',
      '--how',
      'interrupt',
    );
    expect(verdicts(report)).toEqual(['crash: at-once', 'stop: at-once', 'interrupt: at-once']);
  });

  it('forks workers and forgets them: is not restarted by a stop', async () => {
    const port = await freePort();
    const { report } = await drill(port, habit('leaves_workers', port), ...QUICK);
    expect(verdicts(report)).toEqual(['crash: at-once', 'stop: old-listens']);
  });

  it.each(['daemonises', 'hides'])('%s: is found, ended and comes back', async (name) => {
    const port = await freePort();
    const { report } = await drill(
      port,
      habit(name, port),
      ...QUICK,
      '--how',
      'crash',
      '--how',
      'stop',
      '--how',
      'interrupt',
    );
    expect(verdicts(report)).toEqual(['crash: at-once', 'stop: at-once', 'interrupt: at-once']);
  });

  it('takes 5 s to listen: that is its own cold start, and not time away', async () => {
    const port = await freePort();
    const { report } = await drill(port, habit('slow', port), '--rounds', '1', '--how', 'crash');
    expect(verdicts(report)).toEqual(['crash: at-once']);
    expect(report.coldStartMs?.p50).toBeGreaterThan(5000);
    expect(report.ways[0]?.awayMs?.p50).toBeGreaterThan(5000);
    expect(report.ways[0]?.beyondColdStartMs?.max).toBeLessThan(4000);
  });

  it('takes longer than it may: never listened', async () => {
    const port = await freePort();
    const { report } = await drill(port, habit('slow', port), '--timeout', '500ms');
    expect(report.verdict).toMatchObject({
      id: 'never-listened',
      text: expect.stringMatching(/did not listen within \d+ ms$/) as string,
    });
    expect(report.cutShort).toContain('did not listen');
  });

  it('prints megabytes: the beginning and the end of them are in the log', async () => {
    const port = await freePort();
    const log = path.join(await temporaryFolder(), 'server.log');
    writeFileSync(log, 'mine\n');
    const { report } = await drill(port, habit('chatty', port), ...QUICK, '--log', log);
    expect(verdicts(report)).toEqual(['crash: at-once', 'stop: at-once']);
    expect(statSync(log).size).toBeLessThanOrEqual('mine\n'.length + 10 * 1024 * 1024);
    const text = readFileSync(log, 'latin1');
    // not the whole of it in a message
    expect(text.slice(0, 100)).toMatch(/^mine\n--- crash, round 1: start ---\n/);
    expect(text.match(/\n--- \d{8,} bytes left out ---\n/g)).toHaveLength(1);
    expect(text.slice(-10)).toMatch(/^z+\n?z*$/);
  });

  it('exits at once: never listened, and what it said is shown', async () => {
    const port = await freePort();
    const { report } = await drill(port, habit('exits', port));
    expect(report.verdict.id).toBe('never-listened');
    expect(report.verdict.text).toContain('it ended with exit code 7');
    expect(report.ways[0]?.rounds[0]?.coldStart).toMatchObject({
      kind: 'ended',
      code: 7,
      output: ['this server has had enough'],
    });
  });

  it.each(['single', 'single_and_closes'])(
    'accepts a single connection (%s): does not come back',
    async (name) => {
      const port = await freePort();
      const { report } = await drill(port, habit(name, port), ...QUICK);
      expect(verdicts(report)).toEqual(['crash: not-back', 'stop: not-back']);
      expect(report.verdict.cause?.id).toBe('leftovers');
    },
  );

  it('closes its listener long before it ends: comes back late', async () => {
    const port = await freePort();
    const { report } = await drill(
      port,
      habit('drains', port),
      '--rounds',
      '1',
      '--how',
      'stop',
      '--max-away',
      '1s',
    );
    expect(report.verdict).toMatchObject({
      id: 'late',
      text: expect.stringMatching(/^comes back after \d\.\d s$/) as string,
      cause: { id: 'slow-stop' },
    });
  });

  it('still listens when the next one has been started: a save fails', async () => {
    const port = await freePort();
    const folder = await mkdtemp(path.join(tmpdir(), 'rebind-habits-'));
    const server = [...habit('outlasts', port), path.join(folder, 'failed')];
    const { report } = await drill(port, server, '--rounds', '1', '--how', 'save', '--grace', '60s');
    expect(report.verdict).toMatchObject({
      id: 'not-back',
      text: 'does not come back: EADDRINUSE because the old process still listened when it started',
    });
    await rm(folder, { recursive: true });
  });

  it('takes the next port where its own is in use: moved', async () => {
    const port = await freePort();
    const { report } = await drill(port, habit('tries_the_next', port), '--rounds', '1', '--how', 'crash');
    expect(report.verdict).toMatchObject({
      id: 'moved',
      text: `moved to another port: ${port + 1} instead of ${port}`,
      cause: { id: 'leftovers' },
    });
  });

  it('does not say why it ends: the same start on the released port shows it', async () => {
    const port = await freePort();
    const { report } = await drill(port, habit('fails_silently', port), ...QUICK, '--how', 'crash');
    expect(report.verdict).toMatchObject({ id: 'not-back', cause: { id: 'leftovers' } });
    expect(report.verdict.text).toContain('EADDRINUSE because');
  });

  it('listens on another port from the start: moved, and which is said', async () => {
    const [port, asked] = [await freePort(), await freePort()];
    const { report } = await drill(asked, habit('plain', port), '--timeout', '10s');
    expect(report.verdict).toMatchObject({
      id: 'moved',
      text: `moved to another port: it listens on ${port}, not on ${asked}`,
    });
  });
});

describe("the drill's own connections", () => {
  it.each(['crash', 'stop'])('do not change the verdict on a server that stops cleanly (%s)', async (how) => {
    for (const connections of ['0', '20']) {
      const port = await freePort();
      const { report } = await drill(
        port,
        habit('plain', port),
        ...QUICK,
        '--how',
        how,
        '--connections',
        connections,
      );
      expect(verdicts(report)).toEqual([`${how}: at-once`]);
      expect(report.ways[0]?.rounds[0]?.connected).toBe(Number(connections));
    }
  });

  it('are half closed and half held, so that both states are left behind', async () => {
    const port = await freePort();
    const { report } = await drill(port, habit('without_reuse', port), '--rounds', '1', '--how', 'crash');
    expect(report.ways[0]?.rounds[0]?.leftBehind).toEqual({ FIN_WAIT2: 10, TIME_WAIT: 10 });
    expect(report.verdict.text).toContain('10 TIME_WAIT and 10 FIN_WAIT2 are left');
  });
});
