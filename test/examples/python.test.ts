import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { fix, reports } from '../eslint-plugin/lint.ts';
import { answer, closed, connected, everything, nextLine } from './support/client.ts';
import { test } from './support/scenario.ts';
import { reached } from './support/socket-table.ts';
import { missing, sample, withoutIPv6 } from './support/toolchain.ts';

const program = (name: string, ...args: (string | number)[]): [string, ...string[]] => [
  'python3',
  sample(`python/${name}.py`),
  ...args.map(String),
];

/** Runs a sample after a line of Python that makes the socket module that of another platform. */
function onPlatform(change: string, name: string, port: number): [string, ...string[]] {
  const prelude = `import runpy, socket, sys; ${change}; del sys.argv[0]; runpy.run_path(sys.argv[0], run_name="__main__")`;
  return ['python3', '-c', prelude, sample(`python/${name}.py`), String(port)];
}

describe.skipIf(missing('python3'))('the samples in Python (needs Linux and python3)', () => {
  describe('S7: SO_REUSEPORT on a platform that may lack it', () => {
    const noConstant = 'del socket.SO_REUSEPORT';
    const unknownToKernel = 'socket.SO_REUSEPORT = 0x7FFF';

    test.for(['s7_make_socket', 's7_make_socket_detected'])(
      'where it exists two processes share the port: %s',
      async (name, { stage, port }) => {
        await stage.listening(program(name, port));
        await stage.listening(program(name, port));
        expect(await everything(port)).toBe('hello\n');
      },
    );

    test('assumed, it is an AttributeError where Python does not have it', async ({ stage, port }) => {
      const { code, stderr } = await stage.start(onPlatform(noConstant, 's7_make_socket', port)).ending();
      expect(code).toBe(1);
      expect(stderr).toMatch(/AttributeError: .*SO_REUSEPORT/);
    });

    test('assumed, it is an OSError where the kernel does not know it', async ({ stage, port }) => {
      const { code, stderr } = await stage.start(onPlatform(unknownToKernel, 's7_make_socket', port)).ending();
      expect(code).toBe(1);
      expect(stderr).toContain('Protocol not available');
    });

    test.for([noConstant, unknownToKernel])(
      'detected, the server listens alone without it: %s',
      async (change, { stage, port }) => {
        const server = stage.start(onPlatform(change, 's7_make_socket_detected', port));
        await server.line(/^this process alone can listen$/);
        await server.line(/^listening on /);
        expect(await everything(port)).toBe('hello\n');
      },
    );
  });

  describe('S9: processes that share a UDP port', () => {
    test('without SO_REUSEPORT the second worker fails', async ({ stage, port }) => {
      await stage.listening(program('s9_udp_worker', port));
      const { code, stderr } = await stage.start(program('s9_udp_worker', port)).ending();
      expect(code).toBe(1);
      expect(stderr).toContain('OSError: [Errno 98] Address already in use');
    });

    test('with SO_REUSEPORT on both, each is given senders', async ({ stage, port }) => {
      const workers = [
        await stage.listening(program('s9_udp_worker_reuseport', port)),
        await stage.listening(program('s9_udp_worker_reuseport', port)),
      ];
      const answers = await Promise.all(Array.from({ length: 64 }, () => answer('hello', port)));
      expect(new Set(answers)).toEqual(new Set(workers.map(({ pid }) => `received by ${pid}`)));
    });
  });

  test('S10: the sender reaches the group on the loopback interface', async ({ stage, port }) => {
    const receiver = createSocket('udp4');
    try {
      receiver.bind(port);
      await once(receiver, 'listening');
      receiver.addMembership('239.255.43.10', '127.0.0.1');
      const received = once(receiver, 'message', { signal: AbortSignal.timeout(10_000) });
      stage.start(program('s10_multicast_sender', port)).write('frame 1\n');
      const [datagram] = (await received) as [Buffer];
      expect(datagram.toString()).toBe('frame 1');
    } finally {
      receiver.close();
    }
  });

  describe('S11: the Stop and Start buttons of a chat server', () => {
    test('without the option Start fails while a member was connected at Stop', async ({ stage, port }) => {
      const server = await stage.listening(program('s11_chat_server', port));
      const member = await connected(port);
      expect(await nextLine(member)).toBe('welcome');
      server.write('stop\n');
      await server.line(/^stopped$/);
      await closed(member);
      await reached(port, 'TIME_WAIT');

      server.write('start\n');
      await server.line(/^cannot start: \[Errno 98\] Address already in use$/);
    });

    test('the fix of the linter cures it', async ({ stage, port }) => {
      const faulty = readFileSync(sample('python/s11_chat_server.py'), 'utf8');
      const options = { filename: 's11_chat_server.py' };
      expect(reports(faulty, options)).toEqual(['require-reuse']);
      const folder = mkdtempSync(join(tmpdir(), 'rebind-python-'));
      try {
        const file = join(folder, 'server.py');
        writeFileSync(file, fix(faulty, options));
        const server = await stage.listening(['python3', file, String(port)]);
        const member = await connected(port);
        expect(await nextLine(member)).toBe('welcome');
        server.write('stop\n');
        await server.line(/^stopped$/);
        await closed(member);
        server.write('start\n');
        await server.line(/^listening on /);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });

    test('with allow_reuse_address Start works at once, time after time', async ({ stage, port }) => {
      const server = await stage.listening(program('s11_chat_server_reuse', port));
      for (let generation = 1; generation <= 3; generation++) {
        const member = await connected(port);
        expect(await nextLine(member)).toBe('welcome');
        member.write(`generation ${generation}\n`);
        expect(await nextLine(member)).toBe(`generation ${generation}`);
        server.write('stop\n');
        await server.line(/^stopped$/);
        await closed(member);

        server.write('start\n');
        await server.line(/^listening on /);
      }
      server.write('quit\n');
      expect(await server.ending()).toMatchObject({ code: 0, stderr: '' });
    });
  });

  describe.skipIf(withoutIPv6())('S14: the two addresses of localhost (needs ::1)', () => {
    test('a server on each starts, and clients meet now one, now the other', async ({ stage, port }) => {
      await stage.listening(program('s14_localhost_server', '127.0.0.1', port));
      await stage.listening(program('s14_localhost_server', '::1', port));
      expect(await everything(port, '127.0.0.1')).toBe('served at 127.0.0.1\n');
      expect(await everything(port, '::1')).toBe('served at ::1\n');
    });

    test('one dual-stack listener serves both and refuses a second server', async ({ stage, port }) => {
      await stage.listening(program('s14_localhost_server_dualstack', port));
      expect(await everything(port, '127.0.0.1')).toBe('served at ::, you are ::ffff:127.0.0.1\n');
      expect(await everything(port, '::1')).toBe('served at ::, you are ::1\n');
      for (const address of ['127.0.0.1', '::1']) {
        const { code, stderr } = await stage.start(program('s14_localhost_server', address, port)).ending();
        expect(code).toBe(1);
        expect(stderr).toContain('Address already in use');
      }
    });
  });
});
