/** What must be true of every system the experiment knows, by asking Node alone. Runs on macOS and Windows too. */
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { openKernel, runInChild, whyPort } from 'rebind';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

let port = 0;
let kernel: Awaited<ReturnType<typeof openKernel>>;

async function listen(on: number): Promise<Server> {
  const server = createServer().listen(on, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    await once(server, 'close');
  });
  return server;
}

beforeAll(async () => {
  kernel = await openKernel();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
  server.close();
  await once(server, 'close');
});
afterAll(() => {
  kernel.close();
});

describe('this system', () => {
  it('shows a free port as free', () => {
    expect(whyPort(kernel, { port }).verdict).toBe('free');
  });

  it('shows a listener, and this process as its holder', async () => {
    await listen(port);
    expect(whyPort(kernel, { port })).toMatchObject({
      verdict: 'held',
      holders: [{ pid: process.pid }],
      sockets: [{ protocol: 'tcp', local: `127.0.0.1:${port}`, remote: null, state: 'LISTEN' }],
    });
  });

  it('runs the matrix, reaches what it can, and leaves the port as it was', async () => {
    const loopback = ['127.0.0.1'];
    const report = await runInChild({
      command: 'matrix',
      port,
      protocols: ['tcp', 'udp'],
      first: loopback,
      second: loopback,
    });
    expect(report.leftAsFound).toBe(true);
    const closed = report.cells.filter(({ state }) => state === 'CLOSED');
    expect(closed.length).toBeGreaterThan(0);
    expect(closed.every(({ bind }) => bind === 'ok')).toBe(true);
    await listen(port); // anybody can have it again
  });

  it('lets one experiment on a port at a time', () => {
    const unlock = kernel.lockPort(port);
    expect(unlock).toBeDefined();
    expect(kernel.lockPort(port)).toBeUndefined();
    unlock?.();
    const again = kernel.lockPort(port);
    expect(again).toBeDefined();
    again?.();
  });
});
