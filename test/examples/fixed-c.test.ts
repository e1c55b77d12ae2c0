import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { compile } from '../eslint-plugin/c/compiler.ts';
import { fix, reports, type LintOptions } from '../eslint-plugin/lint.ts';
import { closed, connected, firstLine } from './support/client.ts';
import { test } from './support/scenario.ts';
import { reached } from './support/socket-table.ts';
import { missing, sample } from './support/toolchain.ts';

/** The faulty samples, and what their users would ask for. */
const FAULTY: Readonly<Record<string, LintOptions>> = {
  's1_server.c': {},
  's9_worker.c': { rules: { 'rebind/require-reuse': ['error', { sharePort: true }] } },
  's10_multicast_receiver.c': {},
};

describe.skipIf(missing('gcc'))('the faulty samples in C, after --fix (needs Linux and gcc)', () => {
  let folder: string;
  const program = (name: string, ...args: (string | number)[]): [string, ...string[]] => [
    join(folder, `${name}.out`),
    ...args.map(String),
  ];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rebind-fixed-'));
    for (const [name, options] of Object.entries(FAULTY)) {
      const code = await readFile(sample(`c/${name}`), 'utf8');
      const linting = { filename: name, ...options };
      expect(reports(code, linting)).toEqual(['require-reuse']);
      const fixed = fix(code, linting);
      expect(reports(fixed, linting)).toEqual([]);
      expect(await compile(folder, name, fixed)).toMatchObject({ ok: true, said: '' });
    }
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('S1 restarts after Ctrl+C with its client connected', async ({ stage, port }) => {
    const first = await stage.listening(program('s1_server.c', port));
    const client = await connected(port);
    await first.line(/^client connected$/);
    await first.kill('SIGINT');
    await closed(client);
    await reached(port, 'TIME_WAIT');

    await stage.listening(program('s1_server.c', port));
  });

  test('S9 shares its port, where the rule is told to', async ({ stage, port }) => {
    const workers = [
      await stage.listening(program('s9_worker.c', port)),
      await stage.listening(program('s9_worker.c', port)),
    ];
    const answers = await Promise.all(Array.from({ length: 64 }, () => firstLine(port)));
    expect(new Set(answers)).toEqual(new Set(workers.map(({ pid }) => `served by ${pid}`)));
  });

  test('S10 has a second receiver on the host', async ({ stage, port }) => {
    await stage.listening(program('s10_multicast_receiver.c', port));
    await stage.listening(program('s10_multicast_receiver.c', port));
  });
});
