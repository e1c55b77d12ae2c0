import { describe, expect, it } from 'vitest';
import { sitesOf } from '../../../eslint-plugin/src/sites/from-text.ts';

/** The lines of binds and, behind each, those of the binds that have its port already. */
function besides(code: string, path: string): string[] {
  return sitesOf(code, path).flatMap(({ loc, beside = [] }) =>
    beside.map((other) => `${loc.start.line} after ${other.loc.start.line}`),
  );
}

const HTTP = `import http from 'node:http'; import dgram from 'node:dgram'; import express from 'express';`;
const javascript = (code: string): string[] => besides(`${HTTP}\n${code}`, 'server.ts');

describe('two servers of a JavaScript program run together', () => {
  it.each([
    ['in the file’s own code', `http.createServer().listen(3000);\nhttp.createServer().listen(3000);`],
    [
      'in one function',
      `export function start() { http.createServer().listen(3000);\nhttp.createServer().listen(3000, '127.0.0.1'); }`,
    ],
    [
      'by their names',
      `const one = http.createServer(), other = http.createServer(); one.listen(3000);\nother.listen(3000);`,
    ],
    [
      'awaited',
      `await new Promise((resolve) => { resolve(); }); const one = http.createServer(); one.listen(3000, () => console.log('up'));\nexpress().listen({ port: 3000 });`,
    ],
    [
      'where the second is for some configurations',
      `http.createServer().listen(3000);\nif (process.env.ADMIN === 'yes') { http.createServer().listen(3000); }`,
    ],
    [
      'in functions that the program calls',
      `startSite(); startAdmin(); function startSite() { http.createServer().listen(3000); }\nfunction startAdmin() { http.createServer().listen(3000); }`,
    ],
    [
      'in a function and after its call',
      `function startSite() { const site = http.createServer(); site.listen(3000); } startSite();\nexpress().listen(3000);`,
    ],
    [
      'in functions of functions',
      `const startSite = () => { http.createServer().listen(3000); }; async function main() { startSite(); await startAdmin(); } main();\nasync function startAdmin() { const app = express(); app.listen(3000); }`,
    ],
    [
      'in methods that one method calls',
      `class App { start() { this.startSite(); this.startAdmin(); } startSite() { const site = http.createServer(); site.listen(3000); }\nstartAdmin() { this.admin = express().listen(3000); } }`,
    ],
    [
      'on the port of one variable',
      `http.createServer().listen(process.env.PORT || 3000);\nexpress().listen(process.env.PORT || 3000);`,
    ],
    [
      'as sockets of datagrams',
      `dgram.createSocket('udp4').bind(5000);\ndgram.createSocket('udp6').bind(5000);`,
    ],
    [
      'with handlers between',
      `http.createServer().listen(3000); const app = express(); if (process.argv.length > 9) throw new Error('usage');\napp.get('/', (request, response) => response.send('hi')); app.listen(3000);`
        .replace('\napp', 'app')
        .replace(' app.listen', '\napp.listen'),
    ],
  ])('%s', (_, code) => {
    expect(javascript(code)).toEqual(['3 after 2']);
  });

  it('where the one that the program starts first stands last', () => {
    expect(
      javascript(
        `function startAdmin() { http.createServer().listen(3000); }\nfunction startSite() { http.createServer().listen(3000); }\nstartSite(); startAdmin();`,
      ),
    ).toEqual(['2 after 3']);
  });

  it.each([
    ['other ports', `http.createServer().listen(3000);\nhttp.createServer().listen(3001);`],
    ['a port of the kernel’s choice', `http.createServer().listen(0);\nhttp.createServer().listen(0);`],
    ['ports that are not known', `http.createServer().listen(port);\nhttp.createServer().listen(port);`],
    ['paths', `http.createServer().listen('/run/a');\nhttp.createServer().listen('/run/a');`],
    ['other protocols', `http.createServer().listen(3000);\ndgram.createSocket('udp4').bind(3000);`],
    [
      'branches',
      `if (process.env.TLS) { http.createServer().listen(3000); }\nelse { express().listen(3000); }`,
    ],
    [
      'a first one that need not run',
      `if (process.env.TLS) { http.createServer().listen(3000); }\nexpress().listen(3000);`,
    ],
    [
      'a branch that leaves',
      `export function start() { if (process.env.TLS) { return http.createServer().listen(3000); }\nreturn express().listen(3000); }`,
    ],
    [
      'cases',
      `switch (kind) { case 'a': http.createServer().listen(3000); break;\ndefault: express().listen(3000); }`,
    ],
    ['a conditional', `kind ? http.createServer().listen(3000) :\nexpress().listen(3000);`],
    ['a fallback', `http.createServer().listen(3000) ??\nexpress().listen(3000);`],
    [
      'a retry of the same server',
      `const server = http.createServer(); server.listen(3000);\nserver.listen(3000);`,
    ],
    [
      'an error handler',
      `const server = http.createServer(); server.listen(3000);\nserver.on('error', () => { http.createServer().listen(3000); });`,
    ],
    ['a catch', `try { http.createServer().listen(3000); }\ncatch { express().listen(3000); }`],
    [
      'a second try behind one that may have failed',
      `try { await start(); } catch {} async function start() { http.createServer().listen(3000); }\nexpress().listen(3000);`,
    ],
    [
      'a condition that asks how it went',
      `const server = http.createServer().listen(3000);\nif (!server.listening) { express().listen(3000); }`,
    ],
    [
      'an exit where it went well',
      `const server = http.createServer().listen(3000); if (server.address()) process.exit();\nexpress().listen(3000);`,
    ],
    [
      'functions of which each may be called',
      `export function startSite() { http.createServer().listen(3000); }\nexport function startAdmin() { http.createServer().listen(3000); }`,
    ],
    [
      'methods of another object',
      `class App { start() { other.startSite(); this.startAdmin(); } startSite() { http.createServer().listen(3000); }\nstartAdmin() { express().listen(3000); } }`,
    ],
    [
      'a function that may leave before',
      `startSite(); startAdmin(); function startSite() { if (process.env.OFF) return; http.createServer().listen(3000); }\nfunction startAdmin() { http.createServer().listen(3000); }`,
    ],
    [
      'a server that was closed',
      `const server = http.createServer(); server.listen(3000); server.close();\nhttp.createServer().listen(3000);`,
    ],
    [
      'a server that a function stops',
      `start(); stopAll(); function start() { http.createServer().listen(3000); }\nexpress().listen(3000);`,
    ],
    [
      'a bind that is meant to fail',
      `http.createServer().listen(3000); const other = http.createServer(); other.on('error', ({ code }) => assert(code === 'EADDRINUSE'));\nother.listen(3000);`,
    ],
    [
      'a failure that is waited for',
      `http.createServer().listen(3000); const other = http.createServer(); other.listen(3000);\nconst [error] = await once(other, 'error');`,
    ],
    [
      'tests of their own',
      `it('a', () => { http.createServer().listen(3000); });\nit('b', () => { http.createServer().listen(3000); });`,
    ],
    [
      'workers of a cluster',
      `import cluster from 'node:cluster'; if (cluster.isWorker) { http.createServer().listen(3000);\nexpress().listen(3000); }`,
    ],
    ['receivers that are not known', `app.listen(3000);\nother.listen(3000);`],
    [
      'a host that is not known',
      `http.createServer().listen(3000, host);\nhttp.createServer().listen(3000);`,
    ],
  ])('not with %s', (_, code) => {
    expect(javascript(code)).toEqual([]);
  });
});

const c = (body: string, rest = ''): string[] =>
  besides(
    `#include <sys/socket.h>
${rest}
int main(int argc, char **argv) {
  struct sockaddr_in a = {0}, b = {0}; int one = socket(AF_INET, SOCK_STREAM, 0), other = socket(AF_INET, SOCK_STREAM, 0);
  a.sin_family = AF_INET; a.sin_port = htons(8080); a.sin_addr.s_addr = htonl(INADDR_ANY);
  b.sin_family = AF_INET; b.sin_port = htons(8080); b.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
${body}
  for (;;) pause();
}
`,
    'server.c',
  );
const BIND_A = 'bind(one, (struct sockaddr *)&a, sizeof a)';
const BIND_B = 'bind(other, (struct sockaddr *)&b, sizeof b)';
const LISTEN = 'listen(one, 5); listen(other, 5);';

describe('two servers of a C program run together', () => {
  it.each([
    ['unchecked', `  ${BIND_A};\n  ${BIND_B}; ${LISTEN}`],
    [
      'checked',
      `  if (${BIND_A} < 0) { perror("bind"); return 1; }\n  if (${BIND_B} < 0) { perror("bind"); return 1; } ${LISTEN}`,
    ],
    [
      'checked by what ends the program',
      `  if (${BIND_A} == -1) die("bind"); if (listen(one, 5) == -1) { close(one); exit(1); }\n  if (${BIND_B} == -1) die("bind"); ${LISTEN}`,
    ],
    ['a call in both', `  if (${BIND_A}) exit(1);\n  if (${BIND_B} != 0) exit(1); ${LISTEN}`],
  ])('%s', (_, body) => {
    expect(c(body)).toEqual(['8 after 7']);
  });

  it.each([
    ['where the second is tried when the first failed', `  if (${BIND_A} < 0)\n    ${BIND_B}; ${LISTEN}`],
    [
      'where nobody gets on but who failed',
      `  if (${BIND_A} == 0) return serve(one);\n  ${BIND_B}; ${LISTEN}`,
    ],
    ['where a failure goes on', `  if (${BIND_A} < 0) { perror("bind"); }\n  ${BIND_B}; ${LISTEN}`],
    [
      'where the result decides',
      `  int rc = ${BIND_A}; if (rc == 0) return serve(one);\n  ${BIND_B}; ${LISTEN}`,
    ],
    ['in branches', `  if (argc > 1) { ${BIND_A}; }\n  else { ${BIND_B}; } ${LISTEN}`],
    ['after a close', `  ${BIND_A}; listen(one, 5); close(one);\n  ${BIND_B}; ${LISTEN}`],
    [
      'of two network interfaces',
      `  setsockopt(one, SOL_SOCKET, SO_BINDTODEVICE, "eth0", 4); ${BIND_A};\n  ${BIND_B}; ${LISTEN}`,
    ],
    ['of two systems', `#ifdef __linux__\n  ${BIND_A};\n#else\n  ${BIND_B};\n#endif\n ${LISTEN}`],
  ])('not %s', (_, body) => {
    expect(c(body)).toEqual([]);
  });
});

const java = (body: string): string[] =>
  besides(
    `import java.net.*;
class Main {
  public static void main(String[] arguments) throws Exception {
${body}
  }
  static void serve(ServerSocket socket) throws Exception { while (true) socket.accept(); }
}
`,
    'Main.java',
  );

describe('two servers of a Java program run together', () => {
  it.each([
    [
      'one after the other',
      'ServerSocket one = new ServerSocket(8080);\nServerSocket other = new ServerSocket(8080);\nother.accept(); one.accept();',
    ],
    [
      'on addresses that overlap',
      'ServerSocket one = new ServerSocket(8080);\nServerSocket other = new ServerSocket(8080, 50, InetAddress.getByName("127.0.0.1"));\nother.accept(); one.accept();',
    ],
    [
      'in one try',
      'try (ServerSocket one = new ServerSocket(8080);\nServerSocket other = new ServerSocket(8080)) { one.accept(); other.accept(); }',
    ],
  ])('%s', (_, body) => {
    expect(java(body)).toEqual(['5 after 4']);
  });

  it.each([
    [
      'after the end of a try',
      'try (ServerSocket one = new ServerSocket(8080)) { one.accept(); }\nServerSocket other = new ServerSocket(8080); other.accept();',
    ],
    [
      'after one that served',
      'ServerSocket one = new ServerSocket(8080); Thread t = new Thread(() -> serve(one)); t.join();\nServerSocket other = new ServerSocket(8080); other.accept();',
    ],
    [
      'in a catch',
      'try { ServerSocket one = new ServerSocket(8080); one.accept(); }\ncatch (Exception e) { ServerSocket other = new ServerSocket(8080); other.accept(); }',
    ],
    [
      'in branches',
      'if (arguments.length > 0) { serve(new ServerSocket(8080)); }\nelse { serve(new ServerSocket(8080)); }',
    ],
  ])('not %s', (_, body) => {
    expect(java(body)).toEqual([]);
  });
});

const python = (code: string): string[] =>
  besides(`import socket, asyncio, contextlib\nfrom http.server import HTTPServer\n${code}\n`, 'server.py');
const MADE = `one = socket.socket(); other = socket.socket()`;

describe('two servers of a Python program run together', () => {
  it.each([
    [
      'bound by hand',
      `${MADE}; one.bind(('', 8080)); one.listen()\nother.bind(('127.0.0.1', 8080)); other.listen()`,
    ],
    ['as objects', `one = HTTPServer(('', 8080), Site)\nother = HTTPServer(('', 8080), Admin)`],
    [
      'in a loop of events',
      `async def main(): await asyncio.start_server(serve, '127.0.0.1', 8080); await admin()\nasync def admin(): await asyncio.start_server(serve, '127.0.0.1', 8080)\nasyncio.run(main())`,
    ],
  ])('%s', (_, code) => {
    expect(python(code)).toEqual(['4 after 3']);
  });

  it.each([
    [
      'one after the other of one variable, whose first socket is closed with its last name',
      `s = socket.socket(); s.bind(('', 8080)); s.listen(); s = socket.socket()\ns.bind(('', 8080)); s.listen()`,
    ],
    [
      'after a with',
      `with HTTPServer(('', 8080), Site) as one: one.handle_request()\nother = HTTPServer(('', 8080), Admin)`,
    ],
    [
      'after one that served',
      `one = HTTPServer(('', 8080), Site); one.serve_forever()\nother = HTTPServer(('', 8080), Admin)`,
    ],
    [
      'in functions that close what they leave',
      `def probe(): one = HTTPServer(('', 8080), Site)\ndef admin(): other = HTTPServer(('', 8080), Admin); other.serve_forever()\nprobe(); admin()`,
    ],
    [
      'that binds by another call',
      `one = HTTPServer(('', 8080), Site, bind_and_activate=False)\nother = HTTPServer(('', 8080), Admin)`,
    ],
    [
      'as the second try',
      `try: one = HTTPServer(('', 8080), Site)\nexcept OSError: one = HTTPServer(('', 8080), Admin)`,
    ],
    [
      'after a first one that may have failed',
      `with contextlib.suppress(OSError): one = HTTPServer(('', 8080), Site)\nother = HTTPServer(('', 8080), Admin)`,
    ],
  ])('not %s', (_, code) => {
    expect(python(code)).toEqual([]);
  });
});
