import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect } from 'vitest';
import { closed, connected, everything, firstLine, multicast, nextLine } from './support/client.ts';
import { freePort } from './support/free-port.ts';
import { commandLine, test } from './support/scenario.ts';
import { reached, statesOf } from './support/socket-table.ts';
import { missing, node, sample, tsc, withoutIPv6 } from './support/toolchain.ts';

const program = (name: string, ...args: (string | number)[]): [string, ...string[]] => [
  node,
  sample(`typescript/${name}.ts`),
  ...args.map(String),
];

const inUse = { code: 1, stderr: expect.stringContaining('EADDRINUSE') as string };

const body = async (port: number, host = '127.0.0.1'): Promise<string> =>
  (await fetch(`http://${host}:${port}/`, { headers: { connection: 'close' } })).text();

test('the samples in TypeScript type-check', { timeout: 60_000 }, async () => {
  await promisify(execFile)(node, [tsc, '--project', sample('typescript')]);
});

describe.skipIf(missing())('the samples in TypeScript (needs Linux)', () => {
  describe('S2: Node sets SO_REUSEADDR on a TCP listener', () => {
    test('it restarts after Ctrl+C with its client connected', async ({ stage, port }) => {
      const first = await stage.listening(program('s2-server', port));
      const client = await connected(port);
      await first.line(/^client connected$/);
      await first.kill('SIGINT');
      await closed(client);
      await reached(port, 'TIME_WAIT');

      await stage.listening(program('s2-server', port));
    });

    test('it ends with its only client and prints what that said', async ({ stage, port }) => {
      const server = await stage.listening(program('s2-server', port));
      const client = await connected(port);
      client.write('hello\n');
      await server.line(/^hello$/);
      await closed(client);
      expect(await server.ending()).toMatchObject({ code: 0, stderr: '' });
    });

    test('it cannot start while another instance is listening', async ({ stage, port }) => {
      await stage.listening(program('s2-server', port));
      expect(await stage.start(program('s2-server', port)).ending()).toMatchObject(inUse);
    });
  });

  test('S5: a client comes back from the local port where it closed first, and S6 keeps no TIME_WAIT', async ({
    stage,
    port,
  }) => {
    const localPort = await freePort();
    const server = await stage.listening(program('s6-server', port));
    const client = stage.start(program('s5-client', localPort, port, 1));
    await client.line(/^closed first/);
    await server.line(/^closed after the client$/);
    await reached(localPort, 'TIME_WAIT');
    await reached(port, 'LISTEN');
    await client.line(/^connected from/);
    expect(await client.ending()).toMatchObject({ code: 0, stderr: '' });
  });

  describe('S8: servers on one port, each on its own address', () => {
    test('specific addresses share the port', async ({ stage, port }) => {
      await stage.listening(program('s8-server', '127.0.0.1', port));
      await stage.listening(program('s8-server', '127.0.0.2', port));
      expect(await everything(port, '127.0.0.1')).toBe('served at 127.0.0.1\n');
      expect(await everything(port, '127.0.0.2')).toBe('served at 127.0.0.2\n');
    });

    test.for([
      ['0.0.0.0', '127.0.0.1'],
      ['127.0.0.1', '0.0.0.0'],
    ] as const)('while %s listens, %s cannot', async ([first, second], { stage, port }) => {
      await stage.listening(program('s8-server', first, port));
      expect(await stage.start(program('s8-server', second, port)).ending()).toMatchObject(inUse);
    });
  });

  describe('S9: processes that share a port', () => {
    test('without reusePort the second server fails', async ({ stage, port }) => {
      await stage.listening(program('s9-server', port));
      expect(await stage.start(program('s9-server', port)).ending()).toMatchObject(inUse);
    });

    test('with reusePort on both, each is given connections', async ({ stage, port }) => {
      const servers = [
        await stage.listening(program('s9-server-reuseport', port)),
        await stage.listening(program('s9-server-reuseport', port)),
      ];
      const answers = await Promise.all(Array.from({ length: 64 }, () => body(port)));
      expect(new Set(answers)).toEqual(new Set(servers.map(({ pid }) => `served by ${pid}\n`)));
    });
  });

  describe('S10: two receivers of one multicast group', () => {
    test('without reuseAddr the second receiver fails', async ({ stage, port }) => {
      await stage.listening(program('s10-multicast-receiver', port));
      expect(await stage.start(program('s10-multicast-receiver', port)).ending()).toMatchObject(inUse);
    });

    test('with reuseAddr on both, each receives every datagram', async ({ stage, port }) => {
      const receivers = [
        await stage.listening(program('s10-multicast-receiver-reuseaddr', port)),
        await stage.listening(program('s10-multicast-receiver-reuseaddr', port)),
      ];
      const frames = Array.from({ length: 20 }, (_, i) => `frame ${i}`);
      await multicast(frames, port, '239.255.43.10');
      for (const receiver of receivers) {
        for (const frame of frames) {
          expect((await receiver.line(/^received (.*)$/))[1]).toBe(frame);
        }
      }
    });
  });

  test('S11: Start works at once after Stop, time after time', async ({ stage, port }) => {
    const server = await stage.listening(program('s11-chat-server', port));
    for (let generation = 1; generation <= 3; generation++) {
      const member = await connected(port);
      expect(await nextLine(member)).toBe('welcome');
      member.write(`generation ${generation}\n`);
      expect(await nextLine(member)).toBe(`generation ${generation}`);
      server.write('stop\n');
      await server.line(/^stopped$/);
      await closed(member);
      await reached(port, ...Array.from({ length: generation }, () => 'TIME_WAIT' as const));

      server.write('start\n');
      await server.line(/^listening on /);
    }
    server.write('quit\n');
    expect(await server.ending()).toMatchObject({ code: 0, stderr: '' });
  });

  test('S12: the workers of a cluster share one listener without any option', async ({ stage, port }) => {
    const primary = stage.start(program('s12-cluster', port, 2));
    const workers: string[] = [];
    while (workers.length < 2) {
      const [, pid = ''] = await primary.line(/^worker (\d+)$/);
      stage.alsoEnd(Number(pid), /s12-cluster/);
      workers.push(pid);
    }
    await primary.line(/^listening on /);
    expect(statesOf(port)).toEqual(['LISTEN']);

    const answers = new Set<string>();
    await expect
      .poll(async () => answers.add(await firstLine(port)).size, { timeout: 10_000 })
      .toBe(workers.length);
    expect([...answers].toSorted()).toEqual(workers.map((pid) => `served by ${pid}`).toSorted());

    await primary.kill('SIGTERM');
    await expect.poll(() => workers.map((pid) => commandLine(Number(pid))), { timeout: 10_000 }).toEqual(['', '']);
  });

  describe.skipIf(withoutIPv6())('S14: the two addresses of localhost (needs ::1)', () => {
    test('a server on each starts, and clients meet now one, now the other', async ({ stage, port }) => {
      await stage.listening(program('s14-localhost', '127.0.0.1', port));
      await stage.listening(program('s14-localhost', '::1', port));
      expect(await body(port, '127.0.0.1')).toBe('served at 127.0.0.1\n');
      expect(await body(port, '[::1]')).toBe('served at ::1\n');
    });

    test('one dual-stack listener serves both and refuses a second server', async ({ stage, port }) => {
      await stage.listening(program('s14-localhost-dualstack', port));
      expect(await body(port, '127.0.0.1')).toBe('served at ::, you are ::ffff:127.0.0.1\n');
      expect(await body(port, '[::1]')).toBe('served at ::, you are ::1\n');
      for (const address of ['127.0.0.1', '::1']) {
        expect(await stage.start(program('s14-localhost', address, port)).ending()).toMatchObject(inUse);
      }
    });
  });
});
