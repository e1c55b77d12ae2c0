import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageFolder, ROOT } from '../../eslint-plugin/package/versions.ts';
import { freePort, json, REBIND, run } from '../support.ts';
import { type Drilled, drill, verdicts } from './support.ts';

const server = (name: string) => path.join(ROOT, 'test/frameworks/servers', name);

describe('a server as a framework makes it', () => {
  it.each(['express.mjs', 'fastify.mjs'])('%s comes back at once in every way', async (file) => {
    const port = await freePort();
    const { report } = await drill(
      port,
      [process.execPath, server(file), String(port)],
      ...['--rounds', '2', '--how', 'crash', '--how', 'stop', '--how', 'interrupt', '--how', 'save'],
    );
    expect(verdicts(report)).toEqual([
      'crash: at-once',
      'stop: at-once',
      'interrupt: at-once',
      'save: at-once',
    ]);
    expect(report.ways[0]?.rounds[0]).toMatchObject({ http: true, connected: 20, reuse: ['SO_REUSEADDR'] });
  });
});

describe("Vite's dev server", () => {
  const vite = path.join(packageFolder('vite', 'test/frameworks') ?? '', 'bin/vite.js');
  let project: string;
  beforeAll(async () => {
    project = await mkdtemp(path.join(tmpdir(), 'rebind-vite-'));
    await writeFile(path.join(project, 'index.html'), '<h1>hello</h1>');
  });
  afterAll(async () => {
    await rm(project, { recursive: true });
  });

  async function drillThere(
    port: number,
    command: readonly string[],
    ...options: readonly string[]
  ): Promise<Drilled> {
    const ended = await run(
      [...REBIND, 'drill', '--port', String(port), '--json', ...options, '--', ...command],
      { cwd: project },
    );
    return { ...ended, report: json(ended) as Drilled['report'] };
  }

  it('comes back at once when it is itself what was started', async () => {
    const port = await freePort();
    const { report } = await drillThere(
      port,
      [process.execPath, vite, '--port', String(port)],
      '--rounds',
      '1',
    );
    expect(verdicts(report)).toEqual(['crash: at-once', 'stop: at-once']);
  });

  it('moves to another port under save when a shell that passes no signal on was started', async () => {
    const port = await freePort();
    // as a script of package.json with && in it runs
    const script = `true && "${process.execPath}" "${vite}" --port ${port} && true`;
    const { report, status } = await drillThere(port, ['sh', '-c', script], '--rounds', '1', '--how', 'save');
    expect(report.verdict).toMatchObject({
      id: 'moved',
      text: `moved to another port: ${port + 1} instead of ${port}`,
      cause: { id: 'old-process' },
    });
    expect(report.leftAsFound).toBe(true);
    expect(status).toBe(1);
  });
});
