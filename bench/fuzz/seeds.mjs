import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A text that inputs are made of.
 *
 * @typedef {object} Seed
 * @property {string} name
 * @property {Language} language
 * @property {string} text
 *
 * @typedef {'javascript' | 'typescript' | 'c' | 'cpp' | 'java' | 'python'} Language
 */

const ROOT = path.join(import.meta.dirname, '../..');

/** @type {Readonly<Record<string, Language>>} */
const LANGUAGES = {
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.c': 'c',
  '.h': 'c',
  '.cpp': 'cpp',
  '.hpp': 'cpp',
  '.cc': 'cpp',
  '.java': 'java',
  '.py': 'python',
};

/** What a file has to do with sockets. */
const SOCKETS = /listen|\bbind\b|ServerSocket|createServer|createSocket|TCPServer|socket/u;

/** Larger files make inputs that say no more and take longer. In characters. */
const LARGEST = 12_000;

/**
 * Programs of this repository, the same on every machine: the samples, and what tests write down in template literals.
 *
 * @returns {Seed[]}
 */
export function ownSeeds() {
  return [...filesOf(path.join(ROOT, 'examples'), 1_000), ...SNIPPETS];
}

/**
 * What a machine has besides: packages, Python's library, the headers of C and C++, a corpus that `bench/corpus.mjs` laid out.
 *
 * @param {number} most files of each folder
 * @returns {Seed[]}
 */
export function installedSeeds(most) {
  const cache = process.env.XDG_CACHE_HOME ?? path.join(process.env.HOME ?? '/', '.cache');
  return [
    path.join(ROOT, 'node_modules'),
    '/usr/lib/python3.11',
    '/usr/lib/python3.12',
    '/usr/lib/python3.13',
    '/usr/lib/python3/dist-packages',
    '/usr/include',
    path.join(cache, 'rebind/corpus'),
  ].flatMap((folder) => filesOf(folder, most));
}

/**
 * @param {string} folder
 * @param {number} most
 * @returns {Seed[]} of files that have to do with sockets, in the order of their names
 */
function filesOf(folder, most) {
  if (!existsSync(folder)) {
    return [];
  }
  /** @type {Seed[]} */
  const found = [];
  let looked = 0;
  const pending = [folder];
  for (
    let at = pending.pop();
    at !== undefined && found.length < most && looked < 40 * most;
    at = pending.pop()
  ) {
    const entries = readdirSync(at, { withFileTypes: true }).sort((one, other) =>
      one.name < other.name ? 1 : -1,
    );
    for (const entry of entries) {
      const file = path.join(at, entry.name);
      const language = LANGUAGES[path.extname(entry.name)];
      if (entry.isDirectory()) {
        pending.push(file);
      } else if (
        entry.isFile() &&
        language &&
        found.length < most &&
        !/\.d\.[mc]?ts$|\.min\.js$/u.test(file)
      ) {
        looked += 1;
        const text = readFileSync(file, 'utf8');
        if (text.length <= LARGEST && SOCKETS.test(text)) {
          found.push({ name: file, language, text });
        }
      }
    }
  }
  return found;
}

/**
 * What front ends look at most closely, in as few words as it takes.
 *
 * @type {readonly Seed[]}
 */
const SNIPPETS = Object.entries({
  javascript: [
    "import net from 'node:net';\nclass A extends net.Server { s = net.createServer(); go(port = 3000) { this.s.listen(port); this.listen({ port, ...this.o }); super.listen(0); } }\n",
    "import dgram from 'dgram';\nconst o = { type: 'udp4', reuseAddr: false };\nlet s = dgram.createSocket({ ...o }); s.bind(5353, () => s.addMembership('224.0.0.251'));\n",
    "const { promisify } = require('util'); const http = require('http');\nconst start = promisify(http.createServer().listen.bind(x)); start(process.env.PORT || '80' ? +y : ~z, 'h', 511);\n",
    "import cluster from 'cluster'; import express from 'express';\nif (cluster.isPrimary) cluster.fork(); else { const app = express(); app.listen(process.platform === 'win32' ? 1 : 2, () => {}); }\n",
    'Deno.serve({ port: 8000, reusePort: true }, h); Bun.serve({ fetch, port: 0 }); Bun.listen({ hostname, port, socket });\n',
    "const fastify = require('fastify')(); fastify.listen({ port: 3000, host: '::', exclusive: true }, (e, a) => {});\n",
  ],
  typescript: [
    "import type { Server } from 'node:http';\nexport function start(s: Server | undefined, t: import('node:net').Server, u: ReturnType<typeof make>) { s!.listen(3000); (t as any).listen(+p); u?.listen(<number>q); }\n",
    "import net = require('net');\nabstract class A<T extends net.Server> { constructor(private readonly s: T, public port: number = 1) {} abstract f(): void; g() { this.s.listen(this.port satisfies number); } }\nenum E { A = 1 }\n",
    'declare const Bun: { serve(o: object): void };\ntype A = A | B; type B = Readonly<A>;\ninterface I extends I { }\nfunction f(a: A, i: I) { a.listen(1); i.listen(2); Bun.serve({ port: E.A }); }\n',
  ],
  c: [
    '#include <sys/socket.h>\nstruct s { int fd; };\nstatic int make(struct s *s, int p) {\n  int on = 1;\n  struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(p) };\n  if ((s->fd = socket(AF_INET, SOCK_STREAM, 0)) < 0) return -1;\n#ifdef SO_REUSEPORT\n  setsockopt(s->fd, SOL_SOCKET, SO_REUSEADDR | SO_REUSEPORT, &on, sizeof(on));\n#endif\n  if (bind(s->fd, (struct sockaddr *)&a, sizeof a) != 0 || listen(s->fd, 5)) goto out;\n  return 0;\nout:\n  return 1;\n}\n',
    '#ifdef _WIN32\nvoid f(void) { SOCKET s = WSASocket(AF_INET, SOCK_DGRAM, 0, 0, 0, 0); for (;;) { switch (x) { case 1: bind(s, &a, n); setsockopt(s, SOL_SOCKET, SO_REUSEADDR, (char *)&on, 4); } } }\n#else\nvoid f(void) { int fds[2]; for (ai = r; ai; ai = ai->ai_next) { fds[i] = socket(ai->ai_family, ai->ai_socktype, 0); bind(fds[i], ai->ai_addr, ai->ai_addrlen); } }\n#endif\n',
  ],
  cpp: [
    '#include <boost/asio.hpp>\nusing boost::asio::ip::tcp;\nclass Server { public: Server(io& i, short p) : acceptor_(i, tcp::endpoint(tcp::v4(), p)), fd_(::socket(AF_INET6, SOCK_STREAM, 0)) { acceptor_.open(e.protocol()); acceptor_.set_option(tcp::acceptor::reuse_address(true)); acceptor_.bind(e); ::bind(fd_, reinterpret_cast<sockaddr*>(&a), sizeof(a)); } private: tcp::acceptor acceptor_; int fd_{-1}; };\n',
    'auto f = [&](auto p) { QTcpServer s; s.listen(QHostAddress::Any, p); Poco::Net::ServerSocket t(p); return std::bind(&A::g, this, _1); };\ntemplate <typename T> void g(T t) { t.bind(1); }\n',
  ],
  java: [
    'import java.net.*;\nimport java.nio.channels.*;\nclass A extends ServerSocket {\n  private ServerSocket s = new ServerSocket();\n  static int P = Integer.getInteger("port", 80);\n  void f(int... p) throws Exception {\n    try (var c = ServerSocketChannel.open()) { c.setOption(StandardSocketOptions.SO_REUSEADDR, true); c.bind(new InetSocketAddress(P)); c.socket().setReuseAddress(false); }\n    new ServerSocket(p[0], 50) { @Override public void close() {} };\n    s.bind(new InetSocketAddress("::", 0)); new DatagramSocket(1); new MulticastSocket(2).joinGroup(g);\n    new ServerBootstrap().group(g).channel(NioServerSocketChannel.class).option(ChannelOption.SO_BACKLOG, 1).bind(3);\n  }\n}\n',
  ],
  python: [
    "import socket, asyncio, socketserver\nclass S(socketserver.ThreadingMixIn, socketserver.TCPServer):\n    allow_reuse_address = False\n    def __init__(self, *a, port: int = 80, **k):\n        super().__init__(('', port), H)\n        self.s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)\n        self.s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n        self.s.bind((host, port))\n        self.s.listen()\nasync def f():\n    async with await asyncio.start_server(h, '::', 1, reuse_port=True) as s: await s.serve_forever()\nif __name__ == '__main__':\n    with S(port=0) as s: s.serve_forever()\n",
    "import uvicorn\nfrom flask import Flask\napp = Flask(__name__)\ntry:\n    uvicorn.run(app, host='0.0.0.0', port=int(os.environ.get('PORT', 80)))\nexcept OSError as e: app.run(port=5000, debug=True)\nelse:\n    s = socket.create_server(('', 8080), reuse_port=x if y else [z for z in w])\n",
  ],
}).flatMap(([language, texts]) =>
  texts.map((text, index) => ({
    name: `${language} ${index + 1}`,
    language: /** @type {Language} */ (language),
    text,
  })),
);
