import { times, type Growing } from './growing.ts';
import { JAVASCRIPT } from './growth-javascript.ts';
import { PYTHON } from './growth-python.ts';

const NET = "import net from 'node:net';\n";
const C_SOCKET = (n: number): string =>
  `  int fd${n} = socket(AF_INET, SOCK_STREAM, 0);\n  bind(fd${n}, (struct sockaddr *)&a, sizeof(a));\n  listen(fd${n}, 8);\n`;
const JAVA_CLASS = (inside: string): string =>
  `import java.net.*;\nclass A {\n  void f() throws Exception {\n${inside}  }\n}\n`;
const JAVA_SOCKET = '    var s = new ServerSocket();\n    s.bind(a);\n';
const oneLine = (text: string): string => text.replaceAll('\n', ' ');

/** The ways in which files of C and of C++ both grow. */
const ofBoth = (name: string, text: Growing['text']): readonly Growing[] =>
  ['a.c', 'a.cpp'].map((filename) => ({ name, filename, text }));

export const GROWING: readonly Growing[] = [
  ...JAVASCRIPT,
  ...PYTHON,
  {
    name: 'servers in one function',
    filename: 'a.js',
    text: (n) => `${NET}function f() {\n${times(n, (i) => `  net.createServer().listen(${i + 1});\n`)}}\n`,
  },
  {
    name: 'ports that are bound twice in one function',
    filename: 'a.js',
    text: (n) =>
      `${NET}function f() {\n${times(2, () => times(n, (i) => `  net.createServer().listen(${i + 1});\n`))}}\n`,
  },
  {
    name: 'ports that are bound twice, by functions that one calls',
    filename: 'a.js',
    text: (n) =>
      `${NET}${times(2 * n, (i) => `function f${i}() { net.createServer().listen(${(i % n) + 1}); }\n`)}${times(2 * n, (i) => `f${i}();\n`)}`,
  },
  {
    name: 'ports that are bound twice in one method',
    filename: 'A.java',
    text: (n) =>
      JAVA_CLASS(times(2 * n, (i) => `    ServerSocket s${i} = new ServerSocket(${(i % n) + 1});\n`)),
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
  ...ofBoth('a long literal', (n) => `char *s = "${'x'.repeat(80 * n)}";\nvoid f(void) {\n${C_SOCKET(0)}}\n`),
  ...ofBoth(
    'a long literal in a function',
    (n) => `void f(void) {\n  char *s = "${'x'.repeat(80 * n)}";\n${C_SOCKET(0)}}\n`,
  ),
  ...ofBoth(
    'blanks',
    (n) => `void f(void) {\n${' '.repeat(80 * n)}${C_SOCKET(0).replaceAll('\n', ' '.repeat(80 * n))}}\n`,
  ),
  ...ofBoth('blank lines', (n) => `void f(void) {\n${C_SOCKET(0).replaceAll('\n', '\n'.repeat(20 * n))}}\n`),
  ...ofBoth(
    'statements on one line',
    (n) => `void f(void) { ${'g(1); '.repeat(n)}${oneLine(C_SOCKET(0))}}\n`,
  ),
  ...ofBoth('sockets on one line', (n) => `void f(void) { ${oneLine(times(n, C_SOCKET))}}\n`),
  ...ofBoth(
    'calls in one function',
    (n) =>
      `void f(void) {\n${times(n, (i) => `  g(${i});\n`)}${C_SOCKET(0)}${times(n, (i) => `  h(fd0, ${i});\n`)}}\n`,
  ),
  ...ofBoth(
    'conditions of the preprocessor',
    (n) => `void f(void) {\n${times(n, (i) => `#ifdef A${i}\n  g(${i});\n#endif\n`)}${C_SOCKET(0)}}\n`,
  ),
  ...ofBoth('conditions of the preprocessor round a socket each', (n) =>
    times(n, (i) => `#if A${i}\nvoid f${i}(void) {\n${C_SOCKET(i)}}\n#endif\n`),
  ),
  ...ofBoth(
    'macros for ports',
    (n) =>
      `${times(n, (i) => `#define P${i} ${i + 1}\n`)}void f(void) {\n${times(n, (i) => `  struct sockaddr_in a${i};\n  a${i}.sin_port = htons(P${i});\n${C_SOCKET(i).replaceAll('&a', `&a${i}`)}`)}}\n`,
  ),
  ...ofBoth('structs with a socket each', (n) =>
    times(
      n,
      (i) =>
        `struct s${i} { int fd; };\nvoid f${i}(struct s${i} *s) {\n  s->fd = socket(AF_INET, SOCK_STREAM, 0);\n  bind(s->fd, &a, sizeof(a));\n  listen(s->fd, 8);\n}\n`,
    ),
  ),
  ...ofBoth(
    'functions that bind one variable of the file',
    (n) =>
      `static int fd;\nvoid make(void) { fd = socket(AF_INET, SOCK_STREAM, 0); }\n${times(n, (i) => `void f${i}(void) {\n  bind(fd, &a, sizeof(a));\n  listen(fd, 8);\n}\n`)}`,
  ),
  ...ofBoth(
    'jumps to labels',
    (n) =>
      `void f(void) {\n${times(n, (i) => `  int fd${i} = socket(AF_INET, SOCK_STREAM, 0);\n  if (bind(fd${i}, &a, sizeof(a)) < 0) goto l${i};\n  listen(fd${i}, 8);\n`)}${times(n, (i) => `l${i}:\n  h(${i});\n`)}}\n`,
  ),
  ...ofBoth(
    'a chain of else if',
    (n) =>
      `void f(int x) {\n  ${times(n, (i) => `if (x == ${i}) {\n    g(${i});\n  } else `)}{\n${C_SOCKET(0)}  }\n}\n`,
  ),
  ...ofBoth(
    'a chain of else if with a socket each',
    (n) =>
      `void f(int x) {\n  ${times(n, (i) => `if (x == ${i}) {\n${C_SOCKET(i)}  } else `)}{\n    g();\n  }\n}\n`,
  ),
  ...ofBoth(
    'nested blocks',
    (n) => `void f(int x) {\n${'  if (x) { g(x);\n'.repeat(n)}${C_SOCKET(0)}${'}'.repeat(n)}\n}\n`,
  ),
  ...ofBoth(
    'cases of a switch',
    (n) =>
      `void f(int x) {\n  switch (x) {\n${times(n, (i) => `  case ${i}: {\n${C_SOCKET(i)}    break;\n  }\n`)}  }\n}\n`,
  ),
  ...ofBoth(
    'comments before a bind',
    (n) =>
      `void f(void) {\n  int fd = socket(AF_INET, SOCK_STREAM, 0);\n${'  /* x */\n'.repeat(n)}  bind(fd, &a, sizeof(a));\n  listen(fd, 8);\n}\n`,
  ),
  ...ofBoth(
    'strings side by side',
    (n) => `void f(void) {\n  char *s = ${times(n, (i) => `"a" B${i} `)}"x";\n${C_SOCKET(0)}}\n`,
  ),
  ...ofBoth(
    'lists of addresses',
    (n) =>
      `void f(void) {\n${times(n, (i) => `  getaddrinfo(0, "80", &hints, &r${i});\n  for (p = r${i}; p; p = p->ai_next) {\n    fd${i} = socket(p->ai_family, p->ai_socktype, 0);\n    if (bind(fd${i}, p->ai_addr, p->ai_addrlen) == 0) break;\n  }\n  listen(fd${i}, 8);\n`)}}\n`,
  ),
  ...ofBoth(
    'binds first and listens later',
    (n) =>
      `void f(void) {\n${times(n, (i) => `  int fd${i} = socket(AF_INET, SOCK_STREAM, 0);\n  if (bind(fd${i}, &a, sizeof(a)) < 0) return;\n`)}${times(n, (i) => `  listen(fd${i}, 8);\n`)}}\n`,
  ),
  ...ofBoth(
    'options after each bind',
    (n) =>
      `void f(void) {\n${times(n, (i) => `  int on${i} = 1;\n${C_SOCKET(i)}  setsockopt(fd${i}, SOL_SOCKET, SO_REUSEADDR, &on${i}, sizeof(on${i}));\n`)}}\n`,
  ),
  ...ofBoth(
    'a socket that is bound again',
    (n) =>
      `void f(void) {\n  int fd = socket(AF_INET, SOCK_STREAM, 0);\n${'  bind(fd, &a, sizeof(a));\n'.repeat(n)}  listen(fd, 8);\n}\n`,
  ),
  {
    name: 'a socket that is bound again',
    filename: 'A.java',
    text: (n) =>
      JAVA_CLASS(`    var s = new ServerSocket();\n${'    s.bind(a);\n'.repeat(n)}    s.accept();\n`),
  },
  {
    name: 'classes with a socket each',
    filename: 'a.cpp',
    text: (n) =>
      times(
        n,
        (i) =>
          `class A${i} {\n  int fd_;\n  void f() {\n    fd_ = socket(AF_INET, SOCK_STREAM, 0);\n    bind(fd_, &a, sizeof(a));\n    listen(fd_, 8);\n  }\n};\n`,
      ),
  },
  {
    name: 'statements on one line',
    filename: 'A.java',
    text: (n) => oneLine(JAVA_CLASS(`${'g(1); '.repeat(n)}${JAVA_SOCKET}`)),
  },
  {
    name: 'sockets on one line',
    filename: 'A.java',
    text: (n) => oneLine(JAVA_CLASS(times(n, (i) => `var s${i} = new ServerSocket(); s${i}.bind(a); `))),
  },
  {
    name: 'a long literal',
    filename: 'A.java',
    text: (n) => JAVA_CLASS(`    String t = "${'x'.repeat(80 * n)}";\n${JAVA_SOCKET}`),
  },
  {
    name: 'blanks',
    filename: 'A.java',
    text: (n) => JAVA_CLASS(JAVA_SOCKET.replaceAll('\n', ' '.repeat(80 * n))),
  },
  {
    name: 'blank lines',
    filename: 'A.java',
    text: (n) => JAVA_CLASS(JAVA_SOCKET.replaceAll('\n', '\n'.repeat(20 * n))),
  },
  {
    name: 'calls in one method',
    filename: 'A.java',
    text: (n) =>
      JAVA_CLASS(`${times(n, (i) => `    g(${i});\n`)}${JAVA_SOCKET}${times(n, (i) => `    h(s, ${i});\n`)}`),
  },
  {
    name: 'methods that are called',
    filename: 'A.java',
    text: (n) =>
      `import java.net.*;\nclass A {\n${times(n, (i) => `  void f${i}() throws Exception {\n${JAVA_SOCKET}  }\n`)}  void g() throws Exception {\n${times(n, (i) => `    f${i}();\n`)}  }\n}\n`,
  },
  {
    name: 'methods that bind one field',
    filename: 'A.java',
    text: (n) =>
      `import java.net.*;\nclass A {\n  ServerSocket s = new ServerSocket();\n${times(n, (i) => `  void f${i}() throws Exception {\n    s.bind(a);\n    s.accept();\n  }\n`)}}\n`,
  },
  {
    name: 'methods that hand a socket on',
    filename: 'A.java',
    text: (n) =>
      `import java.net.*;\nclass A {\n${times(n, (i) => `  void f${i}(ServerSocket s) throws Exception {\n    s.bind(a);\n    f${i + 1}(s);\n  }\n`)}  void f${n}(ServerSocket s) {}\n}\n`,
  },
  {
    name: 'fields of one class',
    filename: 'A.java',
    text: (n) =>
      `import java.net.*;\nclass A {\n${times(n, (i) => `  ServerSocket s${i};\n`)}  void f() throws Exception {\n${times(n, (i) => `    s${i} = new ServerSocket(${i + 1});\n`)}  }\n}\n`,
  },
  {
    name: 'ports in constants',
    filename: 'A.java',
    text: (n) =>
      `import java.net.*;\nclass A {\n${times(n, (i) => `  static int P${i} = ${i + 1};\n`)}  void f() throws Exception {\n${times(n, (i) => `    new ServerSocket(P${i}).accept();\n`)}  }\n}\n`,
  },
  {
    name: 'connections with an option each',
    filename: 'A.java',
    text: (n) =>
      JAVA_CLASS(
        times(
          n,
          (i) =>
            `    ServerSocket s${i} = new ServerSocket(${i + 1});\n    Socket c${i} = s${i}.accept();\n    c${i}.setReuseAddress(true);\n`,
        ),
      ),
  },
  {
    name: 'tries to bind in loops',
    filename: 'A.java',
    text: (n) =>
      JAVA_CLASS(
        times(
          n,
          (i) =>
            `    while (true) {\n      try {\n        ServerSocket s = new ServerSocket(${i + 1});\n        break;\n      } catch (IOException e) {\n      }\n    }\n`,
        ),
      ),
  },
  {
    name: 'a chain of else if',
    filename: 'A.java',
    text: (n) =>
      JAVA_CLASS(
        `    ${times(n, (i) => `if (x == ${i}) {\n      g(${i});\n    } else `)}{\n${JAVA_SOCKET}    }\n`,
      ),
  },
  {
    name: 'a chain of else if with a socket each',
    filename: 'A.java',
    text: (n) =>
      JAVA_CLASS(
        `    ${times(n, (i) => `if (x == ${i}) {\n${JAVA_SOCKET}    } else `)}{\n      g();\n    }\n`,
      ),
  },
  {
    name: 'nested blocks',
    filename: 'A.java',
    text: (n) => JAVA_CLASS(`${'    if (x) { g(x);\n'.repeat(n)}${JAVA_SOCKET}${'}'.repeat(n)}\n`),
  },
  {
    name: 'cases of a switch',
    filename: 'A.java',
    text: (n) =>
      JAVA_CLASS(
        `    switch (x) {\n${times(n, (i) => `    case ${i}: {\n${JAVA_SOCKET}      break;\n    }\n`)}    }\n`,
      ),
  },
  {
    name: 'comments before a bind',
    filename: 'A.java',
    text: (n) => JAVA_CLASS(`    var s = new ServerSocket();\n${'    // x\n'.repeat(n)}    s.bind(a);\n`),
  },
  {
    name: 'concatenated strings',
    filename: 'A.java',
    text: (n) => JAVA_CLASS(`    String t = ${times(n, (i) => `"a" + b${i} + `)}"x";\n${JAVA_SOCKET}`),
  },
  {
    name: 'lambdas with a socket each',
    filename: 'A.java',
    text: (n) =>
      JAVA_CLASS(
        times(
          n,
          (i) =>
            `    run(() -> {\n      ServerSocket s = new ServerSocket(${i + 1});\n      s.accept();\n    });\n`,
        ),
      ),
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
