import { afterAll, beforeAll, describe, expect } from 'vitest';
import { closed, connected, firstLine, multicast, nextLine } from './support/client.ts';
import { commandLine, test } from './support/scenario.ts';
import { reached, statesOf } from './support/socket-table.ts';
import { Build, missing } from './support/toolchain.ts';

const inUse = { code: 1, stderr: 'bind: Address already in use\n' };

describe.skipIf(missing('gcc'))('the samples in C (needs Linux and gcc)', () => {
  let build: Build;
  const program = (name: string, ...args: (string | number)[]): [string, ...string[]] => [
    build.path(name),
    ...args.map(String),
  ];

  beforeAll(async () => {
    build = await Build.create();
    await build.link(
      ['gcc'],
      [
        'c/s1_server.c',
        'c/s2_server_reuseaddr.c',
        'c/s4_client.c',
        'c/s9_worker.c',
        'c/s9_worker_reuseport.c',
        'c/s10_multicast_receiver.c',
        'c/s10_multicast_receiver_reuseaddr.c',
        'c/s12_prefork_server.c',
        'c/s13_server.c',
        'c/s13_server_cloexec.c',
      ],
    );
  });
  afterAll(async () => {
    await build.remove();
  });

  describe.each([
    { id: 'S1', server: 's1_server', survives: false },
    { id: 'S2', server: 's2_server_reuseaddr', survives: true },
  ])('$id', ({ server, survives }) => {
    test('restarts at once when its client closed first', async ({ stage, port }) => {
      const first = await stage.listening(program(server, port));
      const client = await connected(port);
      client.write('hello\n');
      await first.line(/^hello$/);
      await closed(client);
      expect(await first.ending()).toMatchObject({ code: 0, stderr: '' });
      expect(statesOf(port)).toEqual([]);

      await stage.listening(program(server, port));
    });

    test(`${survives ? 'restarts' : 'cannot restart'} after Ctrl+C with its client connected`, async ({
      stage,
      port,
    }) => {
      const first = await stage.listening(program(server, port));
      const client = await connected(port);
      await first.line(/^client connected$/);
      await first.kill('SIGINT');
      await closed(client);
      await reached(port, 'TIME_WAIT');

      if (survives) {
        await stage.listening(program(server, port));
      } else {
        expect(await stage.start(program(server, port)).ending()).toMatchObject(inUse);
      }
    });

    test('cannot start while another instance is listening', async ({ stage, port }) => {
      await stage.listening(program(server, port));
      expect(await stage.start(program(server, port)).ending()).toMatchObject(inUse);
    });
  });

  test('S2 cannot take over what S1 left: the option counts on both generations', async ({ stage, port }) => {
    const first = await stage.listening(program('s1_server', port));
    const client = await connected(port);
    await first.line(/^client connected$/);
    await first.kill('SIGINT');
    await closed(client);
    await reached(port, 'TIME_WAIT');

    expect(await stage.start(program('s2_server_reuseaddr', port)).ending()).toMatchObject(inUse);
  });

  describe('S4: the client never closes', () => {
    test('S1 cannot restart while its old connection is in FIN_WAIT2', async ({ stage, port }) => {
      const first = await stage.listening(program('s1_server', port));
      const client = stage.start(program('s4_client', port));
      await first.line(/^client connected$/);
      await first.kill('SIGINT');
      await client.line(/this end stays open/);
      await reached(port, 'FIN_WAIT2');

      expect(await stage.start(program('s1_server', port)).ending()).toMatchObject(inUse);
    });

    test('S2 restarts beside its old connection in FIN_WAIT2', async ({ stage, port }) => {
      const first = await stage.listening(program('s2_server_reuseaddr', port));
      const client = stage.start(program('s4_client', port));
      await first.line(/^client connected$/);
      await first.kill('SIGINT');
      await client.line(/this end stays open/);
      await reached(port, 'FIN_WAIT2');

      await stage.listening(program('s2_server_reuseaddr', port));
      expect(statesOf(port).toSorted()).toEqual(['FIN_WAIT2', 'LISTEN']);
    });
  });

  describe('S9: processes that share a port', () => {
    test('without SO_REUSEPORT the second worker fails', async ({ stage, port }) => {
      await stage.listening(program('s9_worker', port));
      expect(await stage.start(program('s9_worker', port)).ending()).toMatchObject(inUse);
    });

    test('with SO_REUSEPORT on one worker only, the second fails', async ({ stage, port }) => {
      await stage.listening(program('s9_worker', port));
      expect(await stage.start(program('s9_worker_reuseport', port)).ending()).toMatchObject(inUse);
    });

    test('with SO_REUSEPORT on both, each is given connections', async ({ stage, port }) => {
      const workers = [
        await stage.listening(program('s9_worker_reuseport', port)),
        await stage.listening(program('s9_worker_reuseport', port)),
      ];
      const answers = await Promise.all(Array.from({ length: 64 }, () => firstLine(port)));
      expect(new Set(answers)).toEqual(new Set(workers.map(({ pid }) => `served by ${pid}`)));
    });

    test.skipIf(process.getuid?.() !== 0)(
      'another user cannot join, even with SO_REUSEPORT (needs root)',
      async ({ stage, port }) => {
        await stage.listening(program('s9_worker_reuseport', port));
        const other = stage.start(program('s9_worker_reuseport', port), { uid: 65534, gid: 65534 });
        expect(await other.ending()).toMatchObject(inUse);
      },
    );
  });

  describe('S10: two receivers of one multicast group', () => {
    const group = '239.255.43.10';

    test('without SO_REUSEADDR the second receiver fails', async ({ stage, port }) => {
      await stage.listening(program('s10_multicast_receiver', port));
      expect(await stage.start(program('s10_multicast_receiver', port)).ending()).toMatchObject(inUse);
    });

    test('with SO_REUSEADDR on both, each receives every datagram', async ({ stage, port }) => {
      const receivers = [
        await stage.listening(program('s10_multicast_receiver_reuseaddr', port)),
        await stage.listening(program('s10_multicast_receiver_reuseaddr', port)),
      ];
      const frames = Array.from({ length: 20 }, (_, i) => `frame ${i}`);
      await multicast(frames, port, group);
      for (const receiver of receivers) {
        for (const frame of frames) {
          expect((await receiver.line(/^received (.*)$/))[1]).toBe(frame);
        }
      }
    });
  });

  test('S12: four workers accept on one listener without any option', async ({ stage, port }) => {
    const server = stage.start(program('s12_prefork_server', port, 4));
    const workers: string[] = [];
    while (workers.length < 4) {
      const [, pid = ''] = await server.line(/^worker (\d+)$/);
      stage.alsoEnd(Number(pid), /s12_prefork_server/);
      workers.push(pid);
    }
    await server.line(/^listening on /);

    // a worker is busy until its client closes, so four open connections need four workers
    const clients = await Promise.all(workers.map(() => connected(port)));
    const answers = await Promise.all(clients.map(nextLine));
    expect(answers.toSorted()).toEqual(workers.map((pid) => `served by ${pid}`).toSorted());

    await Promise.all(clients.map(closed));
    await server.kill('SIGTERM');
    expect(statesOf(port)).toEqual([]);
  });

  describe('S13: a helper process that outlives the server', () => {
    // before its exec the helper still has the server's command line
    const helperCommand = /sleep 600|s13_server/;

    test('inherits the listener, so that the port stays in LISTEN and SO_REUSEADDR does not help', async ({
      stage,
      port,
    }) => {
      const server = stage.start(program('s13_server', port));
      const helper = Number((await server.line(/^helper (\d+)$/))[1]);
      stage.alsoEnd(helper, helperCommand);
      await server.line(/^listening on /);
      await expect.poll(() => commandLine(helper)).toBe('sleep 600');
      await server.kill('SIGKILL');
      expect(statesOf(port)).toEqual(['LISTEN']);

      // it fails before it starts a helper of its own
      expect(await stage.start(program('s13_server', port)).ending()).toMatchObject(inUse);

      process.kill(helper, 'SIGKILL');
      await reached(port);
      const restarted = stage.start(program('s13_server', port));
      stage.alsoEnd(Number((await restarted.line(/^helper (\d+)$/))[1]), helperCommand);
      await restarted.line(/^listening on /);
    });

    test('holds nothing when the listener is close-on-exec', async ({ stage, port }) => {
      const server = stage.start(program('s13_server_cloexec', port));
      const helper = Number((await server.line(/^helper (\d+)$/))[1]);
      stage.alsoEnd(helper, helperCommand);
      await server.line(/^listening on /);
      await expect.poll(() => commandLine(helper)).toBe('sleep 600');
      await server.kill('SIGKILL');

      const restarted = stage.start(program('s13_server_cloexec', port));
      stage.alsoEnd(Number((await restarted.line(/^helper (\d+)$/))[1]), helperCommand);
      await restarted.line(/^listening on /);
      expect(commandLine(helper)).toBe('sleep 600');
    });
  });
});
