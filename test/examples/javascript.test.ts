import { describe, expect } from 'vitest';
import { answer } from './support/client.ts';
import { test } from './support/scenario.ts';
import { missing, node, sample } from './support/toolchain.ts';

const program = (name: string): [string, ...string[]] => [node, sample(`javascript/${name}.js`)];
const inUse = { code: 1, stderr: expect.stringContaining('EADDRINUSE') as string };

describe.skipIf(missing())('the samples in JavaScript (needs Linux)', () => {
  test('the web server answers on PORT, and a second copy fails', async ({ stage, port }) => {
    const env = { ...process.env, PORT: String(port) };
    await stage.listening(program('web-server'), { env });
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
    expect(await response.json()).toEqual({ message: 'Hello' });
    expect(await stage.start(program('web-server'), { env }).ending()).toMatchObject(inUse);
  });

  test('the metrics service counts, and a second copy fails', async ({ stage, port }) => {
    const env = { ...process.env, METRICS_PORT: String(port) };
    await stage.listening(program('metrics-service'), { env });
    expect(await answer('visits', port)).toBe('visits:1');
    expect(await answer('visits:3', port)).toBe('visits:4');
    expect(await stage.start(program('metrics-service'), { env }).ending()).toMatchObject(inUse);
  });

  test('discovery answers its group, and a second receiver on this host fails', async ({ stage, port }) => {
    const env = { ...process.env, DISCOVERY_PORT: String(port) };
    const first = await stage.listening(program('discovery'), { env });
    expect(await answer('who is there?', port, '239.255.255.250')).toContain(`pid ${first.pid}`);
    expect(await stage.start(program('discovery'), { env }).ending()).toMatchObject(inUse);
  });
});
