import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { missing } from '../../examples/support/toolchain.ts';
import { fix, lint } from '../lint.ts';

const python = { filename: 'server.py' };

/** The errors of `python -m py_compile`, on a text. */
function compile(code: string): string {
  const { stderr } = spawnSync(
    'python3',
    ['-W', 'error', '-c', 'import sys; compile(sys.stdin.buffer.read(), "s", "exec")'],
    {
      input: code,
      encoding: 'utf8',
    },
  );
  return stderr;
}

/** A title, a program, what stands in the fixed one. */
const FIXES: [string, string, string][] = [
  [
    'a line before',
    'import socket\ns = socket.socket()\ns.bind(("", 80))\n',
    's = socket.socket()\ns.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\ns.bind',
  ],
  [
    'tabs',
    'import socket\ndef f():\n\ts = socket.socket()\n\tif s:\n\t\ts.bind(("", 80))\n',
    '\t\ts.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n\t\ts.bind',
  ],
  [
    'CRLF',
    'import socket\r\ns = socket.socket()\r\ns.bind(("", 80))\r\n',
    'REUSEADDR, 1)\r\ns.bind(("", 80))\r\n',
  ],
  [
    'a suite of one line',
    'import socket\ns = socket.socket()\nif s: s.bind(("", 80))\n',
    'if s: s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("", 80))',
  ],
  [
    'statements on one line',
    'import socket\ns = socket.socket(); s.bind(("", 80)); s.listen()\n',
    's.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind',
  ],
  [
    'a continued line',
    'import socket\ns = socket.socket()\nif s: \\\n    s.bind(("", 80))\n',
    '\\\n    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind',
  ],
  [
    'arguments on lines of their own',
    'import socket\ns = socket.socket()\ns.bind(\n    ("", 80)\n)\n',
    '1)\ns.bind(\n    ("", 80)\n)',
  ],
  [
    'a comment before',
    'import socket\ns = socket.socket()\n# the port\ns.bind(("", 80))  # of all\n',
    '# the port\ns.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\ns.bind(("", 80))  # of all',
  ],
  [
    'a call in a condition',
    'import socket\ns = socket.socket()\nif not check(s.bind(("", 80))):\n    pass\n',
    'REUSEADDR, 1)\nif not check(',
  ],
  [
    'an alias',
    'import socket as sk\ns = sk.socket()\ns.bind(("", 80))\n',
    's.setsockopt(sk.SOL_SOCKET, sk.SO_REUSEADDR, 1)',
  ],
  [
    'a star',
    'from socket import *\ns = socket()\ns.bind(("", 80))\n',
    's.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)',
  ],
  [
    'names that are missing',
    'from socket import socket, AF_INET\ns = socket(AF_INET)\ns.bind(("", 80))\n',
    'from socket import socket, AF_INET, SOL_SOCKET, SO_REUSEADDR\ns = socket(AF_INET)\ns.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)',
  ],
  [
    'names that are missing in parentheses',
    'from socket import (\n    socket,  # the class\n)\ns = socket()\ns.bind(("", 80))\n',
    '    socket, SOL_SOCKET, SO_REUSEADDR,  # the class\n)',
  ],
  [
    'a variable named as the module',
    'import socket\nsocket = socket.socket()\nsocket.bind(("", 80))\n',
    'import socket\nfrom socket import SOL_SOCKET, SO_REUSEADDR\nsocket = socket.socket()\nsocket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)',
  ],
  [
    'a file that knows Windows',
    "import os, socket\nWIN = os.name == 'nt'\ns = socket.socket()\ns.bind(('', 80))\n",
    "if os.name != 'nt':\n    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\ns.bind",
  ],
  [
    'a bind on Windows alone',
    "import os, socket\ns = socket.socket()\nif os.name == 'nt':\n    s.bind(('', 80))\n",
    '    s.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)\n    s.bind',
  ],
  [
    'a multicast receiver',
    'import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.bind(("", 80))\ns.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, m)\n',
    'REUSEADDR, 1)\ns.bind',
  ],
  [
    'a value turned',
    'import socket\ns = socket.socket()\ns.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)\ns.bind(("", 80))\n',
    'SO_REUSEADDR, 1)',
  ],
  [
    'two names',
    'import socket\ns = socket.socket()\ns.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT | socket.SO_REUSEADDR, 1)\ns.bind(("", 80))\n',
    's.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\nif hasattr(socket, "SO_REUSEPORT"):\n    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)\n',
  ],
  [
    'a line that came late',
    'import socket\ns = socket.socket()\ns.bind(("", 80))\ns.listen()\ns.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # late\n',
    'REUSEADDR, 1)  # late\ns.bind(("", 80))\ns.listen()\n',
  ],
  [
    'asyncore',
    'import asyncore, socket\nclass D(asyncore.dispatcher):\n    def __init__(self):\n        self.create_socket(socket.AF_INET, socket.SOCK_STREAM)\n        self.bind(("", 80))\n',
    '        self.set_reuse_addr()\n        self.bind',
  ],
  [
    'a class',
    'import socketserver\nclass S(socketserver.TCPServer):\n    def f(self): pass\nS(("", 80), H)\n',
    'TCPServer):\n    allow_reuse_address = True\n\n    def f',
  ],
  [
    'a class with a docstring',
    'import socketserver\nclass S(socketserver.TCPServer):\n    """Doc."""\n\nS(("", 80), H)\n',
    '    """Doc."""\n\n    allow_reuse_address = True\n',
  ],
  [
    'a class of one line',
    'import socketserver\nclass S(socketserver.TCPServer): pass\nS(("", 80), H)\n',
    'TCPServer): allow_reuse_address = True\n',
  ],
  [
    'a server that binds later',
    'import socketserver\ns = socketserver.TCPServer(("", 80), H, False)\ns.server_bind()\n',
    's.allow_reuse_address = True\ns.server_bind()',
  ],
  [
    'asyncio',
    'import asyncio\nasync def f():\n    await asyncio.start_server(g, None, 80)\n',
    'start_server(g, None, 80, reuse_port=False)',
  ],
  [
    'asyncio on lines of its own',
    'import asyncio\nasync def f():\n    await asyncio.start_server(\n        g,\n        None,\n        80,  # http\n    )\n',
    '        80,\n        reuse_port=False,  # http\n    )',
  ],
  [
    'a default in words',
    'import socket\nsocket.create_server(("", 80), reuse_port=None)\n',
    'reuse_port=False)',
  ],
  ['aiohttp', 'from aiohttp import web\nweb.run_app(app)\n', 'web.run_app(app, reuse_port=False)'],
  [
    'twisted multicast',
    'from twisted.internet import reactor\nreactor.listenMulticast(80, p)\n',
    '(80, p, listenMultiple=True)',
  ],
];

describe.skipIf(missing('python3'))('what --fix writes (compiled by python3)', () => {
  it.each(FIXES)('parses, leaves no report and is written once: %s', (_, code, expected) => {
    const fixed = fix(code, python);
    expect(fixed).toContain(expected);
    expect(compile(fixed)).toBe('');
    expect(lint(fixed, python).map(({ message }) => message)).toEqual([]);
    expect(fix(fixed, python)).toBe(fixed);
  });

  it.each(FIXES)('is matched by suggestions that parse and leave no report: %s', (_, code) => {
    for (const { suggestions = [] } of lint(code, python)) {
      for (const { fix: edit } of suggestions) {
        const changed = code.slice(0, edit.range[0]) + edit.text + code.slice(edit.range[1]);
        expect(compile(changed)).toBe('');
        expect(lint(changed, python).map(({ message }) => message)).toEqual([]);
      }
    }
  });
});

describe('what --fix leaves alone', () => {
  it.each([
    ['a bind in a lambda', 'import socket\ns = socket.socket()\nf = lambda: s.bind(("", 80))\n'],
    ['a receiver that is a call', 'import socket\nsocket.socket().bind(("", 80))\n'],
    ['a bind behind `and`', 'import socket\ns = socket.socket()\nok and s.bind(("", 80))\n'],
    [
      'a unicast receiver',
      'import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.bind(("", 80))\n',
    ],
    ['a class of the library', 'import socketserver\nsocketserver.TCPServer(("", 80), H)\n'],
    ['an option that a newer library has', 'from tornado.web import Application\nApplication().listen(80)\n'],
  ])('%s', (_, code) => {
    expect(fix(code, python)).toBe(code);
  });
});
