import { afterAll, beforeAll, describe, expect } from 'vitest';
import { everything } from './support/client.ts';
import { test } from './support/scenario.ts';
import { reached } from './support/socket-table.ts';
import { Build, missing } from './support/toolchain.ts';

describe.skipIf(missing('javac'))('the samples in Java (needs Linux and a JDK)', () => {
  let build: Build;
  const program = (name: string, port: number): [string, ...string[]] => [
    'java',
    '-cp',
    build.directory,
    name,
    String(port),
  ];

  beforeAll(async () => {
    build = await Build.create();
    await build.javac(['java/GreetingServer.java', 'java/GreetingServerReuse.java']);
  });
  afterAll(async () => {
    await build.remove();
  });

  test('S3: with setReuseAddress(false) a restart is a BindException', async ({ stage, port }) => {
    const first = await stage.listening(program('GreetingServer', port));
    expect(await everything(port)).toBe(`Hello from port ${port}\n`);
    await reached(port, 'LISTEN', 'TIME_WAIT');
    await first.kill('SIGINT');

    const { code, stderr } = await stage.start(program('GreetingServer', port)).ending();
    expect(code).toBe(1);
    expect(stderr).toContain('java.net.BindException: Address already in use');
  });

  test('S3: with setReuseAddress(true) before bind it restarts at once', async ({ stage, port }) => {
    const first = await stage.listening(program('GreetingServerReuse', port));
    expect(await everything(port)).toBe(`Hello from port ${port}\n`);
    await reached(port, 'LISTEN', 'TIME_WAIT');
    await first.kill('SIGINT');

    await stage.listening(program('GreetingServerReuse', port));
    expect(await everything(port)).toBe(`Hello from port ${port}\n`);
  });

  test('S3: with setReuseAddress(true) a second live instance is a BindException', async ({ stage, port }) => {
    await stage.listening(program('GreetingServerReuse', port));
    const { code, stderr } = await stage.start(program('GreetingServerReuse', port)).ending();
    expect(code).toBe(1);
    expect(stderr).toContain('java.net.BindException: Address already in use');
  });
});
