import { describe, expect, it } from 'vitest';
import { fix, lint, reports } from '../../lint.ts';

const python = { filename: 'server.py' };

/** A program of some lines; `socket` is imported. */
const program = (...lines: string[]): string => `import socket\n${lines.join('\n')}\n`;

const TCP = 's = socket.socket(socket.AF_INET, socket.SOCK_STREAM)';
const OPTION = 's.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)';
const BIND = 's.bind(("", 8000))';

describe('a socket that binds without the option', () => {
  it.each([
    ['made by the module', program(TCP, BIND)],
    ['made by an alias of the module', 'import socket as sk\ns = sk.socket()\ns.bind(("", 80))\n'],
    [
      'made by a name of its own',
      'from socket import socket, AF_INET\ns = socket(AF_INET)\ns.bind(("", 80))\n',
    ],
    [
      'made by a name imported with all others',
      'from socket import *\ns = socket(AF_INET, SOCK_STREAM)\ns.bind(("", 80))\n',
    ],
    ['of gevent', 'from gevent import socket\ns = socket.socket()\ns.bind(("", 80))\n'],
    ['held by a with statement', program('with socket.socket() as s:', `    ${BIND}`, '    s.listen()')],
    [
      'closed by closing()',
      program(
        'from contextlib import closing',
        'with closing(socket.socket()) as s:',
        `    ${BIND}`,
        '    s.listen()',
      ),
    ],
    ['with an annotation', program('s: socket.socket = socket.socket()', BIND)],
    ['assigned in an expression', program('if (s := socket.socket()):', `    ${BIND}`)],
    [
      'of a field',
      program(
        'class A:',
        '    def __init__(self):',
        '        self.s = socket.socket()',
        '    def go(self):',
        '        self.s.bind(("", 80))',
      ),
    ],
    [
      'of a field of the base',
      program(
        'class B:',
        '    def make(self):',
        '        self.s = socket.socket()',
        'class A(B):',
        '    def go(self):',
        '        self.s.bind(("", 80))',
      ),
    ],
    ['made by a function', program('def make():', '    return socket.socket()', 's = make()', BIND)],
    ['given to a function', program('def go(sock):', '    sock.bind(("", 80))', 'go(socket.socket())')],
    ['of the module, bound in a function', program(TCP, 'def go():', `    ${BIND}`)],
    ['of a list', program('socks = [socket.socket() for _ in range(2)]', 'for s in socks:', `    ${BIND}`)],
    ['wrapped for TLS', program(TCP, 's = context.wrap_socket(s, server_side=True)', BIND)],
    [
      'in async code',
      program('async def go():', `    ${TCP}`, `    ${BIND}`, '    await loop.sock_accept(s)'),
    ],
    [
      'for each address of getaddrinfo',
      program(
        'for family, kind, proto, _, where in socket.getaddrinfo(None, 8000):',
        '    s = socket.socket(family, socket.SOCK_STREAM, proto)',
        '    s.bind(where)',
      ),
    ],
    [
      'that is a class of its own',
      program(
        'class S(socket.socket):',
        '    def __init__(self):',
        '        super().__init__()',
        '        self.bind(("", 80))',
      ),
    ],
    [
      'of asyncore',
      'import asyncore, socket\nclass D(asyncore.dispatcher):\n    def __init__(self):\n        self.create_socket(socket.AF_INET, socket.SOCK_STREAM)\n        self.bind(("", 80))\n',
    ],
    ['where another socket has it', program('t = socket.socket()', OPTION.replace('s.', 't.'), TCP, BIND)],
    [
      'where another class has it',
      program(
        'class A:',
        '    def go(self):',
        '        self.s = socket.socket()',
        `        self.${OPTION}`,
        '        self.s.bind(("", 1))',
        'class B:',
        '    def make(self):',
        '        self.s = socket.socket()',
        '    def go(self):',
        '        self.s.bind(("", 2))',
      ),
    ],
  ])('is reported: %s', (_, code) => {
    expect(reports(code, python)).toEqual(['rebind/require-reuse'.replace('rebind/', '')]);
  });
});

describe('a socket that has it', () => {
  it.each([
    ['set just before', program(TCP, OPTION, BIND)],
    ['set under a condition', program(TCP, 'if reuse:', `    ${OPTION}`, BIND)],
    [
      'set where the platform has it',
      program(
        TCP,
        'if hasattr(socket, "SO_REUSEPORT"):',
        '    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)',
        BIND,
      ),
    ],
    [
      'set in a try statement',
      program(
        TCP,
        'try:',
        '    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)',
        'except AttributeError:',
        '    pass',
        BIND,
      ),
    ],
    ...['LINUX', 'IS_MACOS', 'consts.is_linux'].map((name) => [
      `set where ${name} says so`,
      program(
        TCP,
        OPTION,
        `if ${name}:`,
        '    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)',
        BIND,
      ),
    ]),
    ['set except on Windows', `import os\n${program(TCP, 'if os.name != "nt":', `    ${OPTION}`, BIND)}`],
    [
      'set in a loop over names',
      program(
        TCP,
        'for name in (socket.SO_REUSEADDR, socket.SO_KEEPALIVE):',
        '    s.setsockopt(socket.SOL_SOCKET, name, 1)',
        BIND,
      ),
    ],
    [
      'set by what it was',
      program(
        TCP,
        's.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) | 1)',
        BIND,
      ),
    ],
    [
      'set by a helper',
      program(
        'def prepare(sock):',
        '    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)',
        TCP,
        'prepare(s)',
        BIND,
      ),
    ],
    [
      'set by a method called between',
      program(
        'class A:',
        '    def go(self):',
        '        self.s = socket.socket()',
        '        self.prepare()',
        '        self.s.bind(("", 80))',
        '    def prepare(self):',
        `        self.${OPTION}`,
      ),
    ],
    [
      'set where it is made',
      program('def make():', `    ${TCP}`, `    ${OPTION}`, '    return s', 's = make()', BIND),
    ],
    ['set by a caller', program('def go(sock):', '    sock.bind(("", 80))', TCP, OPTION, 'go(s)')],
    [
      'set by asyncore',
      'import asyncore, socket\nclass D(asyncore.dispatcher):\n    def __init__(self):\n        self.create_socket(socket.AF_INET, socket.SOCK_STREAM)\n        self.set_reuse_addr()\n        self.bind(("", 80))\n',
    ],
    [
      'set again in a retry loop',
      program(
        TCP,
        'while True:',
        '    try:',
        `        ${BIND}`,
        '        break',
        '    except OSError:',
        `        ${OPTION}`,
      ),
    ],
    [
      'set by a function of another file that says so',
      program('from net import set_reuse', TCP, 'set_reuse(s)', BIND),
    ],
  ])('is silent: %s', (_, code) => {
    expect(lint(code, python).map(({ message }) => message)).toEqual([]);
  });
});

describe('what binds no server port', () => {
  it.each([
    ['port 0', program(TCP, 's.bind(("", 0))')],
    ['port 0 by a name', program('PORT = 0', TCP, 's.bind(("localhost", PORT))')],
    ['port 0 of an address in a variable', program('address = ("", 0)', TCP, 's.bind(address)')],
    ['port 0 from every caller', program('def go(port):', `    ${TCP}`, '    s.bind(("", port))', 'go(0)')],
    ['a path', program('s = socket.socket(socket.AF_UNIX)', 's.bind("/tmp/s")')],
    [
      'a family in a variable',
      program('family = socket.AF_UNIX', 's = socket.socket(family)', 's.bind(path)'),
    ],
    ['netlink', program('s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)', 's.bind((0, 0))')],
    ['packets', program('s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)', 's.bind(("eth0", 3))')],
    [
      'Bluetooth',
      program(
        's = socket.socket(socket.AF_BLUETOOTH, socket.SOCK_STREAM, socket.BTPROTO_RFCOMM)',
        's.bind(("", 1))',
      ),
    ],
    [
      'CAN',
      program('s = socket.socket(socket.PF_CAN, socket.SOCK_RAW, socket.CAN_RAW)', 's.bind(("can0",))'),
    ],
    ['raw IP', program('s = socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)', 's.bind(("", 1))')],
    ['a client with a port of its own', program(TCP, BIND, 's.connect(("example.org", 80))')],
    ["a client's source address", program(TCP, 's.bind(source_address)')],
    ['an inherited descriptor', program('s = socket.socket(fileno=3)', BIND)],
    ['a socket that another file gives', program('def go(sock):', '    sock.bind(("", 80))')],
    ['Tk', 'import socket, tkinter\nroot = tkinter.Tk()\nroot.bind("<Key>", lambda event: None)\n'],
    ['SQLAlchemy', 'import socket\nBase.metadata.create_all(bind=engine)\nsession.bind(engine)\n'],
    ['Celery', 'import socket\n@app.task(bind=True)\ndef f(self): pass\n'],
    [
      'ZeroMQ within the process',
      'import zmq\nsocket = zmq.Context().socket(zmq.REP)\nsocket.bind("inproc://a")\nsocket.bind("ipc:///tmp/a")\nsocket.bind_to_random_port("tcp://*")\n',
    ],
    ['inspect', 'import inspect, socket\ninspect.signature(f).bind(1, 2)\n'],
    [
      'structlog',
      'import structlog, socket\nlog = structlog.get_logger().bind(port=80)\nlog.bind(address)\n',
    ],
    ['a docstring', 'import socket\n"""\ns = socket.socket()\ns.bind(("", 80))\n"""\n'],
    ['a comment', 'import socket\n# socket.socket().bind(("", 80))\n'],
    ['asyncio on port 0', 'import asyncio\nasyncio.start_server(f, "localhost", 0)\n'],
    ['asyncio on a given socket', 'import asyncio\nasyncio.start_server(f, sock=s)\n'],
    [
      'a double that is a socket by its class alone',
      'import socket\nclass DummySock(socket.socket):\n    def __init__(self): pass\n    def bind(self, addr):\n        self.bound = addr\ns = DummySock()\ns.bind(("", 80))\n',
    ],
    [
      'waitress with a stand-in',
      'from waitress import serve\nserve(app, port=80, _server=DummyServerFactory())\n',
    ],
    ['a datagram client', 'loop.create_datagram_endpoint(f, remote_addr=("h", 1))\n'],
    ['a datagram client with an address of its own', 'loop.create_datagram_endpoint(f, ("", 9), ("h", 1))\n'],
    ['a cloud', 'nova.create_server("name", "flavor")\n'],
    ['a TCPServer on port 0', 'import socketserver\nsocketserver.TCPServer(("", 0), H)\n'],
    ['a server on a path', 'import socketserver\nsocketserver.UnixStreamServer("/tmp/s", H)\n'],
    [
      'twisted on port 0',
      'from twisted.internet import reactor\nreactor.listenTCP(0, f)\nreactor.listenUNIX("/tmp/s", f)\n',
    ],
    [
      'twisted services on port 0',
      'from twisted.application import internet, strports\ninternet.TCPServer(0, f)\nstrports.service("tcp:port=0:interface=localhost", f)\n',
    ],
    [
      'twisted endpoints that are no ports, or may be none',
      'from twisted.internet.endpoints import serverFromString\nserverFromString(reactor, "unix:/run/s")\nserverFromString(reactor, "systemd:domain=INET:index=0")\nserverFromString(reactor, options["listen"])\n',
    ],
    ['uvicorn on a descriptor', 'import uvicorn\nuvicorn.run(app, fd=3)\n'],
    [
      'uvicorn on sockets of its own',
      'import uvicorn\nuvicorn.Server(uvicorn.Config(app)).run(sockets=[sock])\n',
    ],
    [
      'hypercorn on a descriptor',
      'from hypercorn.asyncio import serve\nfrom hypercorn.config import Config\nconfig = Config()\nconfig.bind = ["fd://3"]\nserve(app, config)\n',
    ],
    [
      'hypercorn with settings of another file',
      'from hypercorn.asyncio import serve\nfrom hypercorn.config import Config\nserve(app, Config.from_toml(path))\n',
    ],
    [
      'gunicorn',
      'from gunicorn.app.base import BaseApplication\nclass App(BaseApplication): pass\nApp().run()\n',
    ],
    [
      'a port drawn at random',
      'from twisted.internet import reactor\nfrom twisted.names import dns\nreactor.listenUDP(dns.randomSource(), p)\n',
    ],
    [
      'a port drawn by the library',
      program('import random', TCP, 's.bind(("", random.randint(1024, 65535)))'),
    ],
    [
      'a port drawn before',
      program('from random import randrange', 'port = randrange(1024, 65535)', TCP, 's.bind(("", port))'),
    ],
    [
      'the port that another socket was given',
      program(TCP, 's.bind(("", 0))', 'other = socket.socket()', 'other.bind(("", s.getsockname()[1]))'),
    ],
    [
      'the port that another port of twisted was given',
      'from twisted.internet import reactor\np = reactor.listenTCP(0, f)\nn = p.getHost().port\nreactor.listenUDP(n, q)\n',
    ],
    [
      'reactors that stand in for one',
      'from twisted.internet.endpoints import serverFromString\nreactor = MemoryReactor()\nreactor.listenTCP(80, f)\nserverFromString(reactor, "tcp:80")\nserverFromString(object(), "tcp:80")\n',
    ],
    ['listen of no server', 'import tornado.web\nq.listen(80)\n'],
  ])('is silent: %s', (_, code) => {
    expect(lint(code, python).map(({ message }) => message)).toEqual([]);
  });
});

describe('the verdict', () => {
  const UDP = 's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)';
  it.each([
    ['after the bind', program(TCP, BIND, OPTION), 'no-ineffective-reuse'],
    [
      'two names in one',
      program(TCP, 's.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR | socket.SO_REUSEPORT, 1)', BIND),
      'no-ineffective-reuse',
    ],
    [
      'on the connection',
      program(TCP, BIND, 's.listen()', 'c, _ = s.accept()', OPTION.replace('s.', 'c.')),
      'no-ineffective-reuse',
    ],
    ['off', program(TCP, OPTION.replace('1', '0'), BIND), 'no-disabled-reuse'],
    ['off by False', program(TCP, OPTION.replace(', 1)', ', False)'), BIND), 'no-disabled-reuse'],
    ['unicast', program(UDP, OPTION, BIND), 'no-unsafe-reuse'],
    ['unicast, off', program(UDP, OPTION.replace(', 1)', ', 0)'), BIND), undefined],
    [
      'multicast',
      program(UDP, OPTION, BIND, 's.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, m)'),
      undefined,
    ],
    [
      'multicast, off',
      program(
        UDP,
        OPTION.replace(', 1)', ', 0)'),
        BIND,
        's.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, m)',
      ),
      'no-disabled-reuse',
    ],
    [
      'SO_REUSEPORT on a path',
      program(
        's = socket.socket(socket.AF_UNIX)',
        's.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)',
        's.bind("/tmp/s")',
      ),
      'no-unsafe-reuse',
    ],
    [
      'SO_REUSEPORT assumed',
      program(TCP, 's.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)', BIND),
      'no-unsafe-reuse',
    ],
    [
      'on Windows alone',
      `import os\n${program(TCP, 'if os.name == "nt":', `    ${OPTION}`, BIND)}`,
      'no-unsafe-reuse',
    ],
    [
      'in the branch of Windows, the other in the other',
      `import os\n${program(TCP, 'if os.name == "nt":', '    s.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)', 'else:', `    ${OPTION}`, BIND)}`,
      undefined,
    ],
    [
      'asyncio, off',
      'import asyncio\nasyncio.start_server(f, None, 80, reuse_address=False)\n',
      'no-disabled-reuse',
    ],
    ['asyncio, stated', 'import asyncio\nasyncio.start_server(f, None, 80, reuse_port=True)\n', undefined],
    [
      'asyncio, left to a parameter',
      'import asyncio\ndef f(reuse=False):\n    asyncio.start_server(f, None, 80, reuse_address=reuse)\n',
      undefined,
    ],
    [
      'datagrams, refused',
      'loop.create_datagram_endpoint(f, ("", 9), reuse_address=True)\n',
      'no-ineffective-reuse',
    ],
    [
      'a class attribute, off',
      'import socketserver\nclass S(socketserver.TCPServer):\n    allow_reuse_address = False\nS(("", 80), H)\n',
      'no-disabled-reuse',
    ],
    [
      'a class attribute, on',
      'import socketserver\nclass S(socketserver.TCPServer):\n    allow_reuse_address = True\nS(("", 80), H)\n',
      undefined,
    ],
    [
      'an attribute of the library class',
      'import socketserver\nsocketserver.TCPServer.allow_reuse_address = True\nsocketserver.TCPServer(("", 80), H)\n',
      undefined,
    ],
    [
      'an attribute of the instance',
      'import socketserver\ns = socketserver.TCPServer(("", 80), H)\ns.allow_reuse_address = True\n',
      'no-ineffective-reuse',
    ],
    [
      'an attribute before server_bind()',
      'import socketserver\ns = socketserver.TCPServer(("", 80), H, bind_and_activate=False)\ns.allow_reuse_address = True\ns.server_bind()\n',
      undefined,
    ],
    [
      'an attribute set on a class after it',
      'import SocketServer\nclass S(SocketServer.TCPServer):\n    pass\nS.allow_reuse_address = 1\nS(("", 80), H)\n',
      undefined,
    ],
    [
      'an attribute of a class in a function, on',
      'import socketserver\ndef f():\n    class S(socketserver.TCPServer):\n        allow_reuse_address = 1\n    S(("", 80), H)\ndef g():\n    class S:\n        pass\n',
      undefined,
    ],
    [
      'no attribute of a class whose name another function has too',
      'import socketserver\ndef f():\n    class S(socketserver.TCPServer):\n        pass\n    S(("", 80), H)\ndef g():\n    class S(socketserver.TCPServer):\n        allow_reuse_address = 1\n',
      'require-reuse',
    ],
    [
      'SO_REUSEPORT of a class',
      'import socketserver\nclass S(socketserver.TCPServer):\n    allow_reuse_port = True\nS(("", 80), H)\n',
      undefined,
    ],
    [
      'an attribute set in server_bind()',
      'import socketserver\nclass S(socketserver.TCPServer):\n    def server_bind(self):\n        self.allow_reuse_address = True\n        super().server_bind()\nS(("", 80), H)\n',
      undefined,
    ],
    [
      'an attribute before the constructor of the base',
      'import socketserver\nclass S(socketserver.TCPServer):\n    def __init__(self):\n        self.allow_reuse_address = True\n        super().__init__(("", 80), H)\nS()\n',
      undefined,
    ],
    [
      'an attribute after the constructor of the base',
      'import socketserver\nclass S(socketserver.TCPServer):\n    def __init__(self):\n        super().__init__(("", 80), H)\n        self.allow_reuse_address = True\nS()\n',
      'no-ineffective-reuse',
    ],
  ])('on an option: %s', (_, code, rule) => {
    expect(reports(code, python)).toEqual(rule === undefined ? [] : [rule]);
  });

  it.each([
    [OPTION, 1],
    [`result = ${OPTION}`, 0],
  ])(
    'has a suggestion where nothing but the option goes with a statement: `%s`',
    (statement, suggestions) => {
      const code = program(TCP, BIND, 's.listen()', 'c, _ = s.accept()', statement.replace('s.set', 'c.set'));
      const [report] = lint(code, { ...python, settings: { platforms: ['linux'] } });
      expect(report?.ruleId).toBe('rebind/no-ineffective-reuse');
      expect(report?.suggestions ?? []).toHaveLength(suggestions);
    },
  );

  it('does not move what ends a function before the bind', () => {
    const code = program('def open():', `    ${TCP}`, `    ${BIND}`, `    return ${OPTION}`);
    const settings = { platforms: ['linux'] };
    const [report] = lint(code, { ...python, settings });
    expect(report?.ruleId).toBe('rebind/no-ineffective-reuse');
    expect(report?.suggestions ?? []).toEqual([]);
    expect(fix(code, { ...python, settings })).toBe(code);
  });
});

describe('a class that takes a socket or makes one', () => {
  const code = (given: string): string =>
    program(
      'from unittest.mock import MagicMock',
      'class Server:',
      '    def __init__(self, sock=None):',
      '        self.sock = sock or socket.socket()',
      '    def start(self):',
      '        self.sock.bind(("", 80))',
      `Server(${given}).start()`,
    );

  it('is silent where it is given doubles of a test alone', () => {
    expect(reports(code('MagicMock()'), python)).toEqual([]);
  });

  it('is reported where it may make one', () => {
    expect(reports(code(''), python)).toEqual(['require-reuse']);
    expect(reports(`${code('')}Server(MagicMock()).start()\n`, python)).toEqual(['require-reuse']);
  });
});

describe('SO_REUSEPORT, which Windows lacks', () => {
  const PORT = 's.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)';
  const tried = (handler: string): string =>
    program(TCP, 'try:', `    ${PORT}`, `${handler}:`, '    pass', BIND);
  it.each([
    ['a handler of errors of the system', tried('except OSError'), 4],
    ['a handler of two errors of the system', tried('except (OSError, socket.error)'), 4],
    [
      'a `try` whose handler sets it again',
      program(TCP, 'try:', '    pass', 'except AttributeError:', `    ${PORT}`, BIND),
      6,
    ],
    [
      'a caller that gives the name',
      program(
        'def up(s, name):',
        '    s.setsockopt(socket.SOL_SOCKET, name, 1)',
        `    ${BIND}`,
        TCP,
        'up(s, socket.SO_REUSEPORT)',
      ),
      6,
    ],
    [
      'a caller beside one that asks',
      program(
        'def up(s, name):',
        '    s.setsockopt(socket.SOL_SOCKET, name, 1)',
        `    ${BIND}`,
        'if hasattr(socket, "SO_REUSEPORT"):',
        '    up(socket.socket(), socket.SO_REUSEPORT)',
        'up(socket.socket(), socket.SO_REUSEPORT)',
      ),
      7,
    ],
    [
      'a constant of the module',
      program('NAME = socket.SO_REUSEPORT', TCP, 's.setsockopt(socket.SOL_SOCKET, NAME, 1)', BIND),
      2,
    ],
  ])('is missed where it stands: %s', (_, code, line) => {
    const [message, ...others] = lint(code, python).map((one) => one.message);
    expect(others).toEqual([]);
    expect(message).toContain(`\`SO_REUSEPORT\` on line ${line} is an AttributeError on Windows`);
  });

  it.each([
    ['a handler of a missing name', tried('except AttributeError')],
    ['a handler of both', tried('except (AttributeError, OSError)')],
    ['a handler of all exceptions', tried('except Exception as error')],
    ['a handler of everything', tried('except')],
    [
      'a handler around the handler',
      program(
        TCP,
        'try:',
        '    try:',
        `        ${PORT}`,
        '    except OSError:',
        '        pass',
        'except Exception:',
        '    pass',
        BIND,
      ),
    ],
    [
      'suppress()',
      program('from contextlib import suppress', TCP, 'with suppress(AttributeError):', `    ${PORT}`, BIND),
    ],
    [
      'a caller that asks',
      program(
        'def up(s, name):',
        '    s.setsockopt(socket.SOL_SOCKET, name, 1)',
        `    ${BIND}`,
        'if hasattr(socket, "SO_REUSEPORT"):',
        '    up(socket.socket(), socket.SO_REUSEPORT)',
      ),
    ],
    [
      'a name that is looked for',
      program(
        TCP,
        'name = getattr(socket, "SO_REUSEPORT", 15)',
        's.setsockopt(socket.SOL_SOCKET, name, 1)',
        BIND,
      ),
    ],
    ['a file that runs on POSIX alone', program('import fcntl', TCP, PORT, BIND)],
  ])('is guarded by %s', (_, code) => {
    expect(lint(code, python).map(({ message }) => message)).toEqual([]);
  });
});

describe('an unguarded SO_REUSEADDR', () => {
  const code = program(TCP, OPTION, BIND);
  const named = { ...python, settings: { platforms: ['linux', 'win32'] } };

  it('is stated where the settings name no platforms', () => {
    expect(reports(code, python)).toEqual([]);
  });

  it('is unsafe where they name Windows, and is kept from it by the suggestion', () => {
    const [message] = lint(code, named);
    expect(message?.ruleId).toBe('rebind/no-unsafe-reuse');
    expect(message?.suggestions?.map(({ desc }) => desc)).toEqual(['Set it on POSIX alone']);
  });

  it.each([
    ['in a file that runs on POSIX alone', program('import fcntl', TCP, OPTION, BIND)],
    ['in a branch of POSIX', `import os\n${program(TCP, 'if os.name == "posix":', `    ${OPTION}`, BIND)}`],
    [
      'in a class, by the platform',
      'import os, socketserver\nclass S(socketserver.TCPServer):\n    allow_reuse_address = os.name != "nt"\nS(("", 80), H)\n',
    ],
  ])('is none: %s', (_, portable) => {
    expect(reports(portable, named)).toEqual([]);
  });

  it('is unsafe in a class too', () => {
    const server =
      'import os, socketserver\nclass S(socketserver.TCPServer):\n    allow_reuse_address = True\nS(("", 80), H)\n';
    expect(reports(server, python)).toEqual([]);
    const [message] = lint(server, named);
    expect(message?.ruleId).toBe('rebind/no-unsafe-reuse');
    expect(message?.suggestions?.map(({ desc }) => desc)).toEqual(['Set it on POSIX alone']);
  });
});

describe('the port in a message', () => {
  it.each([
    ['8000', 'port 8000'],
    ['PORT', 'port 9000'],
    ['int(os.environ.get("PORT", 8000))', 'the port in PORT (8000 by default)'],
    ['int(os.environ["PORT"])', 'the port in PORT'],
    ['args.port', 'the port in `args.port`'],
    ['args.port or s.getsockname()[1]', 'the port in `args.port or s.getsockname()[1]`'],
    ['randomize(8000)', 'the port in `randomize(8000)`'],
  ])('of %s is %s', (port, text) => {
    const [message] = lint(`import os\nPORT = 9000\n${program(TCP, `s.bind(("", ${port}))`)}`, python);
    expect(message?.message).toContain(` on ${text} has no`);
  });
});

describe('a server of a library', () => {
  const twisted =
    'from twisted.internet import endpoints, reactor\nfrom twisted.application import internet, strports\n';
  const hypercorn =
    'from hypercorn.asyncio import serve\nfrom hypercorn.config import Config\nconfig = Config()\n';
  it.each([
    ['endpoints.TCP4ServerEndpoint(reactor, 8080).listen(f)', 'TCP4ServerEndpoint() on port 8080'],
    ['endpoints.serverFromString(reactor, "tcp:8080")', 'serverFromString() on port 8080'],
    [
      'endpoints.serverFromString(reactor, f"tcp:{port}")',
      'serverFromString() on the port in `f"tcp:{port}"`',
    ],
    ['strports.service("tcp:8080:interface=127.0.0.1", f)', 'strports.service() on port 8080'],
    ['strports.service(f"ssl:443:privateKey={key}", f)', 'strports.service() on port 443'],
    ['strports.service("8080", f)', 'strports.service() on port 8080'],
    ['strports.listen("ssl:privateKey=a.pem:port=443", f)', 'strports.listen() on port 443'],
    ['internet.TCPServer(8080, f).setServiceParent(app)', 'internet.TCPServer() on port 8080'],
    ['internet.SSLServer(443, f, context)', 'internet.SSLServer() on port 443'],
    ['internet.UDPServer(53, p)', 'internet.UDPServer() on port 53'],
    ['internet.MulticastServer(5353, p)', 'internet.MulticastServer() on port 5353'],
  ])('of twisted names its port: %s', (call, text) => {
    const [message, ...others] = lint(`${twisted}${call}\n`, python).map((one) => one.message);
    expect(others).toEqual([]);
    expect(message).toContain(text);
  });

  it.each([
    ['import waitress\nwaitress.serve(app)\n', 'waitress.serve() on a port (8080 by default)'],
    ['from waitress import serve\nserve(app, port=9000)\n', 'waitress.serve() on port 9000'],
    ['from waitress import serve\nserve(app, listen="*:9000")\n', 'waitress.serve() on port 9000'],
    ['import uvicorn\nuvicorn.run(app)\n', 'uvicorn.run() on a port (8000 by default)'],
    [
      'import uvicorn\nuvicorn.Server(uvicorn.Config(app, port=9000)).run()\n',
      'uvicorn.Config() on port 9000',
    ],
    [`${hypercorn}serve(app, config)\n`, 'hypercorn.asyncio.serve() on a port (8000 by default)'],
    [
      `${hypercorn}config.bind = ["[::]:9000"]\nserve(app, config)\n`,
      'hypercorn.asyncio.serve() on port 9000',
    ],
    [`${hypercorn}config.bind = "[::]:9000"\nserve(app, config)\n`, 'hypercorn.asyncio.serve() on port 9000'],
    [
      `${hypercorn}config.bind = [f"[::]:{port}"]\nserve(app, config)\n`,
      'hypercorn.asyncio.serve() on the port in `f"[::]:{port}"`',
    ],
    [
      'import os\nfrom wsgiref.simple_server import make_server\nmake_server("", os.environ.get("PORT", 8000), app)\n',
      'wsgiref make_server() on the port in PORT (8000 by default)',
    ],
    [
      'from wsgiref.simple_server import make_server\nmake_server(host="", port=9000, app=app)\n',
      'wsgiref make_server() on port 9000',
    ],
  ])('that runs applications names its port: %s', (code, text) => {
    const [message, ...others] = lint(code, python).map((one) => one.message);
    expect(others).toEqual([]);
    expect(message).toContain(text);
  });
});

describe('a client is told from a listener that another method puts into the same field', () => {
  const serve = [
    '    def serve(self, port):',
    '        self.sock = socket.socket()',
    `        self.${OPTION.replace('s.', 'sock.')}`,
    '        self.sock.bind(("", port))',
    '        self.sock.listen(5)',
  ];
  const make = ['    def _make(self):', '        self.sock = socket.socket()'];
  it.each([
    [
      'a method that dials',
      program(
        'class Node:',
        '    def dial(self, source, target):',
        '        self.sock = socket.socket()',
        '        self.sock.bind(source)',
        '        self.sock.connect(target)',
        ...serve,
      ),
    ],
    [
      'a method that dials by an address of its own',
      program(
        'class Node:',
        '    def dial(self, mine, target):',
        '        self.sock = socket.socket()',
        '        if mine:',
        '            self.sock.bind(mine)',
        '        self.sock.connect_ex(target)',
        ...serve,
      ),
    ],
    [
      'a method that is connected by another',
      program(
        'class Node:',
        '    def dial(self, mine):',
        '        self.sock = socket.socket()',
        '        self.sock.bind(mine)',
        '        self.reach()',
        '    def reach(self):',
        '        self.sock.connect(("h", 1))',
        ...serve,
      ),
    ],
    [
      'an asyncore dispatcher with a subclass that listens',
      program(
        'import asyncore',
        'class Channel(asyncore.dispatcher):',
        '    def connect_from(self, mine, target):',
        '        self.create_socket(socket.AF_INET, socket.SOCK_STREAM)',
        '        self.bind(mine)',
        '        self.connect(target)',
        'class Acceptor(Channel):',
        '    def open(self, address):',
        '        self.create_socket(socket.AF_INET, socket.SOCK_STREAM)',
        '        self.set_reuse_addr()',
        '        self.bind(address)',
        '        self.listen(5)',
      ),
    ],
    [
      'an asyncore dispatcher that tries addresses, whose subclass listens in its constructor',
      program(
        'import asyncore',
        'class Channel(asyncore.dispatcher):',
        '    def connect(self, address):',
        '        asyncore.dispatcher.connect(self, address)',
        '    def connect_to(self, target, mine):',
        '        for af, kind, *_ in socket.getaddrinfo(*target, 0, socket.SOCK_STREAM):',
        '            try:',
        '                self.create_socket(af, kind)',
        '                self.bind(mine)',
        '                self.connect(target)',
        '            except OSError:',
        '                continue',
        '            break',
        '    def bind_to(self, address):',
        '        self.create_socket(socket.AF_INET, socket.SOCK_STREAM)',
        '        self.set_reuse_addr()',
        '        self.bind(address)',
        'class Acceptor(Channel):',
        '    def __init__(self, address):',
        '        asyncore.dispatcher.__init__(self)',
        '        self.bind_to(address)',
        '        self.listen(5)',
      ),
    ],
  ])('by the flow of %s', (_, code) => {
    expect(lint(code, python).map(({ line }) => line)).toEqual([]);
  });

  it.each([
    [
      'a class beside it',
      program(
        'class Dialer:',
        '    def dial(self, mine, target):',
        '        self.sock = socket.socket()',
        '        self.sock.bind(mine)',
        '        self.sock.connect(target)',
        'class Server:',
        ...serve,
      ),
    ],
    [
      'a helper that makes the socket of one class',
      program(
        'class Dialer:',
        ...make,
        '    def dial(self, mine, target):',
        '        self._make()',
        '        self.sock.bind(mine)',
        '        self.sock.connect(target)',
        'class Server:',
        ...serve,
      ),
    ],
  ])('by %s', (_, code) => {
    expect(lint(code, python).map(({ line }) => line)).toEqual([]);
  });

  it.each([
    ['listens', 'listen(self, 5)', ['require-reuse']],
    ['connects', 'connect(self, target)', []],
  ])('by a method of the base that %s, called by the class', (_, call, rules) => {
    const code = program(
      'import asyncore',
      'class Channel(asyncore.dispatcher):',
      '    def open(self, kind, mine, target):',
      '        self.create_socket(socket.AF_INET, kind)',
      '        self.bind(mine)',
      `        asyncore.dispatcher.${call}`,
    );
    expect(reports(code, python)).toEqual(rules);
    expect(fix(code, python) === code).toBe(rules.length === 0);
  });

  it('which is reported where it says nothing', () => {
    const code = program(
      'class Server:',
      ...make,
      '    def serve(self, port):',
      '        self._make()',
      '        self.sock.bind(("", port))',
      '        self.sock.listen(5)',
    );
    expect(reports(code, python)).toEqual(['require-reuse']);
  });
});

it('takes a datagram socket for one where another class has a listener in its field', () => {
  const code = program(
    'class Tcp:',
    '    def start(self):',
    '        self.fd = socket.socket()',
    `        ${OPTION.replace('s.', 'self.fd.')}`,
    '        self.fd.bind(("", 8000))',
    '        self.fd.listen()',
    'class Udp(Tcp):',
    '    def start(self):',
    '        self.fd = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
    '        self.fd.bind((self.addr, self.port))',
  );
  const [message, ...others] = lint(code, python).map((one) => one.message);
  expect(others).toEqual([]);
  expect(message).toContain('relies on the default: no other socket can bind the port');
});

describe('a program for Python 2', () => {
  const legacy = [
    'import SocketServer, BaseHTTPServer, socket',
    'print "starting", port',
    'print >>sys.stderr, "x"',
    'def f((a, b), c): return `a` <> 0777',
    'try:',
    '    exec "y" in z',
    'except Exception, e:',
    '    raise ValueError, "no"',
  ];

  it.each([
    ['a server class', 'SocketServer.TCPServer(("", 80), H)'],
    ['a server of HTTP', 'BaseHTTPServer.HTTPServer(("", 80), H).serve_forever()'],
    ['a socket', 's = socket.socket()\ns.bind(("", 80))\ns.listen(5)'],
    ['a socket between statements', 's = socket.socket()\nprint s\ns.bind(("", 80))\nprint "bound"'],
    ['a class of its own', 'class S(SocketServer.TCPServer): pass\nS(("", 80), H)'],
  ])('hides no server: %s', (_, code) => {
    expect(lint(`${legacy.join('\n')}\n${code}\n`, python)).toHaveLength(1);
  });
});

describe('a port that the class has from another file', () => {
  const program = (...lines: string[]): string => `import socket\n${lines.join('\n')}\n`;
  const lines = [
    '    def start(self):',
    '        self.s = socket.socket()',
    '        self.s.bind(("", self.port))',
    '        self.port = self.s.getsockname()[1]',
  ];

  it('is not the one that it reads back', () => {
    expect(reports(program('from base import Pot', 'class A(Pot):', ...lines), python)).toEqual([
      'require-reuse',
    ]);
  });

  it('is left to the kernel where no other file has a say', () => {
    expect(reports(program('class A:', ...lines), python)).toEqual([]);
  });
});
