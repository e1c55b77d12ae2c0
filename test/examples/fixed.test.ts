import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { compile } from '../eslint-plugin/sites/c/compiler.ts';
import { fix, reports, type LintOptions } from '../eslint-plugin/lint.ts';
import { closed, connected, firstLine } from './support/client.ts';
import { test, type Stage } from './support/scenario.ts';
import { accepted, reached } from './support/socket-table.ts';
import { missing, sample } from './support/toolchain.ts';

/** The samples that the linter reports, and what their users would ask for. */
const REPORTED: Readonly<Record<string, LintOptions>> = {
  's1_server.c': {},
  's6_server.cpp': {},
  's9_worker.c': { settings: { sharePort: true } },
  's10_multicast_receiver.c': {},
  's12_prefork_server.c': {},
};

/** Those it has nothing to say of, with the reason. */
const PASSED_OVER: readonly (readonly [name: string, because: string])[] = [
  ['s2_server_reuseaddr.c', 'it sets the option'],
  ['s4_client.c', 'it binds nothing'],
  ['s5_client.cpp', 'it connects and never listens'],
  ['s8_server.cpp', 'it sets the option, which does not help it'],
  ['s13_server.c', 'it sets the option, which does not help it'],
];

const pathOf = (name: string): string => sample(`${name.endsWith('.cpp') ? 'cpp' : 'c'}/${name}`);

describe.skipIf(missing('g++') || missing('gcc'))('the samples in C and C++ (needs Linux, gcc and g++)', () => {
  let folder: string;
  const program = (name: string, ...args: (string | number)[]): [string, ...string[]] => [
    join(folder, `${name}.out`),
    ...args.map(String),
  ];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rebind-fixed-'));
    for (const [name, options] of Object.entries(REPORTED)) {
      const code = await readFile(pathOf(name), 'utf8');
      const linting = { filename: name, ...options };
      expect(reports(code, linting)).toEqual(['require-reuse']);
      const fixed = fix(code, linting);
      expect(reports(fixed, linting)).toEqual([]);
      expect(await compile(folder, `faulty-${name}`, code)).toMatchObject({ ok: true, said: '' });
      expect(await compile(folder, `fixed-${name}`, fixed)).toMatchObject({ ok: true, said: '' });
    }
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** Ends a server while its client is connected, so that the TIME_WAIT is on its side. */
  async function endWithClient(stage: Stage, name: string, port: number): Promise<void> {
    const first = await stage.listening(program(name, port));
    const client = await connected(port);
    await accepted(port);
    await first.kill('SIGINT');
    await closed(client);
    await reached(port, 'TIME_WAIT');
  }

  describe.each(['s1_server.c', 's6_server.cpp', 's12_prefork_server.c'])('%s', (name) => {
    test('cannot restart after Ctrl+C with its client connected', async ({ stage, port }) => {
      await endWithClient(stage, `faulty-${name}`, port);
      const { stderr } = await stage.start(program(`faulty-${name}`, port)).ending();
      expect(stderr).toMatch(/bind: Address already in use\n$/);
    });

    test('restarts at once after --fix', async ({ stage, port }) => {
      await endWithClient(stage, `fixed-${name}`, port);
      await stage.listening(program(`fixed-${name}`, port));
    });
  });

  test('S9 shares its port after --fix, where the rule is told to', async ({ stage, port }) => {
    const workers = [
      await stage.listening(program('fixed-s9_worker.c', port)),
      await stage.listening(program('fixed-s9_worker.c', port)),
    ];
    const answers = await Promise.all(Array.from({ length: 64 }, () => firstLine(port)));
    expect(new Set(answers)).toEqual(new Set(workers.map(({ pid }) => `served by ${pid}`)));
  });

  test('S10 has a second receiver on the host after --fix', async ({ stage, port }) => {
    await stage.listening(program('fixed-s10_multicast_receiver.c', port));
    await stage.listening(program('fixed-s10_multicast_receiver.c', port));
  });

  test.for(PASSED_OVER)('%s is not reported: %s', async ([name]) => {
    expect(reports(await readFile(pathOf(name), 'utf8'), { filename: name })).toEqual([]);
  });
});
