import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ChildEndedError, type MatrixReport, PortUnusableError, runInChild } from 'rebind';
import { describe, expect, it } from 'vitest';
import {
  end,
  FREE,
  freePort,
  inFreshNetwork,
  json,
  matrix,
  mayMakeNetworks,
  observe,
  python,
  REBIND,
  rebind,
  startReady,
} from './support.ts';

const ALL_ADDRESSES = ['127.0.0.1', '127.0.0.2', '0.0.0.0', '::1', '::', '::/v6only', '::ffff:127.0.0.1'];
/** Long enough to be interrupted: 5,488 cells. Where it must outlast an observer's start, four times as many. */
const longRequest = (port: number) => ({
  command: 'matrix' as const,
  port,
  protocols: ['tcp' as const],
  first: ALL_ADDRESSES,
  second: ALL_ADDRESSES,
});

describe('the port is left as it was found', () => {
  it('after the matrix and the claims', async () => {
    const port = await freePort();
    expect(await observe(port)).toEqual(FREE);
    const report = await matrix([...REBIND, 'matrix', String(port), '--json']);
    expect(report.leftAsFound).toBe(true);
    expect(await observe(port)).toEqual(FREE);
    expect(json(await rebind('claims', String(port), '--json'))).toMatchObject({ leftAsFound: true });
    expect(await observe(port)).toEqual(FREE);
  });

  it.each([5, 40, 90, 160, 250])(
    'when the command is interrupted, %i ms after the experiment began',
    async (delay) => {
      const port = await freePort();
      const [program = '', ...arguments_] = REBIND;
      const many = [...ALL_ADDRESSES, ...ALL_ADDRESSES].flatMap((address) => [
        '--first',
        address,
        '--second',
        address,
      ]);
      const child = spawn(program, [...arguments_, 'matrix', String(port), ...many, '--json'], {
        stdio: 'ignore',
      });
      const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
      await seenOn(port, exited);
      setTimeout(() => child.kill('SIGINT'), delay);
      expect(await exited).toEqual([130, null]);
      expect(await observe(port)).toEqual(FREE);
    },
  );

  it.each([
    [1, 0],
    [1, 7],
    [2, 13],
    [2, 29],
    [3, 3],
    [4, 21],
  ])('when the child process is killed, at report %i of its progress and %i ms', async (after, delay) => {
    const port = await freePort();
    let pid = 0;
    let reports = 0;
    const running = runInChild(longRequest(port), {
      onSpawn: (id) => {
        pid = id;
      },
      onProgress: () => {
        reports += 1;
        if (reports === after) {
          setTimeout(() => process.kill(pid, 'SIGKILL'), delay);
        }
      },
    });
    await expect(running).rejects.toThrow(ChildEndedError);
    await running.catch((error: unknown) => {
      expect((error as ChildEndedError).proof).toEqual({ leftAsFound: true, remains: [] });
    });
    expect(await observe(port)).toEqual(FREE);
  });

  it.each([5, 60, 170])('when the parent is killed, %i ms after the experiment began', async (delay) => {
    const port = await freePort();
    const [program = '', ...arguments_] = REBIND;
    const many = [...ALL_ADDRESSES, ...ALL_ADDRESSES].flatMap((address) => [
      '--first',
      address,
      '--second',
      address,
    ]);
    const parent = spawn(program, [...arguments_, 'matrix', String(port), ...many, '--json'], {
      stdio: 'ignore',
    });
    const exited = once(parent, 'exit');
    await seenOn(port, exited);
    await new Promise((resolve) => setTimeout(resolve, delay));
    parent.kill('SIGKILL');
    await exited;
    // the child notices by the end of its input, and nobody is left to wait for it
    await expect.poll(async () => observe(port), { timeout: 10_000 }).toEqual(FREE);
  });

  it('with a stranger who connects every two milliseconds, and is told about', async () => {
    const port = await freePort();
    const stranger = await startReady([
      'python3',
      '-c',
      `
import socket, time
print("ready", flush=True)
while True:
    try:
        s = socket.create_connection(("127.0.0.1", ${port}), timeout=0.1)
        s.sendall(b"hello")
        s.recv(1)
    except OSError:
        pass
    time.sleep(0.002)
`,
    ]);
    const report = await runInChild(longRequest(port));
    await end(stranger);
    expect(report.leftAsFound).toBe(true);
    expect(report.interference).toBeGreaterThan(0);
    expect(report.cells.filter(({ bind, expected }) => bind !== expected)).toEqual([]);
    expect(await observe(port)).toEqual(FREE);
  });

  it.runIf(mayMakeNetworks)(
    'where the kernel does not let a TIME_WAIT be ended: those cells run elsewhere',
    async () => {
      const sysctls = { 'net.ipv4.tcp_rfc1337': '1' };
      const report = await matrix(inFreshNetwork([...REBIND, 'matrix', '3000', '--json'], sysctls));
      expect(report.leftAsFound).toBe(true);
      const moved = report.cells.filter(({ port }) => port !== undefined);
      expect(new Set(moved.map(({ state }) => state))).toEqual(new Set(['TIME_WAIT', 'CLOSED']));
      expect(moved).toHaveLength(32);
      expect(report.cells.every(({ bind, expected, reached }) => reached && bind === expected)).toBe(true);
    },
  );

  it('with no descriptor leaked, matrix after matrix', async () => {
    const { openKernel } = await import('rebind');
    const { runMatrix } = await import('../../experiment/src/matrix/matrix.ts');
    const { address } = await import('../../experiment/src/sockets/address.ts');
    const { readdirSync } = await import('node:fs');
    const port = await freePort();
    const kernel = await openKernel();
    const loopback = [address('127.0.0.1')];
    const before = readdirSync('/proc/self/fd').length;
    for (let round = 0; round < 50; round += 1) {
      await runMatrix(kernel, { port, protocols: ['tcp', 'udp'], first: loopback, second: loopback });
    }
    expect(readdirSync('/proc/self/fd')).toHaveLength(before);
    kernel.close();
    expect(await observe(port)).toEqual(FREE);
  });
});

/** Resolves once the experiment has begun on the port. */
async function seenOn(port: number, exited: Promise<unknown>): Promise<void> {
  const gone = exited.then(() => 'gone');
  for (;;) {
    const { rows, binds } = await observe(port);
    if (rows.length > 0 || binds.some((bind) => bind !== 'ok')) {
      return;
    }
    if ((await Promise.race([gone, Promise.resolve('running')])) === 'gone') {
      throw new Error('it ended before it was seen');
    }
  }
}

describe('a port that is not free for it', () => {
  it('is left alone when somebody listens, who is told and not disturbed', async () => {
    const port = await freePort();
    const server = await startReady(
      python(`s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen(); s.setblocking(False)`),
    );
    const before = await observe(port);
    const { status, stderr } = await rebind('matrix', String(port));
    expect(status).toBe(3);
    expect(stderr).toMatch(
      new RegExp(`somebody has port ${port}: tcp 127.0.0.1:${port} LISTEN.* port \\d+ is free`),
    );
    expect(await observe(port)).toEqual(before);
    await end(server);
  });

  it('is left alone when somebody has only bound it', async () => {
    const port = await freePort();
    const server = await startReady(python(`s = socket.socket(); s.bind(("127.0.0.1", ${port}))`));
    const { status, stderr } = await rebind('claims', String(port));
    expect(status).toBe(3);
    expect(stderr).toContain(`somebody has port ${port}`);
    await end(server);
  });

  it('is left alone when earlier connections are remembered', async () => {
    const port = await freePort();
    const server = await startReady(
      python(
        `s = socket.socket(); s.bind(("127.0.0.1", ${port})); s.listen()`,
        `c = socket.create_connection(("127.0.0.1", ${port})); a, _ = s.accept()`,
        'a.close(); c.close(); s.close()',
      ),
    );
    const { status, stderr } = await rebind('matrix', String(port));
    expect(status).toBe(3);
    expect(stderr).toContain(`rebind release ${port} may end them`);
    expect((await observe(port)).rows).toHaveLength(1);
    await end(server);
    expect((await rebind('release', String(port))).status).toBe(0);
    expect(await observe(port)).toEqual(FREE);
  });

  it('is left to the experiment that is already there', async () => {
    const port = await freePort();
    let second: Promise<MatrixReport> | undefined;
    const first = await runInChild(
      { ...longRequest(port), first: [...ALL_ADDRESSES, ...ALL_ADDRESSES] },
      {
        onProgress: () => {
          second ??= runInChild(longRequest(port));
          // the outcome is looked at below; until then nobody else handles it
          second.catch(() => undefined);
        },
      },
    );
    await expect(second).rejects.toThrow(PortUnusableError);
    await expect(second).rejects.toMatchObject({ problem: 'experiment', port });
    expect(first.leftAsFound).toBe(true);
    expect(first.cells.every(({ reached }) => reached)).toBe(true);
    expect(await observe(port)).toEqual(FREE);
  });
});
