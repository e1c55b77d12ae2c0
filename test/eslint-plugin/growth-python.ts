import { times, type Growing } from './growing.ts';

const py = (name: string, text: (count: number) => string): Growing => ({ name, filename: 'a.py', text });
const lines = (...parts: string[]): string => `${parts.join('\n')}\n`;

const BIND = lines('import socket', 's = socket.socket()', "s.bind(('', 3000))", 's.listen()');
const socketIn = (indent: string, name: string, port: string | number = 3000): string =>
  `${indent}${name} = socket.socket()\n${indent}${name}.bind(('', ${port}))\n${indent}${name}.listen()\n`;
const SERVER = 'import socketserver\nclass S(socketserver.TCPServer):\n    pass\n';

/** Python, as people and their tools write it. */
export const PYTHON: readonly Growing[] = [
  py('a long string', (n) => `${BIND}text = '${'abcd '.repeat(20 * n)}'\n`),
  py('a long docstring', (n) => `"""${'Words of it.\n'.repeat(10 * n)}"""\n${BIND}`),
  py('blanks in an import', (n) => `from a import (${' '.repeat(80 * n)}b)\n${BIND}`),
  py('blanks before an end of line', (n) => BIND.replaceAll('\n', `${' '.repeat(20 * n)}\n`)),
  py(
    'blanks in a call',
    (n) => `import socket\ns = socket.socket()\ns.bind(${' '.repeat(80 * n)}('', 3000))\n`,
  ),
  py('empty lines', (n) => `import socket\ns = socket.socket()\n${'\n'.repeat(20 * n)}s.bind(('', 3000))\n`),
  py('names in an import', (n) => `from a import (${times(n, (i) => `b${i},\n  `)})\n${BIND}`),
  py(
    'imports and sockets',
    (n) =>
      `${times(n, (i) => `import m${i}\n`)}import socket\ndef f():\n${times(n, (i) => socketIn('    ', `s${i}`, i + 1))}`,
  ),
  py(
    'ports that are bound twice in one function',
    (n) => `import socket\ndef f():\n${times(2 * n, (i) => socketIn('    ', `s${i}`, (i % n) + 1))}`,
  ),
  py(
    'imports of one module',
    (n) =>
      `import socket\n${times(n, (i) => `def f${i}():\n    import socket\n${socketIn('    ', 's', i + 1)}`)}`,
  ),
  py('imports of names, each in a function', (n) =>
    times(
      n,
      (i) =>
        `def f${i}():\n    from socket import socket\n    s = socket()\n    s.bind(('', ${i + 1}))\n    s.listen()\n`,
    ),
  ),
  py(
    'one long line',
    (n) =>
      `import socket; ${times(n, (i) => `s${i} = socket.socket(); s${i}.bind(('', ${i + 1})); s${i}.listen(); `)}pass\n`,
  ),
  py(
    'calls in one function',
    (n) =>
      `import socket\ndef f():\n    s = socket.socket()\n${'    g(1)\n'.repeat(n)}    s.bind(('', 3000))\n    s.listen()\n`,
  ),
  py(
    'calls that are given the socket',
    (n) =>
      `import socket\ndef f():\n    s = socket.socket()\n${'    g(s)\n'.repeat(n)}    s.bind(('', 3000))\n    s.listen()\n`,
  ),
  py(
    'calls of a function of the file',
    (n) =>
      `import socket\ndef g(a):\n    pass\ndef f():\n    s = socket.socket()\n${'    g(s)\n'.repeat(n)}    s.bind(('', 3000))\n    s.listen()\n`,
  ),
  py(
    'calls of one helper',
    (n) =>
      `import socket\ndef make(port):\n    s = socket.socket()\n    s.bind(('', port))\n    s.listen()\n    return s\ndef f():\n${times(n, (i) => `    make(${i + 1})\n`)}`,
  ),
  py(
    'makers of a socket',
    (n) =>
      `import socket\ndef make():\n    return socket.socket()\ndef f():\n${times(n, (i) => `    s${i} = make()\n    s${i}.bind(('', ${i + 1}))\n    s${i}.listen()\n`)}`,
  ),
  py(
    'helpers that bind',
    (n) =>
      `import socket\ndef up(s, port):\n    s.bind(('', port))\n    s.listen()\n${times(n, (i) => `up(socket.socket(), ${i + 1})\n`)}`,
  ),
  py(
    'functions with a socket each',
    (n) => `import socket\n${times(n, (i) => `def f${i}():\n${socketIn('    ', 's', i + 1)}`)}`,
  ),
  py(
    'methods of a class beside its socket',
    (n) =>
      `import socket\nclass A:\n    def f(self):\n${socketIn('        ', 'self.s')}${times(n, (i) => `    def m${i}(self):\n        return self.x${i}\n`)}`,
  ),
  py(
    'methods that use one socket',
    (n) =>
      `import socket\nclass A:\n    def f(self):\n${socketIn('        ', 'self.s')}${times(n, (i) => `    def m${i}(self):\n        self.s.accept()\n`)}`,
  ),
  py(
    'methods with a socket each',
    (n) =>
      `import socket\nclass A:\n${times(n, (i) => `    def f${i}(self):\n${socketIn('        ', `self.s${i}`, i + 1)}`)}`,
  ),
  py(
    'methods that make one field',
    (n) =>
      `import socket\nclass A:\n${times(n, (i) => `    def f${i}(self):\n${socketIn('        ', 'self.s', i + 1)}`)}`,
  ),
  py(
    'a field that is assigned again',
    (n) => `import socket\nclass A:\n    def f(self):\n${socketIn('        ', 'self.s').repeat(n)}`,
  ),
  py(
    'fields of a class',
    (n) =>
      `import socket\nclass A:\n    def f(self):\n${times(n, (i) => `        self.x${i} = ${i}\n`)}${socketIn('        ', 'self.s', 'self.x1')}`,
  ),
  py(
    'fields that are ports',
    (n) =>
      `import socket\nclass A:\n    def f(self):\n${times(n, (i) => `        self.p${i} = ${i + 1}\n${socketIn('        ', `self.s${i}`, `self.p${i}`)}`)}`,
  ),
  py(
    'assignments to one port',
    (n) =>
      `import socket\nclass A:\n    def f(self):\n${'        self.p = 3000\n'.repeat(n)}${socketIn('        ', 'self.s', 'self.p')}`,
  ),
  py('decorators', (n) => `import socket\n${times(n, (i) => `@d${i}\n`)}def f():\n${socketIn('    ', 's')}`),
  py(
    'decorated functions',
    (n) => `import socket\n${times(n, (i) => `@d\ndef f${i}():\n${socketIn('    ', 's')}`)}`,
  ),
  py(
    'branches of an if',
    (n) =>
      `import socket\ndef f(a):\n    if a:\n        pass\n${times(n, (i) => `    elif a == ${i}:\n${socketIn('        ', `s${i}`, i + 1)}`)}`,
  ),
  py(
    'branches before a bind',
    (n) =>
      `import socket\ndef f(a):\n    s = socket.socket()\n    if a:\n        pass\n${times(n, (i) => `    elif a == ${i}:\n        b = ${i}\n`)}    s.bind(('', 3000))\n    s.listen()\n`,
  ),
  py(
    'branches after a bind',
    (n) =>
      `import socket\ndef f(a):\n    s = socket.socket()\n    s.bind(('', 3000))\n    if a:\n        pass\n${times(n, (i) => `    elif a == ${i}:\n        b = ${i}\n`)}    s.listen()\n`,
  ),
  py(
    'branches that give a port',
    (n) =>
      `import socket\ndef f(a):\n    if a:\n        p = 1\n${times(n, (i) => `    elif a == ${i}:\n        p = ${i}\n`)}${socketIn('    ', 's', 'p')}`,
  ),
  py(
    'cases of a match',
    (n) =>
      `import socket\ndef f(a):\n    match a:\n${times(n, (i) => `        case ${i}:\n${socketIn('            ', `s${i}`, i + 1)}`)}`,
  ),
  py(
    'ifs before binds',
    (n) =>
      `import socket\ndef f():\n${times(n, (i) => `    if a${i}:\n        return\n${socketIn('    ', `s${i}`, i + 1)}`)}`,
  ),
  py(
    'tries',
    (n) =>
      `import socket\ndef f():\n${times(n, (i) => `    try:\n${socketIn('        ', `s${i}`, i + 1)}    except OSError:\n        return\n`)}`,
  ),
  py(
    'withs',
    (n) =>
      `import socket\ndef f():\n${times(n, (i) => `    with socket.socket() as s${i}:\n        s${i}.bind(('', ${i + 1}))\n        s${i}.listen()\n`)}`,
  ),
  py(
    'loops',
    (n) =>
      `import socket\ndef f():\n${times(n, (i) => `    for p${i} in range(9):\n${socketIn('        ', `s${i}`, `p${i}`)}`)}`,
  ),
  py('a socket that is used', (n) => `${BIND}${'s.accept()\n'.repeat(n)}`),
  py(
    'a socket that is bound again',
    (n) => `import socket\ns = socket.socket()\n${"s.bind(('', 3000))\n".repeat(n)}s.listen()\n`,
  ),
  py(
    'options before a bind',
    (n) =>
      `import socket\ns = socket.socket()\n${'s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n'.repeat(n)}s.bind(('', 3000))\ns.listen()\n`,
  ),
  py(
    'options after a bind',
    (n) => `${BIND}${'s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n'.repeat(n)}`,
  ),
  py(
    'sockets with an option each',
    (n) =>
      `import socket\ndef f():\n${times(n, (i) => `    s${i} = socket.socket()\n    s${i}.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n    s${i}.bind(('', ${i + 1}))\n    s${i}.listen()\n`)}`,
  ),
  py(
    'sockets with an option too late',
    (n) =>
      `import socket\ndef f():\n${times(n, (i) => `${socketIn('    ', `s${i}`, i + 1)}    s${i}.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n`)}`,
  ),
  py(
    'sockets with an option on connections',
    (n) =>
      `import socket\ndef f():\n${times(n, (i) => `${socketIn('    ', `s${i}`, i + 1)}    c, a = s${i}.accept()\n    c.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n`)}`,
  ),
  py(
    'comments before a bind',
    (n) =>
      `import socket\ns = socket.socket()\n${'# a word or two\n'.repeat(n)}s.bind(('', 3000))\ns.listen()\n`,
  ),
  py(
    'comments before each bind',
    (n) =>
      `import socket\ndef f():\n${times(n, (i) => `    s${i} = socket.socket()\n    # one\n    # two\n    s${i}.bind(('', ${i + 1}))\n    s${i}.listen()\n`)}`,
  ),
  py(
    'comments before a class of servers',
    (n) =>
      `import socketserver\nclass S(socketserver.TCPServer):\n${'    # a word or two\n'.repeat(n)}    x = 1\nS(('', 3000), H)\n`,
  ),
  py(
    'a sum of strings',
    (n) => `import socket\ns = socket.socket()\ns.bind((${"'a' + ".repeat(n)}'b', 3000))\ns.listen()\n`,
  ),
  py(
    'strings side by side',
    (n) => `import socket\ns = socket.socket()\ns.bind((${"'a' ".repeat(n)}, 3000))\ns.listen()\n`,
  ),
  py(
    'a port of many conditions',
    (n) => `import socket\ns = socket.socket()\ns.bind(('', ${'1 if a else '.repeat(n)}3000))\ns.listen()\n`,
  ),
  py(
    'a sum as a port',
    (n) => `import socket\ns = socket.socket()\ns.bind(('', ${'1 + '.repeat(n)}3000))\ns.listen()\n`,
  ),
  py(
    'an f-string of many parts',
    (n) => `import socket\ns = socket.socket()\ns.bind((f'${'{a}.'.repeat(n)}', 3000))\ns.listen()\n`,
  ),
  py(
    'entries of a dict',
    (n) =>
      `import socket\nd = {${times(n, (i) => `'p${i}': ${i}, `)}}\ns = socket.socket()\ns.bind(('', d['p1']))\ns.listen()\n`,
  ),
  py(
    'entries of a dict, each bound',
    (n) =>
      `import socket\nd = {${times(n, (i) => `'p${i}': ${i}, `)}}\ndef f():\n${times(n, (i) => socketIn('    ', `s${i}`, `d['p${i}']`))}`,
  ),
  py(
    'entries of a list',
    (n) =>
      `import socket\nports = [${times(n, (i) => `${i}, `)}]\nfor p in ports:\n${socketIn('    ', 's', 'p')}`,
  ),
  py(
    'entries of a dict that is spread',
    (n) =>
      `import socketserver\nd = {${times(n, (i) => `'p${i}': ${i}, `)}}\nsocketserver.TCPServer(('', 3000), H, **d)\n`,
  ),
  py(
    'arguments of a call',
    (n) => `import asyncio\nasyncio.start_server(${times(n, (i) => `a${i}=${i}, `)}port=3000)\n`,
  ),
  py(
    'sockets in a list',
    (n) =>
      `import socket\nsocks = [${'socket.socket(), '.repeat(n)}]\nfor s in socks:\n    s.bind(('', 3000))\n    s.listen()\n`,
  ),
  py(
    'sockets in one tuple',
    (n) =>
      `import socket\n${times(n, (i) => `s${i}, `)} = ${'socket.socket(), '.repeat(n)}\n${times(n, (i) => `s${i}.bind(('', ${i + 1}))\n`)}`,
  ),
  py(
    'aliases',
    (n) =>
      `import socket\ns0 = socket.socket()\n${times(n, (i) => `s${i + 1} = s${i}\n`)}s${n}.bind(('', 3000))\ns${n}.listen()\n`,
  ),
  py(
    'names of one port',
    (n) =>
      `import socket\np0 = 3000\n${times(n, (i) => `p${i + 1} = p${i}\n`)}s = socket.socket()\ns.bind(('', p${n}))\ns.listen()\n`,
  ),
  py(
    'ports that are constants',
    (n) =>
      `import socket\n${times(n, (i) => `P${i} = ${i + 1}\n`)}def f():\n${times(n, (i) => socketIn('    ', `s${i}`, `P${i}`))}`,
  ),
  py(
    'one constant for all',
    (n) => `import socket\nP = 3000\ndef f():\n${times(n, (i) => socketIn('    ', `s${i}`, 'P'))}`,
  ),
  py(
    'callers that give a port',
    (n) => `import socket\ndef f(port):\n${socketIn('    ', 's', 'port')}${times(n, (i) => `f(${i + 1})\n`)}`,
  ),
  py('a member chain', (n) => `${BIND}x = a${'.b'.repeat(n)}\n`),
  py(
    'a member chain as a port',
    (n) => `import socket\ns = socket.socket()\ns.bind(('', a${'.b'.repeat(n)}))\ns.listen()\n`,
  ),
  py(
    'a method chain',
    (n) => `import socket\ns = socket.socket()\ns.bind(('', a${'.b()'.repeat(n)}))\ns.listen()\n`,
  ),
  py(
    'a socket in a member chain',
    (n) => `import socket\na${'.b'.repeat(n)} = socket.socket()\na${'.b'.repeat(n)}.bind(('', 3000))\n`,
  ),
  py('nested brackets', (n) => `${BIND}x = ${'['.repeat(n)}${']'.repeat(n)}\n`),
  py('nested calls', (n) => `${BIND}x = ${'f('.repeat(n)}s${')'.repeat(n)}\n`),
  py(
    'nested calls around a socket',
    (n) => `import socket\ns = ${'closing('.repeat(n)}socket.socket()${')'.repeat(n)}\ns.bind(('', 3000))\n`,
  ),
  py(
    'nested parentheses around a port',
    (n) =>
      `import socket\ns = socket.socket()\ns.bind(('', ${'('.repeat(n)}3000${')'.repeat(n)}))\ns.listen()\n`,
  ),
  py('nots', (n) => `import socket\nif ${'not '.repeat(n)}a:\n${socketIn('    ', 's')}`),
  py('lambdas', (n) => `${BIND}x = ${'lambda: '.repeat(n)}s\n`),
  py(
    'a global that each function uses',
    (n) => `${BIND}${times(n, (i) => `def g${i}():\n    global s\n    s.accept()\n`)}`,
  ),
  py(
    'globals that are bound',
    (n) =>
      `import socket\n${times(n, (i) => `s${i} = socket.socket()\n`)}def f():\n${times(n, (i) => `    s${i}.bind(('', ${i + 1}))\n    s${i}.listen()\n`)}`,
  ),
  py(
    'parameters',
    (n) => `import socket\ndef f(${times(n, (i) => `a${i}=${i}, `)}):\n${socketIn('    ', 's', 'a1')}`,
  ),
  py(
    'parameters that are sockets',
    (n) =>
      `def f(${times(n, (i) => `a${i}, `)}):\n${times(n, (i) => `    a${i}.bind(('', ${i + 1}))\n`)}import socket\nf(${'socket.socket(), '.repeat(n)})\n`,
  ),
  py(
    'classes that inherit one another',
    (n) =>
      `import socketserver\nclass S0(socketserver.TCPServer):\n    pass\n${times(n, (i) => `class S${i + 1}(S${i}):\n    pass\n`)}S${n}(('', 3000), H)\n`,
  ),
  py(
    'classes that inherit one another, each made',
    (n) =>
      `import socketserver\nclass S0(socketserver.TCPServer):\n    pass\n${times(n, (i) => `class S${i + 1}(S${i}):\n    pass\nS${i + 1}(('', ${i + 1}), H)\n`)}`,
  ),
  py(
    'classes of servers',
    (n) =>
      `import socketserver\n${times(n, (i) => `class S${i}(socketserver.TCPServer):\n    pass\nS${i}(('', ${i + 1}), H)\n`)}`,
  ),
  py(
    'classes of servers that say it',
    (n) =>
      `import socketserver\n${times(n, (i) => `class S${i}(socketserver.TCPServer):\n    allow_reuse_address = True\nS${i}(('', ${i + 1}), H)\n`)}`,
  ),
  py(
    'classes of servers with a constructor',
    (n) =>
      `import socketserver\n${times(n, (i) => `class S${i}(socketserver.TCPServer):\n    def __init__(self, a):\n        super().__init__(a, H)\nS${i}(('', ${i + 1}))\n`)}`,
  ),
  py(
    'classes of servers that bind',
    (n) =>
      `import socketserver\n${times(n, (i) => `class S${i}(socketserver.TCPServer):\n    def __init__(self):\n        super().__init__(('', ${i + 1}), H)\n`)}`,
  ),
  py(
    'methods of a class of servers',
    (n) =>
      `${SERVER}${times(n, (i) => `    def m${i}(self):\n        return self.x${i}\n`)}S(('', 3000), H)\n`,
  ),
  py(
    'servers of a class with methods',
    (n) =>
      `${SERVER}${times(n, (i) => `    def m${i}(self):\n        return self.x${i}\n`)}${times(n, (i) => `S(('', ${i + 1}), H)\n`)}`,
  ),
  py(
    'bases of one class',
    (n) =>
      `import socketserver\n${times(n, (i) => `class M${i}:\n    pass\n`)}class S(${times(n, (i) => `M${i}, `)}socketserver.TCPServer):\n    pass\nS(('', 3000), H)\n`,
  ),
  py(
    'servers of the library',
    (n) => `import socketserver\n${times(n, (i) => `socketserver.TCPServer(('', ${i + 1}), H)\n`)}`,
  ),
  py(
    'servers that say it too late',
    (n) =>
      `import socketserver\n${times(n, (i) => `s${i} = socketserver.TCPServer(('', ${i + 1}), H)\ns${i}.allow_reuse_address = True\n`)}`,
  ),
  py(
    'servers that bind later',
    (n) =>
      `import socketserver\n${times(n, (i) => `s${i} = socketserver.TCPServer(('', ${i + 1}), H, bind_and_activate=False)\ns${i}.allow_reuse_address = True\ns${i}.server_bind()\n`)}`,
  ),
  py(
    'servers that say it on the class',
    (n) =>
      `import socketserver\nsocketserver.TCPServer.allow_reuse_address = True\n${times(n, (i) => `socketserver.TCPServer(('', ${i + 1}), H)\n`)}`,
  ),
  py(
    'servers of asyncio',
    (n) =>
      `import asyncio\nasync def f():\n${times(n, (i) => `    await asyncio.start_server(h, port=${i + 1})\n`)}`,
  ),
  py(
    'servers of a loop',
    (n) =>
      `import asyncio\nloop = asyncio.get_event_loop()\nasync def f():\n${times(n, (i) => `    await loop.create_server(h, port=${i + 1})\n`)}`,
  ),
  py(
    'servers of tornado',
    (n) =>
      `import tornado.web\n${times(n, (i) => `app${i} = tornado.web.Application([])\napp${i}.listen(${i + 1})\n`)}`,
  ),
  py(
    'servers of one function',
    (n) =>
      `import tornado.web\ndef make():\n    return tornado.web.Application([])\n${times(n, (i) => `make().listen(${i + 1})\n`)}`,
  ),
  py(
    'servers of a long function',
    (n) =>
      `import tornado.web\ndef make():\n${'    return make()\n'.repeat(n)}${times(n, (i) => `make().listen(${i + 1})\n`)}tornado.web.Application([]).listen(1)\n`,
  ),
  py(
    'servers of gRPC',
    (n) =>
      `import grpc\nserver = grpc.server(pool)\n${times(n, (i) => `server.add_insecure_port('[::]:${i + 1}')\n`)}`,
  ),
  py(
    'servers of hypercorn',
    (n) =>
      `from hypercorn.config import Config\nfrom hypercorn.asyncio import serve\nconfig = Config()\nconfig.bind = ['0.0.0.0:8000']\n${'serve(app, config)\n'.repeat(n)}`,
  ),
  py(
    'settings of hypercorn',
    (n) =>
      `from hypercorn.config import Config\nfrom hypercorn.asyncio import serve\n${times(n, (i) => `c${i} = Config()\nc${i}.bind = ['0.0.0.0:${i + 1}']\nserve(app, c${i})\n`)}`,
  ),
  py('servers of uvicorn', (n) => `import uvicorn\n${times(n, (i) => `uvicorn.run(app, port=${i + 1})\n`)}`),
  py(
    'sockets of datagrams that join groups',
    (n) =>
      `import socket\ndef f():\n${times(n, (i) => `    s${i} = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n    s${i}.bind(('', ${i + 1}))\n    s${i}.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, m)\n`)}`,
  ),
  py(
    'platforms that are asked for',
    (n) =>
      `import os, socket\ndef f():\n${times(n, (i) => `    if os.name == 'nt':\n        pass\n    else:\n${socketIn('        ', `s${i}`, i + 1)}`)}`,
  ),
  py(
    'types that are variables',
    (n) =>
      `import socket\nT = socket.SOCK_STREAM\ndef f():\n${times(n, (i) => `    s${i} = socket.socket(socket.AF_INET, T)\n    s${i}.bind(('', ${i + 1}))\n    s${i}.listen()\n`)}`,
  ),
  py(
    'addresses that are looked up',
    (n) =>
      `import socket\ndef f():\n${times(n, (i) => `    a${i} = socket.getaddrinfo('', ${i + 1})\n    s${i} = socket.socket(a${i}[0][0])\n    s${i}.bind(a${i}[0][4])\n    s${i}.listen()\n`)}`,
  ),
  py(
    'statements after a bind',
    (n) =>
      `import socket\ndef f():\n    s = socket.socket()\n    s.bind(('', 3000))\n${'    a = 1\n'.repeat(n)}    s.listen()\n`,
  ),
  py(
    'sockets that listen later',
    (n) =>
      `import socket\ndef f():\n${times(n, (i) => `    s${i} = socket.socket()\n    s${i}.bind(('', ${i + 1}))\n`)}${times(n, (i) => `    s${i}.listen()\n`)}`,
  ),
  py(
    'functions one inside the other',
    (n) =>
      `import socket\ndef f():\n${times(n, (i) => `    def g${i}():\n${socketIn('        ', 's', i + 1)}`)}`,
  ),
  py(
    'sockets of an outer function',
    (n) =>
      `import socket\ndef f():\n    s = socket.socket()\n${times(n, (i) => `    def g${i}():\n        s.bind(('', ${i + 1}))\n`)}`,
  ),
  py(
    'dispatchers',
    (n) =>
      `import asyncore, socket\n${times(n, (i) => `class A${i}(asyncore.dispatcher):\n    def __init__(self):\n        asyncore.dispatcher.__init__(self)\n        self.create_socket(socket.AF_INET, socket.SOCK_STREAM)\n        self.bind(('', ${i + 1}))\n        self.listen(5)\n`)}`,
  ),
  py(
    'data beside a socket',
    (n) => `${BIND}${times(n, (i) => `x${i} = {'a': [${i}, 2, 3], 'b': 'text'}\n`)}`,
  ),
];
