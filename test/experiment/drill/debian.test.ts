import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../../examples/support/toolchain.ts';
import { freePort } from '../support.ts';
import { drill, verdicts } from './support.ts';

const WAYS = ['--rounds', '2', '--how', 'crash', '--how', 'stop', '--how', 'interrupt'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rebind-debian-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe.skipIf(missing('redis-server'))('redis (needs redis-server)', () => {
  it('comes back at once', async () => {
    const port = await freePort();
    const command = [
      'redis-server',
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--dir',
      folder,
    ];
    const { report } = await drill(port, command, ...WAYS);
    expect(verdicts(report)).toEqual(['crash: at-once', 'stop: at-once', 'interrupt: at-once']);
    expect(report.ways[0]?.rounds[0]).toMatchObject({ http: false, reuse: ['SO_REUSEADDR'] });
  });
});

describe.skipIf(missing('nginx', '-v'))('nginx (needs nginx-light)', () => {
  const configuration = (port: number, daemon: 'on' | 'off') => `
daemon ${daemon};
worker_processes 2;
pid ${folder}/nginx-${daemon}.pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
  server { listen 127.0.0.1:${port}; location / { return 200 "hello"; } }
}`;

  it.each(['off', 'on'] as const)('comes back at once, with "daemon %s"', async (daemon) => {
    const port = await freePort();
    const file = path.join(folder, `${daemon}.conf`);
    await writeFile(file, configuration(port, daemon));
    const command = ['nginx', '-p', folder, '-e', path.join(folder, 'error.log'), '-c', file];
    const { report } = await drill(port, command, ...WAYS);
    expect(verdicts(report)).toEqual(['crash: at-once', 'stop: at-once', 'interrupt: at-once']);
    expect(report.ways[0]?.rounds[0]?.http).toBe(true);
  });
});
