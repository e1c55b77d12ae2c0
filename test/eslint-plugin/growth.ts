import { times, type Growing } from './growing.ts';
import { JAVASCRIPT } from './growth-javascript.ts';
import { PYTHON } from './growth-python.ts';

const NET = "import net from 'node:net';\n";
const C_SOCKET = (n: number): string =>
  `  int fd${n} = socket(AF_INET, SOCK_STREAM, 0);\n  bind(fd${n}, (struct sockaddr *)&a, sizeof(a));\n  listen(fd${n}, 8);\n`;
const JAVA_CLASS = (inside: string): string =>
  `import java.net.*;\nclass A {\n  void f() throws Exception {\n${inside}  }\n}\n`;

export const GROWING: readonly Growing[] = [
  ...JAVASCRIPT,
  ...PYTHON,
  {
    name: 'servers in one function',
    filename: 'a.js',
    text: (n) => `${NET}function f() {\n${times(n, (i) => `  net.createServer().listen(${i + 1});\n`)}}\n`,
  },
  {
    name: 'a variable that is assigned again',
    filename: 'a.js',
    text: (n) =>
      `${NET}let s;\nfunction f() {\n${'  s = net.createServer();\n  s.listen(3000);\n'.repeat(n)}}\n`,
  },
  {
    name: 'a field that is assigned again',
    filename: 'a.js',
    text: (n) =>
      `${NET}class A {\n  f() {\n${'    this.s = net.createServer();\n    this.s.listen(3000);\n'.repeat(n)}  }\n}\n`,
  },
  {
    name: 'uses of one server',
    filename: 'a.js',
    text: (n) => `${NET}const s = net.createServer();\n${'s.listen(3000);\n'.repeat(n)}`,
  },
  {
    name: 'aliases',
    filename: 'a.js',
    text: (n) =>
      `${NET}const s0 = net.createServer();\n${times(n, (i) => `const s${i + 1} = s${i};\n`)}s${n}.listen(3000);\n`,
  },
  {
    name: 'callers of one function',
    filename: 'a.js',
    text: (n) =>
      `${NET}function start(s, port) { s.listen(port); }\n${times(n, (i) => `start(net.createServer(), ${i + 1});\n`)}`,
  },
  {
    name: 'methods of a class, each called',
    filename: 'a.js',
    text: (n) =>
      `${NET}class A {\n${times(n, (i) => `  m${i}(s) { s.listen(3000); }\n`)}  go() {\n${times(n, (i) => `    this.m${i}(net.createServer());\n`)}  }\n}\n`,
  },
  {
    name: 'a port of many alternatives',
    filename: 'a.js',
    text: (n) => `${NET}net.createServer().listen(${'a || '.repeat(n)}3000);\n`,
  },
  {
    name: 'objects that spread one another',
    filename: 'a.js',
    text: (n) =>
      `${NET}const o0 = { port: 3000 };\n${times(n, (i) => `const o${i + 1} = { ...o${i}, ...o${i} };\n`)}net.createServer().listen(o${n});\n`,
  },
  {
    name: 'a method chain',
    filename: 'a.js',
    text: (n) => `${NET}net.createServer()${".on('x', f)".repeat(n)}.listen(3000);\n`,
  },
  {
    name: 'datagram sockets that join groups',
    filename: 'a.js',
    text: (n) =>
      `import dgram from 'node:dgram';\n${times(n, (i) => `const s${i} = dgram.createSocket('udp4');\ns${i}.bind(5353, () => s${i}.addMembership('224.0.0.251'));\n`)}`,
  },
  {
    name: 'statements before calls',
    filename: 'a.js',
    text: (n) =>
      `${NET}if (process.platform === 'x') {}\n${times(n, (i) => `if (a${i}) {}\nnet.createServer().listen(3000);\n`)}`,
  },
  {
    name: 'types that stand for one another',
    filename: 'a.ts',
    text: (n) =>
      `import type { Server } from 'node:net';\ntype T0 = Server;\n${times(n, (i) => `type T${i + 1} = T${i} | T${i};\n`)}export function f(s: T${n}) { s.listen(3000); }\n`,
  },
  {
    name: 'parameters of types',
    filename: 'a.ts',
    text: (n) =>
      `import type { Server } from 'node:net';\n${times(n, (i) => `export function f${i}(s: Server, port: number) { s.listen(port); }\n`)}`,
  },
  {
    name: 'sockets in one function',
    filename: 'a.c',
    text: (n) => `void f(void) {\n${times(n, C_SOCKET)}}\n`,
  },
  {
    name: 'functions with a socket each',
    filename: 'a.c',
    text: (n) => times(n, (i) => `void f${i}(void) {\n${C_SOCKET(i)}}\n`),
  },
  {
    name: 'one variable that holds each socket',
    filename: 'a.c',
    text: (n) =>
      `void f(void) {\n  int fd;\n${'  fd = socket(AF_INET, SOCK_STREAM, 0);\n  bind(fd, &a, sizeof(a));\n  listen(fd, 8);\n'.repeat(n)}}\n`,
  },
  {
    name: 'calls of one helper',
    filename: 'a.c',
    text: (n) =>
      `static int make(int port) {\n  int fd = socket(AF_INET, SOCK_STREAM, 0);\n  bind(fd, &a, sizeof(a));\n  listen(fd, 8);\n  return fd;\n}\nvoid f(void) {\n${times(n, (i) => `  make(${i});\n`)}}\n`,
  },
  {
    name: 'functions beside one socket',
    filename: 'a.c',
    text: (n) =>
      `void f(void) {\n${C_SOCKET(0)}}\n${times(n, (i) => `int g${i}(int a) { return h(a, ${i}); }\n`)}`,
  },
  {
    name: 'acceptors of a library',
    filename: 'a.cpp',
    text: (n) =>
      `using boost::asio::ip::tcp;\nvoid f() {\n${times(n, (i) => `  tcp::acceptor a${i}(io, tcp::endpoint(tcp::v4(), ${i + 1}));\n`)}}\n`,
  },
  {
    name: 'members that are bound',
    filename: 'a.cpp',
    text: (n) =>
      `class A {\n${times(n, (i) => `  void f${i}() { fd_ = socket(AF_INET, SOCK_STREAM, 0); bind(fd_, &a, sizeof(a)); listen(fd_, 8); }\n`)}  int fd_;\n};\n`,
  },
  {
    name: 'sockets in one method',
    filename: 'A.java',
    text: (n) =>
      JAVA_CLASS(
        times(
          n,
          (i) =>
            `    ServerSocket s${i} = new ServerSocket();\n    s${i}.bind(new InetSocketAddress(${i + 1}));\n`,
        ),
      ),
  },
  {
    name: 'one variable that holds each socket',
    filename: 'A.java',
    text: (n) =>
      JAVA_CLASS(
        `    ServerSocket s;\n${'    s = new ServerSocket();\n    s.bind(new InetSocketAddress(3000));\n'.repeat(n)}`,
      ),
  },
  {
    name: 'classes with a socket each',
    filename: 'A.java',
    text: (n) =>
      `import java.net.*;\n${times(n, (i) => `class A${i} {\n  ServerSocket s;\n  void f() throws Exception {\n    s = new ServerSocket();\n    s.bind(a);\n  }\n}\n`)}`,
  },
  {
    name: 'constructors that bind',
    filename: 'A.java',
    text: (n) => JAVA_CLASS(times(n, (i) => `    new ServerSocket(${i + 1}).accept();\n`)),
  },
  {
    name: 'methods beside one socket',
    filename: 'A.java',
    text: (n) =>
      `class A {\n  void f() throws Exception {\n    var s = new java.net.ServerSocket();\n    s.bind(a);\n  }\n${times(n, (i) => `  int g${i}(int a) { return h(a, ${i}); }\n`)}}\n`,
  },
  {
    name: 'sockets in one function',
    filename: 'a.py',
    text: (n) =>
      `import socket\ndef f():\n${times(n, (i) => `    s${i} = socket.socket()\n    s${i}.bind(('', ${i + 1}))\n    s${i}.listen()\n`)}`,
  },
  {
    name: 'one variable that holds each socket',
    filename: 'a.py',
    text: (n) =>
      `import socket\ndef f():\n${"    s = socket.socket()\n    s.bind(('', 3000))\n    s.listen()\n".repeat(n)}`,
  },
  {
    name: 'classes with a socket each',
    filename: 'a.py',
    text: (n) =>
      `import socket\n${times(n, (i) => `class A${i}:\n    def f(self):\n        self.s = socket.socket()\n        self.s.bind(('', 3000))\n        self.s.listen()\n`)}`,
  },
  {
    name: 'servers of one class',
    filename: 'a.py',
    text: (n) =>
      `import socketserver\nclass S(socketserver.TCPServer):\n    pass\n${times(n, (i) => `S(('', ${i + 1}), H)\n`)}`,
  },
  {
    name: 'functions beside one socket',
    filename: 'a.py',
    text: (n) =>
      `import socket\ns = socket.socket()\ns.bind(('', 3000))\ns.listen()\n${times(n, (i) => `def g${i}(a):\n    return h(a, ${i})\n`)}`,
  },
  {
    name: 'imports',
    filename: 'a.py',
    text: (n) =>
      `${times(n, (i) => `import m${i} as a${i}\n`)}import socket\ns = socket.socket()\ns.bind(('', 3000))\ns.listen()\n`,
  },
];
