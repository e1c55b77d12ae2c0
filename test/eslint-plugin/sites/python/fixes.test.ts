import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { missing } from '../../../examples/support/toolchain.ts';
import { fix, lint } from '../../lint.ts';

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

/** What is written where Windows is no target: a title, a program, what stands in the fixed one. */
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
    's.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n# the port\ns.bind(("", 80))  # of all',
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
    'a value turned',
    'import socket\ns = socket.socket()\ns.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)\ns.bind(("", 80))\n',
    'SO_REUSEADDR, 1)',
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
  [
    'a class with a docstring right above a method',
    'import socketserver\nclass S(socketserver.TCPServer):\n    """Doc."""\n    def f(self): pass\nS(("", 80), H)\n',
    '    """Doc."""\n\n    allow_reuse_address = True\n\n    def f',
  ],
  [
    'a class with a docstring right above an attribute',
    'import socketserver\nclass S(socketserver.TCPServer):\n    """Doc."""\n    timeout = 1\nS(("", 80), H)\n',
    '    """Doc."""\n    allow_reuse_address = True\n    timeout',
  ],
  [
    'a class with a docstring that has a comment',
    'import socketserver\nclass S(socketserver.TCPServer):\n    """Doc."""  # noqa\n\n    def f(self): pass\nS(("", 80), H)\n',
    '    """Doc."""  # noqa\n\n    allow_reuse_address = True\n\n    def f',
  ],
  [
    'a class with a comment above its first method',
    'import socketserver\nclass S(socketserver.TCPServer):\n    # answers\n    @staticmethod\n    def f(): pass\nS(("", 80), H)\n',
    'TCPServer):\n    allow_reuse_address = True\n\n    # answers\n    @staticmethod',
  ],
  [
    'a class with attributes',
    'import socketserver\nclass S(socketserver.TCPServer):\n    timeout = 1\nS(("", 80), H)\n',
    'TCPServer):\n    allow_reuse_address = True\n    timeout',
  ],
  [
    'comments of several lines before',
    'import socket\ndef f():\n    s = socket.socket()\n\n    # the port\n    # of all\n    s.bind(("", 80))\n',
    's = socket.socket()\n\n    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n    # the port\n    # of all\n    s.bind',
  ],
  [
    'a comment that ends a text',
    'import socket\ns = socket.socket()\nDOC = """\n# the port"""\ns.bind(("", 80))\n',
    '# the port"""\ns.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\ns.bind',
  ],
  [
    'a comment at the head of a block',
    'import socket\ns = socket.socket()\ntry:\n    # the port\n    s.bind(("", 80))\nexcept OSError:\n    raise\n',
    'try:\n    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n    # the port\n    s.bind',
  ],
  [
    'a class that wraps its address in CRLF',
    'import socketserver\r\nclass S(socketserver.TCPServer):\r\n    """Doc."""\r\n    def f(self): pass\r\nS(("", 80), H)\r\n',
    '    """Doc."""\r\n\r\n    allow_reuse_address = True\r\n\r\n    def f',
  ],
];

/** What is written where Windows may run it too: a title, a program, what stands in the fixed one, the targets that are named. */
const PORTABLE: [string, string, string, string[]?][] = [
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
    'two names',
    'import socket\ns = socket.socket()\ns.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT | socket.SO_REUSEADDR, 1)\ns.bind(("", 80))\n',
    's.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\nif hasattr(socket, "SO_REUSEPORT"):\n    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)\n',
  ],
  [
    'a multicast receiver',
    'import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.bind(("", 80))\ns.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, m)\n',
    'REUSEADDR, 1)\nif hasattr(socket, "SO_REUSEPORT"):\n    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)\ns.bind',
  ],
  [
    'a multicast receiver where macOS is no target',
    'import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.bind(("", 80))\ns.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, m)\n',
    'REUSEADDR, 1)\ns.bind',
    ['linux', 'win32'],
  ],
  [
    'a file without the module to ask',
    'import socket\ns = socket.socket()\ns.bind(("", 80))\n',
    'import os\nimport socket\ns = socket.socket()\nif os.name != "nt":\n    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\ns.bind',
  ],
  [
    'a file that imports in order',
    'import argparse\nimport json\nimport select\nimport socket\n\ns = socket.socket()\ns.bind(("", 80))\n',
    'import json\nimport os\nimport select\n',
  ],
  [
    'a file whose last import comes before it in order',
    'from socket import *\n\nimport json\n\ns = socket()\ns.bind(("", 80))\n',
    'import os\nfrom socket import *\n',
  ],
  [
    'a file that imports in its functions',
    '"""A server."""\ndef main():\n    import socket\n    s = socket.socket()\n    s.bind(("", 80))\n',
    '"""A server."""\nimport os\n\ndef main():',
  ],
  [
    'a file that imports the module where it is not seen',
    'import socket\ndef other():\n    import os\ndef main():\n    s = socket.socket()\n    s.bind(("", 80))\n',
    'import os\nimport socket\ndef other',
  ],
  [
    'a file whose texts are indented otherwise than its blocks',
    'import os, socket\nDOC = (\n  "a",\n)\ndef f():\n    s = socket.socket()\n    s.bind(("", 80))\n',
    '    if os.name != "nt":\n        s.setsockopt(',
  ],
  [
    'a file with blocks of two spaces',
    'import os, socket\nDOC = """\n    a\n"""\ndef f():\n  s = socket.socket()\n  s.bind(("", 80))\n',
    '  if os.name != "nt":\n    s.setsockopt(',
  ],
  [
    'a file that asks sys',
    'import socket, sys\nWIN = sys.platform == "win32"\ns = socket.socket()\ns.bind(("", 80))\n',
    'if sys.platform != "win32":\n    s.setsockopt',
  ],
  [
    'a file that runs on POSIX alone',
    'import fcntl\nimport socket\ns = socket.socket()\ns.bind(("", 80))\n',
    's = socket.socket()\ns.setsockopt(',
  ],
  [
    'a file that forks',
    'import os, socket\ns = socket.socket()\ns.bind(("", 80))\nif os.fork() == 0:\n    s.listen()\n',
    's = socket.socket()\ns.setsockopt(',
  ],
  [
    'a file that forks where it can',
    'import os, socket\ns = socket.socket()\ns.bind(("", 80))\nif hasattr(os, "fork") and os.fork() == 0:\n    s.listen()\n',
    'if os.name != "nt":\n    s.setsockopt(',
  ],
  [
    'a file that does without a module of POSIX',
    'import os, socket\ntry:\n    import fcntl\nexcept ImportError:\n    fcntl = None\ns = socket.socket()\ns.bind(("", 80))\n',
    'if os.name != "nt":\n    s.setsockopt(',
  ],
  [
    'Windows as the only target',
    'import socket\ns = socket.socket()\ns.bind(("", 80))\n',
    's = socket.socket()\ns.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)\ns.bind',
    ['win32'],
  ],
  [
    'Windows as a target that is named',
    'import socket\ns = socket.socket()\ns.bind(("", 80))\n',
    'if os.name != "nt":\n    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\ns.bind',
    ['linux', 'win32'],
  ],
  [
    'a suite of one line',
    'import os, socket\ns = socket.socket()\nif s: s.bind(("", 80)); s.listen()\n',
    'if s:\n    if os.name != "nt":\n        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n    s.bind(("", 80)); s.listen()\n',
  ],
  [
    'the second statement of a suite of one line',
    'import os, socket\ns = socket.socket()\nif s: pass; s.bind(("", 80))\n',
    'if s:\n    pass\n    if os.name != "nt":\n        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n    s.bind(("", 80))\n',
  ],
  [
    'a continued line',
    'import os, socket\ns = socket.socket()\nif s: \\\n    s.bind(("", 80))\n',
    'if s:\n    if os.name != "nt":\n        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n    s.bind(("", 80))\n',
  ],
  [
    'statements on one line',
    'import os, socket\ns = socket.socket(); s.bind(("", 80)); s.listen()\n',
    's = socket.socket()\nif os.name != "nt":\n    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\ns.bind(("", 80)); s.listen()\n',
  ],
  [
    'asyncore',
    'import asyncore, os, socket\nclass D(asyncore.dispatcher):\n    def __init__(self):\n        self.create_socket(socket.AF_INET, socket.SOCK_STREAM)\n        self.bind(("", 80))\n        self.listen(5)\n',
    '        if os.name != "nt":\n            self.set_reuse_addr()\n        self.bind',
  ],
  [
    'a class',
    'import socketserver\nclass S(socketserver.TCPServer):\n    def f(self): pass\nS(("", 80), H)\n',
    'import os\nimport socketserver\nclass S(socketserver.TCPServer):\n    allow_reuse_address = os.name != "nt"\n\n    def f',
  ],
  [
    'a class that forks',
    'import socketserver\nclass S(socketserver.ForkingTCPServer):\n    def f(self): pass\nS(("", 80), H)\n',
    'ForkingTCPServer):\n    allow_reuse_address = True\n\n    def f',
  ],
  [
    'a value turned',
    'import os, socket\ns = socket.socket()\ns.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)\ns.bind(("", 80))\n',
    'if os.name != "nt":\n    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n',
  ],
  [
    'a value turned in a branch of POSIX',
    'import os, socket\ns = socket.socket()\nif os.name == "posix":\n    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)\ns.bind(("", 80))\n',
    'if os.name == "posix":\n    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n',
    ['linux', 'win32'],
  ],
  [
    'a line that came late',
    'import os, socket\ns = socket.socket()\ns.bind(("", 80))\ns.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # late\n',
    'if os.name != "nt":\n    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # late\ns.bind(("", 80))\n',
    ['linux', 'win32'],
  ],
  [
    'a class that switches it off',
    'import os, socketserver\nclass S(socketserver.TCPServer):\n    allow_reuse_address = False\nS(("", 80), H)\n',
    'allow_reuse_address = os.name != "nt"\n',
  ],
];

const ALL: [string, string, string, string[]?][] = [
  ...FIXES.map(([title, code, expected]): [string, string, string, string[]] => [
    title,
    code,
    expected,
    ['linux', 'darwin'],
  ]),
  ...PORTABLE.map(([title, ...rest]): [string, string, string, string[]?] => [`${title}, portable`, ...rest]),
];

describe.skipIf(missing('python3'))('what --fix writes (compiled by python3)', () => {
  it.each(ALL)('parses, leaves no report and is written once: %s', (_, code, expected, platforms) => {
    const options = { ...python, settings: platforms ? { platforms } : {} };
    const fixed = fix(code, options);
    expect(fixed).toContain(expected);
    expect(compile(fixed)).toBe('');
    expect(lint(fixed, options).map(({ message }) => message)).toEqual([]);
    expect(fix(fixed, options)).toBe(fixed);
  });

  it.each(ALL)('is matched by suggestions that parse and leave no report: %s', (_, code, __, platforms) => {
    const options = { ...python, settings: platforms ? { platforms } : {} };
    for (const { suggestions = [] } of lint(code, options)) {
      for (const { fix: edit } of suggestions) {
        const changed = code.slice(0, edit.range[0]) + edit.text + code.slice(edit.range[1]);
        expect(compile(changed)).toBe('');
        expect(lint(changed, options).map(({ message }) => message)).toEqual([]);
      }
    }
  });
});

describe('what --fix leaves alone', () => {
  it.each([
    ['a bind in a lambda', 'import socket\ns = socket.socket()\nf = lambda: s.bind(("", 80))\n'],
    ['a receiver that is a call', 'import socket\nsocket.socket().bind(("", 80))\n'],
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
