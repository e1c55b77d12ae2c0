import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { missing } from '../../examples/support/toolchain.ts';
import { test } from '../../examples/support/scenario.ts';
import { fix, lint } from '../lint.ts';

const python = { filename: 'server.py' };

/** Programs that bind a port, say so and end. */
const PROGRAMS: [string, (port: number) => string][] = [
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

describe.skipIf(missing('strace') || missing('python3'))('a fixed program, watched by strace', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'rebind-python-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** The calls of a program that set SO_REUSEADDR on and bind, in order. */
  function calls(code: string): string[] {
    const file = path.join(folder, 'server.py');
    const trace = path.join(folder, 'trace');
    writeFileSync(file, code);
    const { status, stderr } = spawnSync(
      'strace',
      ['-f', '-o', trace, '-e', 'trace=setsockopt,bind', 'python3', file],
      { encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, '']);
    return [...readFileSync(trace, 'utf8').matchAll(/SO_REUSEADDR, \[1\]|bind\(/g)].map(([call]) =>
      call === 'bind(' ? 'bind' : 'SO_REUSEADDR',
    );
  }

  test.for(PROGRAMS)('sets SO_REUSEADDR before it binds: %s', ([, program], { port }) => {
    const code = program(port);
    expect(calls(code)[0]).toBe('bind');
    const fixed = fix(code, python);
    expect(calls(fixed)).toEqual(['SO_REUSEADDR', 'bind']);
    expect(lint(fixed, python)).toEqual([]);
  });
});
