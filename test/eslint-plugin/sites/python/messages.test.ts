import { describe, expect, it } from 'vitest';
import { draw } from '../../draw.ts';

const python = { filename: 'server.py' };
const BIND = 's.bind(("", 8000))';

/** A program of some lines; `socket` is imported. */
const program = (...lines: string[]): string => `import socket\n\n${lines.join('\n')}\n`;
const option = (name: string, value: number | string = 1): string =>
  `s.setsockopt(socket.SOL_SOCKET, ${name}, ${value})`;
const tcp = (...lines: string[]): string => program('s = socket.socket()', ...lines);
const datagrams = (...lines: string[]): string =>
  program('s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)', ...lines);
const JOIN = 's.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)';

/** One program for each thing that is said of Python, with its fix and suggestions. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'a socket that says nothing': tcp(BIND, 's.listen()'),
  'a datagram socket': datagrams(BIND),
  'a multicast receiver': datagrams(BIND, JOIN),
  'an option after the bind': tcp(BIND, option('socket.SO_REUSEADDR')),
  'two names in one': tcp(option('socket.SO_REUSEADDR | socket.SO_REUSEPORT'), BIND),
  'an option on the connection': tcp(
    BIND,
    's.listen()',
    'c, _ = s.accept()',
    option('socket.SO_REUSEADDR').replace('s.', 'c.'),
  ),
  'an option on the first socket alone': program(
    'first = True',
    'for port in ports:',
    '    s = socket.socket()',
    '    if first:',
    `        ${option('socket.SO_REUSEADDR')}`,
    '        first = False',
    '    s.bind(("", port))',
  ),
  'an option switched off': tcp(option('socket.SO_REUSEADDR', 0), BIND),
  'a multicast receiver with the option off': datagrams(option('socket.SO_REUSEADDR', 0), BIND, JOIN),
  'a unicast port open to others': datagrams(option('socket.SO_REUSEADDR'), BIND),
  'SO_REUSEPORT everywhere': tcp(option('socket.SO_REUSEPORT'), BIND),
  'SO_REUSEPORT on a path': program(
    's = socket.socket(socket.AF_UNIX)',
    option('socket.SO_REUSEPORT'),
    's.bind("/run/server")',
  ),
  'SO_REUSEADDR on Windows': `import os\n${tcp('if os.name == "nt":', `    ${option('socket.SO_REUSEADDR')}`, BIND)}`,
  'a bind on Windows alone': `import sys\n${program('if sys.platform == "win32":', '    s = socket.socket()', `    ${BIND}`)}`,
  'a server class of the library':
    'import socketserver\n\nserver = socketserver.TCPServer(("", 8000), Handler)\n',
  'a server class of its own':
    'import socketserver\n\n\nclass Server(socketserver.TCPServer):\n    """Answers."""\n\n\nserver = Server(("", 8000), Handler)\n',
  'an HTTP server': 'from http.server import HTTPServer\n\nHTTPServer(("", 8000), Handler).serve_forever()\n',
  'an attribute of the instance':
    'import socketserver\n\nserver = socketserver.TCPServer(("", 8000), Handler)\nserver.allow_reuse_address = True\n',
  'an attribute of the class, off':
    'import socketserver\n\n\nclass Server(socketserver.TCPServer):\n    allow_reuse_address = False\n\n\nServer(("", 8000), Handler)\n',
  'create_server()': program('server = socket.create_server(("", 8000))'),
  asyncio: 'import asyncio\n\nasync def main():\n    await asyncio.start_server(answer, None, 8000)\n',
  'asyncio, off':
    'import asyncio\n\nasync def main():\n    await asyncio.start_server(answer, None, 8000, reuse_address=False)\n',
  'datagrams of asyncio':
    'import asyncio\n\nasync def main(loop):\n    await loop.create_datagram_endpoint(Protocol, ("", 8000))\n',
  'datagrams of asyncio, with an option that is gone':
    'import asyncio\n\nasync def main(loop):\n    await loop.create_datagram_endpoint(Protocol, ("", 8000), reuse_address=True)\n',
  'tornado, which took the option late':
    'from tornado.web import Application\n\nApplication().listen(8000)\n',
  'twisted, which has no option':
    'from twisted.internet import reactor\n\nreactor.listenTCP(8000, factory)\n',
  'datagrams of twisted': 'from twisted.internet import reactor\n\nreactor.listenUDP(8000, protocol)\n',
  'multicast of twisted': 'from twisted.internet import reactor\n\nreactor.listenMulticast(8000, protocol)\n',
  'gRPC, which shares its port':
    'import grpc\n\nserver = grpc.server(pool)\nserver.add_insecure_port("[::]:50051")\n',
  'a port from the environment': `import os\n${tcp('s.bind(("", int(os.environ.get("PORT", 8000))))')}`,
};

describe('a person is told of', () => {
  it.each(Object.entries(PROGRAMS))('%s', (_, code) => {
    expect(draw(code, python)).toMatchSnapshot();
  });
});
