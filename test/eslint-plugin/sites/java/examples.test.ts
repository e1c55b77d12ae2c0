import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everything } from '../../../examples/support/client.ts';
import { test } from '../../../examples/support/scenario.ts';
import { reached } from '../../../examples/support/socket-table.ts';
import { Build, missing, sample } from '../../../examples/support/toolchain.ts';
import { fix, lint, reports } from '../../lint.ts';

const JAVA = { filename: 'GreetingServer.java' };
const faulty = readFileSync(sample('java/GreetingServer.java'), 'utf8');
const cured = readFileSync(sample('java/GreetingServerReuse.java'), 'utf8');

describe('the samples in Java', () => {
  it('the faulty one is reported, and its fix is one word', () => {
    expect(reports(faulty, JAVA)).toEqual(['no-disabled-reuse']);
    expect(fix(faulty, JAVA)).toBe(faulty.replace('setReuseAddress(false)', 'setReuseAddress(true)'));
  });

  it('the cured one is not reported', () => {
    expect(lint(cured, JAVA)).toEqual([]);
  });
});

describe.skipIf(missing('javac'))('the faulty sample in Java after --fix (needs Linux and a JDK)', () => {
  let build: Build;
  beforeAll(async () => {
    build = await Build.create();
    writeFileSync(build.path('GreetingServer.java'), fix(faulty, JAVA));
    await promisify(execFile)('javac', [
      '-Xlint:all',
      '-Werror',
      '-d',
      build.directory,
      build.path('GreetingServer.java'),
    ]);
  }, 120_000);
  afterAll(async () => {
    await build.remove();
  });

  test('restarts at once after it greeted a client', async ({ stage, port }) => {
    const program: [string, ...string[]] = ['java', '-cp', build.directory, 'GreetingServer', String(port)];
    const first = await stage.listening(program);
    expect(await everything(port)).toBe(`Hello from port ${port}\n`);
    await reached(port, 'LISTEN', 'TIME_WAIT');
    await first.kill('SIGINT');

    await stage.listening(program);
    expect(await everything(port)).toBe(`Hello from port ${port}\n`);
  });
});
