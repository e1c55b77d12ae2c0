import { afterAll, beforeAll, describe, expect } from 'vitest';
import { firstLine } from './support/client.ts';
import { freePort } from './support/free-port.ts';
import { test } from './support/scenario.ts';
import { reached, statesOf } from './support/socket-table.ts';
import { Build, missing } from './support/toolchain.ts';

describe.skipIf(missing('g++'))('the samples in C++ (needs Linux and g++)', () => {
  let build: Build;
  const program = (name: string, ...args: (string | number)[]): [string, ...string[]] => [
    build.path(name),
    ...args.map(String),
  ];

  beforeAll(async () => {
    build = await Build.create();
    await build.link(
      ['g++', '-std=c++17'],
      ['cpp/s5_client.cpp', 'cpp/s5_client_reuseaddr.cpp', 'cpp/s6_server.cpp', 'cpp/s8_server.cpp'],
    );
  });
  afterAll(async () => {
    await build.remove();
  });

  describe('S5: a client with a fixed local port that closes first', () => {
    test('cannot bind the port again without SO_REUSEADDR', async ({ stage, port }) => {
      const localPort = await freePort();
      const server = await stage.listening(program('s6_server', port));
      const client = stage.start(program('s5_client', localPort, port, 0));
      await client.line(/^closed first/);
      await server.line(/^closed after the client$/);
      expect(await client.ending()).toMatchObject({
        code: 1,
        stderr: 's5_client: bind: Address already in use\n',
      });
      await reached(localPort, 'TIME_WAIT');
    });

    test('binds and connects again with SO_REUSEADDR on both sockets', async ({ stage, port }) => {
      const localPort = await freePort();
      await stage.listening(program('s6_server', port));
      // a second, so that the server has closed its end before the client comes back
      const client = stage.start(program('s5_client_reuseaddr', localPort, port, 1));
      await client.line(/^connected to/);
      await client.line(/^closed first/);
      await client.line(/^bound/);
      await client.line(/^connected to/);
      expect(await client.ending()).toMatchObject({ code: 0, stderr: '' });
    });
  });

  test('S6: the server that closes after its client keeps no TIME_WAIT and restarts at once', async ({
    stage,
    port,
  }) => {
    const localPort = await freePort();
    const server = await stage.listening(program('s6_server', port));
    await stage.start(program('s5_client', localPort, port, 0)).ending();
    await server.line(/^closed after the client$/);
    await reached(port, 'LISTEN');
    await server.kill('SIGINT');
    expect(statesOf(port)).toEqual([]);

    await stage.listening(program('s6_server', port));
  });

  describe('S8: servers on one port, each on its own address', () => {
    test('three specific addresses share the port', async ({ stage, port }) => {
      for (const address of ['127.0.0.1', '127.0.0.2', '127.0.0.3']) {
        await stage.listening(program('s8_server', address, port));
      }
      for (const address of ['127.0.0.1', '127.0.0.2', '127.0.0.3']) {
        expect(await firstLine(port, address)).toBe(`served at ${address}`);
      }
    });

    test.for([
      ['0.0.0.0', '127.0.0.1'],
      ['127.0.0.1', '0.0.0.0'],
    ] as const)('while %s listens, %s cannot, SO_REUSEADDR or not', async ([first, second], { stage, port }) => {
      await stage.listening(program('s8_server', first, port));
      expect(await stage.start(program('s8_server', second, port)).ending()).toMatchObject({
        code: 1,
        stderr: 's8_server: bind: Address already in use\n',
      });
    });
  });
});
