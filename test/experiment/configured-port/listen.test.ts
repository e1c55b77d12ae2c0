import { describe, expect, it } from 'vitest';
import { interpretSource } from '../../../experiment/src/configured-port/sources/listen.ts';
import { found } from './found.ts';

type Row = [text: string, finds: string[], variables?: Record<string, string>];

function table(language: string, path: string, rows: readonly Row[]): void {
  describe(`a listen call of ${language}`, () => {
    it.each(rows)('%s', (text, finds, variables = {}) => {
      expect(found(interpretSource, path, text, variables)).toEqual(finds);
    });
  });
}

table('JavaScript and TypeScript', 'server.ts', [
  ['app.listen(3000);', ['3000/tcp 1:12']],
  ["app.listen('3000', 'localhost');", ['3000/tcp localhost 1:13']],
  ["server.listen({ port: 3000, host: '::1' });", ['3000/tcp ::1 1:23']],
  ["await fastify.listen({ host: '0.0.0.0', port: 3_000 } as const);", ['3000/tcp 0.0.0.0 1:47 at 3_000']],
  ['createServer(app).listen(3000, () => {});', ['3000/tcp 1:26']],
  ['const port: number = 3000;\napp.listen(port);', ['3000/tcp 1:22']],
  ['const config = { http: { port: 3000 } };\napp.listen(config.http.port);', ['3000/tcp 1:32']],
  ['app.listen(process.env.PORT ?? 3000);', ['3000/tcp 1:32 PORT']],
  [
    'app.listen(process.env.PORT ?? 3000);',
    ['4000/tcp 1:12 PORT at process.env.PORT from .env:1'],
    { PORT: '4000' },
  ],
  ["app.listen(Number(process.env['API_PORT'] || '3000'));", ['3000/tcp 1:47 API_PORT']],
  ['app.listen(parseInt(process.env.PORT!, 10) || 3000);', ['3000/tcp 1:47 PORT']],
  ['const { PORT = 3000 } = process.env;\napp.listen(PORT);', ['3000/tcp 1:16 PORT']],
  [
    'const { PORT: port = 3000 } = process.env;\napp.listen(port);',
    ['5/tcp 1:9 PORT at PORT: from .env:1'],
    { PORT: '5' },
  ],
  ['app.listen(process.env.PORT ? +process.env.PORT : 3000);', ['3000/tcp 1:51 PORT']],
  ["await app.listen(config.get('PORT', 3000));", ['3000/tcp 1:37 PORT']],
  ["Deno.serve({ port: 8000, hostname: '127.0.0.1' }, handler);", ['8000/tcp 127.0.0.1 1:20']],
  ["Deno.listen({ port: Number(Deno.env.get('PORT') ?? 8000) });", ['8000/tcp 1:52 PORT']],
  ['Bun.serve({ fetch, port: Bun.env.PORT || 3000 });', ['3000/tcp 1:42 PORT']],
  ["import { serve } from '@hono/node-server';\nserve({ fetch: app.fetch, port: 3000 });", ['3000/tcp 2:33']],
  [
    "import { startStandaloneServer } from '@apollo/server/standalone';\nstartStandaloneServer(server, { listen: { port: 4000 } });",
    ['4000/tcp 2:49'],
  ],
  ["import { WebSocketServer } from 'ws';\nnew WebSocketServer({ port: 8080 });", ['8080/tcp 2:29']],
  ["import WebSocket from 'ws';\nnew WebSocket.Server({ port: 8080 });", ['8080/tcp 2:30']],
  ["import { Server } from 'socket.io';\nnew Server(3000);", ['3000/tcp 2:12']],
  [
    "import dgram from 'node:dgram';\ndgram.createSocket('udp4').bind(41234, '127.0.0.1');",
    ['41234/udp 127.0.0.1 2:33'],
  ],
  ["import dgram from 'node:dgram';\nsocket.bind({ port: 41234 });", ['41234/udp 2:21']],
  ['function start(port = 3000) { app.listen(port); }', ['3000/tcp 1:23']],
  // a caller decides
  ['const port = 1; function start(port) { app.listen(port); }', []],
  ['{ const port = 1; }\napp.listen(port);', []],
  ['app.listen(0); app.listen(); app.listen(70000);', []],
  ["app.listen('/run/app.sock'); store.listen(() => 3000);", []],
  ['handler.bind(this, 3000); listen(3000);', []],
  ['const a = b; const b = a; app.listen(a);', []],
]);

const python = (body: string): string => `import os, socket, sys\ns = socket.socket()\n${body}\ns.listen()`;

table('Python', 'server.py', [
  [python('s.bind(("0.0.0.0", 9527))'), ['9527/tcp 0.0.0.0 3:20']],
  [python('PORT = 9527\ns.bind(("", PORT))'), ['9527/tcp 3:8']],
  [python('ADDRESS = ("127.0.0.1", 9527)\ns.bind(ADDRESS)'), ['9527/tcp 127.0.0.1 3:25']],
  [
    'import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.bind(("", 9527))',
    ['9527/udp 3:13'],
  ],
  [python('PORT = int(os.environ.get("PORT", 8000))\ns.bind(("", PORT))'), ['8000/tcp 3:35 PORT']],
  [python('s.bind(("", int(os.getenv("PORT") or "8000")))'), ['8000/tcp 3:39 PORT']],
  [
    python('s.bind(("", int(os.environ["PORT"])))'),
    ['9/tcp 3:17 PORT at os.environ[ from .env:1'],
    { PORT: '9' },
  ],
  [python('port = int(sys.argv[1]) if len(sys.argv) > 1 else 9527\ns.bind(("", port))'), ['9527/tcp 3:51']],
  [
    'import socket\nwith socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:\n    s.bind(("", 9527))',
    ['9527/udp 3:17'],
  ],
  [
    'import socketserver\nwith socketserver.TCPServer(("", 8000), Handler) as server:\n    pass',
    ['8000/tcp 2:34'],
  ],
  ['import socketserver\nsocketserver.ThreadingUDPServer(("", 8000), Handler)', ['8000/udp 2:38']],
  [
    'from http.server import HTTPServer\nHTTPServer(("localhost", 8000), Handler).serve_forever()',
    ['8000/tcp localhost 2:26'],
  ],
  [
    'from flask import Flask\napp = Flask(__name__)\napp.run(host="0.0.0.0", port=5000, debug=True)',
    ['5000/tcp 0.0.0.0 3:30'],
  ],
  ['import uvicorn\nuvicorn.run("main:app", port=8000)', ['8000/tcp 2:30']],
  [
    'import asyncio\nasync def main():\n    await asyncio.start_server(handle, "127.0.0.1", 8888)',
    ['8888/tcp 127.0.0.1 3:53'],
  ],
  ['loop.create_datagram_endpoint(P, local_addr=("127.0.0.1", 9999))', ['9999/udp 127.0.0.1 1:59']],
  [
    'import socket\nclass S:\n  def __init__(self):\n    self.port = 7000\n    self.s = socket.socket()\n  def run(self):\n    self.s.bind(("", self.port))\n    self.s.listen()',
    ['7000/tcp 4:17'],
  ],
  // the port of a client, of the kernel's choice, of a Unix domain socket
  ['import socket\ns = socket.socket()\ns.bind(("", 7000))\ns.connect(("127.0.0.1", 80))', []],
  [python('s.bind(("", 0))'), []],
  ['import socket\ns = socket.socket(socket.AF_UNIX)\ns.bind(path)\ns.listen(128)', []],
  ['import socket\ndef f(port):\n  s = socket.socket()\n  s.bind(("", port))\n  s.listen()', []],
  [python('PORT = OTHER\nOTHER = PORT\ns.bind(("", PORT))'), []],
]);

const java = (body: string): string =>
  `class A { static final int PORT = 8080; void m() throws Exception {\n${body}\n} }`;
const unbound = 'ServerSocket s = new ServerSocket();';

table('Java', 'A.java', [
  [java('new ServerSocket(9000);'), ['9000/tcp 2:18']],
  [java('new ServerSocket(PORT, 50, InetAddress.getByName("127.0.0.1"));'), ['8080/tcp 127.0.0.1 1:35']],
  [java(`${unbound}\ns.bind(new InetSocketAddress("localhost", 9000), 50);`), ['9000/tcp localhost 3:43']],
  [java(`var a = new InetSocketAddress(9000);\n${unbound}\ns.bind(a);`), ['9000/tcp 2:31']],
  [java('HttpServer.create(new InetSocketAddress(8_000), 0);'), ['8000/tcp 2:41 at 8_000']],
  [java('new DatagramSocket(4445); new MulticastSocket(4446);'), ['4445/udp 2:20', '4446/udp 2:47']],
  [
    java('DatagramChannel c = DatagramChannel.open();\nc.bind(new InetSocketAddress(A.PORT));'),
    ['8080/udp 1:35'],
  ],
  [
    java('new ServerSocket(Integer.parseInt(System.getenv().getOrDefault("PORT", "7000")));'),
    ['7000/tcp 2:73 PORT'],
  ],
  [
    java('new ServerSocket(Integer.parseInt(System.getenv("PORT")));'),
    ['9/tcp 2:35 PORT at System.getenv( from .env:1'],
    { PORT: '9' },
  ],
  [
    java(
      'new Socket("h", 80); s.connect(new InetSocketAddress("h", 81)); new ServerSocket(0); new ServerSocket();',
    ),
    [],
  ],
  ['class A { void m(int port) { new ServerSocket(port); } }', []],
]);

const c = (body: string): string =>
  `#define PORT 9527 // ours\nint main(void) {\nstruct sockaddr_in a, b; int s = socket(AF_INET, SOCK_STREAM, 0);\n${body}\nlisten(s, 5);\n}`;
const bind = 'bind(s, (struct sockaddr *)&a, sizeof a);';

table('C and C++', 'server.cpp', [
  [c(`a.sin_port = htons(9000); ${bind}`), ['9000/tcp 4:20']],
  [c(`a.sin_port = htons(PORT); ${bind}`), ['9527/tcp 1:14']],
  [
    c(`a.sin_port = htons(9000);\nif (::bind(s, reinterpret_cast<sockaddr*>(&a), sizeof(a)) < 0) {}`),
    ['9000/tcp 4:20'],
  ],
  [
    c(`struct sockaddr_in6 x = { .sin6_port = htons(9000) }; bind(s, (void *)&x, sizeof x);`),
    ['9000/tcp 4:46'],
  ],
  [
    'int main(void) { struct sockaddr_in a; int s = socket(AF_INET, SOCK_DGRAM, 0);\na.sin_port = htons(9000); bind(s, (struct sockaddr *)&a, sizeof a); }',
    ['9000/udp 2:20'],
  ],
  [c(`const unsigned short port = 9000; a.sin_port = htons(port); ${bind}`), ['9000/tcp 4:29']],
  [
    c(`a.sin_addr.s_addr = htonl(INADDR_LOOPBACK); a.sin_port = htons(9000); ${bind}`),
    ['9000/tcp 127.0.0.1 4:64'],
  ],
  [
    c(`inet_pton(AF_INET, "10.0.0.1", &a.sin_addr); a.sin_port = htons(9000); ${bind}`),
    ['9000/tcp 10.0.0.1 4:65'],
  ],
  [
    c('getaddrinfo(NULL, "8080", &hints, &list); bind(s, list->ai_addr, list->ai_addrlen);'),
    ['8080/tcp 4:20'],
  ],
  [
    'using boost::asio::ip::tcp;\nint main() { tcp::acceptor acceptor(io, tcp::endpoint(tcp::v4(), 8080)); }',
    ['8080/tcp 2:66'],
  ],
  [
    c(
      `const unsigned short port = parse_port(argc > 1 ? argv[1] : "9000"); a.sin_port = htons(port); ${bind}`,
    ),
    ['9000/tcp 4:62'],
  ],
  [
    'int parse(void) { int port = 1; }\nvoid serve(int port) { struct sockaddr_in a; a.sin_port = htons(port); bind(s, (void *)&a, 1); }',
    [],
  ],
  // where to, not where from
  [
    c(
      `a.sin_port = htons(9999); connect(d, (struct sockaddr *)&a, sizeof a); b.sin_port = htons(7777); bind(s, (struct sockaddr *)&b, sizeof b);`,
    ),
    ['7777/tcp 4:91'],
  ],
  [c(`a.sin_port = htons(0); ${bind}`), []],
  [c(`a.sin_port = htons(atoi(argv[1])); ${bind}`), []],
  ['auto f = std::bind(&A::b, this, 3000);', []],
]);
