import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ESLint, type Rule } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../../../examples/support/toolchain.ts';
import { test } from '../../../examples/support/scenario.ts';
import { configFor, fix, lint } from '../../lint.ts';
import { NO_SERVERS, PLACES, PROOFS, TWELVE } from './programs.ts';

const python = { filename: 'server.py' };

/** Programs that bind a port, say so and end. */
const OPTIONS: [string, (port: number) => string][] = [
  ['a socket', (port) => `import socket\ns = socket.socket()\ns.bind(("127.0.0.1", ${port}))\ns.listen()\n`],
  [
    'a with statement',
    (port) => `import socket\nwith socket.socket() as s:\n\ts.bind(("127.0.0.1", ${port})); s.listen()\n`,
  ],
  [
    'imported names',
    (port) => `from socket import socket, AF_INET\ns = socket(AF_INET)\ns.bind(("127.0.0.1", ${port}))\n`,
  ],
  [
    'a field',
    (port) =>
      `import socket\nclass A:\n    def __init__(self):\n        self.s = socket.socket()\n    def go(self):\n        self.s.bind(("127.0.0.1", ${port}))\nA().go()\n`,
  ],
  [
    'a server class',
    (port) =>
      `import socketserver\nclass S(socketserver.TCPServer): pass\nS(("127.0.0.1", ${port}), None).server_close()\n`,
  ],
  [
    'a server that binds later',
    (port) =>
      `import socketserver\ns = socketserver.TCPServer(("127.0.0.1", ${port}), None, bind_and_activate=False)\ns.server_bind()\ns.server_close()\n`,
  ],
  [
    'an option after the bind',
    (port) =>
      `import socket\ns = socket.socket()\ns.bind(("127.0.0.1", ${port}))\ns.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n`,
  ],
  [
    'two names in one',
    (port) =>
      `import socket\ns = socket.socket()\ns.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR | socket.SO_REUSEPORT, 1)\ns.bind(("127.0.0.1", ${port}))\n`,
  ],
  [
    'an option that is off',
    (port) =>
      `import socket\ns = socket.socket()\ns.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)\ns.bind(("127.0.0.1", ${port}))\n`,
  ],
];

/** What a run shows: its system calls on sockets, what it printed, how it ended. */
interface Run {
  readonly calls: string;
  readonly output: string;
  readonly status: number | null;
}

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^setsockopt\(.*SO_REUSEADDR, \[1\]/, 'R'],
  [/^setsockopt\(.*SO_REUSEPORT, \[1\]/, 'P'],
  [/^(bind|listen|connect)\(/, ''],
];

/** The calls of a trace in short; the sockets of other families are the resolver's. */
function inShort(trace: string): string {
  const calls = trace.split('\n').flatMap((line) => {
    const call = line.replace(/^\d+ +/, '');
    const [pattern, name = ''] = NAMES.find(([each]) => each.test(call)) ?? [];
    return pattern && !/AF_(?:UNIX|NETLINK)/.test(call)
      ? [name === '' ? (pattern.exec(call)?.[1] ?? '') : name]
      : [];
  });
  return calls.join(' ');
}

const withoutOptions = (calls: string): string => calls.replaceAll(/\b[RP] ?/g, '').trim();

const apply = (code: string, { range, text }: Rule.Fix): string =>
  code.slice(0, range[0]) + text + code.slice(range[1]);

describe.skipIf(missing('strace') || missing('python3'))('a program, watched by strace', () => {
  let folder: string;
  let interpreter: string;
  beforeAll(() => {
    // what `python3` starts may be a script that looks for it
    const ask = ['-c', 'import sys; print(sys.executable)'];
    interpreter = spawnSync('python3', ask, { encoding: 'utf8' }).stdout.trim();
    folder = mkdtempSync(path.join(tmpdir(), 'rebind-python-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function run(code: string, port: number): Run {
    const file = path.join(folder, 'server.py');
    const trace = path.join(folder, 'trace');
    writeFileSync(file, code);
    const { status, stdout, stderr } = spawnSync(
      'strace',
      ['-f', '-o', trace, '-e', 'trace=setsockopt,bind,listen,connect', interpreter, '-W', 'ignore', file],
      { encoding: 'utf8', env: { ...process.env, PORT: String(port) } },
    );
    return { calls: inShort(readFileSync(trace, 'utf8')), output: stdout + stderr, status };
  }

  test.for(OPTIONS)('sets SO_REUSEADDR before it binds: %s', ([, program], { port }) => {
    const code = program(port);
    const fixed = fix(code, python);
    expect(run(code, port)).toMatchObject({ status: 0, output: '' });
    expect(run(fixed, port)).toMatchObject({ status: 0, output: '' });
    expect(run(fixed, port).calls).toMatch(/^R (?:P )?bind(?: listen)?$/);
    expect(lint(fixed, python)).toEqual([]);
  });

  test.for([...PLACES, ...PROOFS])(
    'does what it did once it is fixed: $title',
    ({ code, calls }, { port }) => {
      const before = run(code, port);
      const fixed = fix(code, python);
      const after = run(fixed, port);
      expect(after.calls).toBe(calls);
      expect(before.status).toBe(0);
      expect({ ...after, calls: withoutOptions(after.calls) }).toEqual({
        ...before,
        calls: withoutOptions(before.calls),
      });
      expect(fix(fixed, python)).toBe(fixed);
      if (calls.includes('R')) {
        expect(lint(fixed, python).map(({ message }) => message)).toEqual([]);
      }
    },
  );

  test.for([...PLACES, ...PROOFS])('does what it did with each suggestion: $title', ({ code }, { port }) => {
    const suggestions = lint(code, python).flatMap((message) => message.suggestions ?? []);
    const before = run(code, port);
    for (const suggestion of suggestions) {
      const after = run(apply(code, suggestion.fix), port);
      expect({ ...after, calls: withoutOptions(after.calls) }).toEqual({
        ...before,
        calls: withoutOptions(before.calls),
      });
    }
  });

  test.for(NO_SERVERS)('is left alone: $title', ({ code, calls }, { port }) => {
    expect(run(code, port)).toMatchObject({ status: 0, calls });
    expect(lint(code, python).map(({ message }) => message)).toEqual([]);
  });
});

it('fixes twelve servers and the import they lack in one run of ESLint', async () => {
  const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: configFor(python), fix: true });
  const [result] = await eslint.lintText(TWELVE, { filePath: 'server.py' });
  expect(result?.messages).toEqual([]);
  expect(result?.output?.match(/^import os$/gm)).toHaveLength(1);
  expect(result?.output?.match(/^ {4}if os\.name != "nt":\n {8}s\.setsockopt/gm)).toHaveLength(12);
});
