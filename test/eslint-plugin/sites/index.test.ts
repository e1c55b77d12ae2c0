import { readFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import path from 'node:path';
import { Linter } from 'eslint';
import { languageOfFile, sitesOf, UnparsedError, type SiteInText } from 'eslint-plugin-rebind/sites';
import { describe, expect, it } from 'vitest';
import plugin from '../../../eslint-plugin/src/index.ts';
import { babelParser } from '../../../eslint-plugin/src/sites/babel-parser.ts';
import { ROOT } from '../package/versions.ts';

/** A site in a line: what is called, where it binds, and what the text has for its port. */
const line = (text: string, { api, address, port }: SiteInText): string =>
  [
    `${api.name} ${api.protocol} ${port.kind}`,
    ...(address === undefined ? [] : [address]),
    ...(port.written ?? []).map(
      (one) => `${'value' in one ? one.value : one.variable}=${text.slice(...one.range)}`,
    ),
  ].join(' ');

const found = (name: string, text: string): string[] => sitesOf(text, name).map((site) => line(text, site));

describe('the listen calls of a text', () => {
  it.each<[name: string, text: string, sites: string[]]>([
    [
      'a.ts',
      "import net from 'node:net';\nconst PORT = Number(process.env.PORT ?? '3000');\nnet.createServer().listen(PORT, '127.0.0.1');",
      ["net.Server.listen() tcp environment 127.0.0.1 PORT=process.env.PORT 3000='3000'"],
    ],
    [
      'a.js',
      'const net = require("net");\nconst config = { port: 3000 };\nnet.createServer().listen(config);',
      ['net.Server.listen() tcp literal 3000=3000'],
    ],
    [
      'a.c',
      '#define PORT 9527\nint main(void) { struct sockaddr_in a; int s = socket(AF_INET, SOCK_STREAM, 0);\na.sin_port = htons(PORT); a.sin_addr.s_addr = htonl(INADDR_LOOPBACK); bind(s, (void *)&a, sizeof a); listen(s, 5); }',
      ['bind() tcp literal 127.0.0.1 9527=9527'],
    ],
    [
      'a.cpp',
      'using boost::asio::ip::tcp;\nvoid f() { const short port = 8080; tcp::acceptor a(io, tcp::endpoint(tcp::v4(), port)); }',
      ['tcp::acceptor tcp literal 8080=8080'],
    ],
    [
      'A.java',
      'class A { static final int PORT = 8_080; void f() throws Exception { new java.net.ServerSocket(PORT).accept(); } }',
      ['new ServerSocket() tcp literal 8080=8_080'],
    ],
    [
      'a.py',
      'import os, socket, sys\nport = int(sys.argv[1]) if len(sys.argv) > 1 else 9527\ns = socket.socket()\ns.bind(("::1", port))\ns.listen()',
      ['socket.bind() tcp unknown ::1 9527=9527'],
    ],
    ['flask.py', 'from flask import Flask\nFlask(__name__).run()', ['Flask.run() tcp literal']],
    ['backlog.js', 'handle.listen(backlog || 511);', []],
    ['notes.txt', "require('net').createServer().listen(3000);", []],
  ])('of %s: %s', (name, text, sites) => {
    expect(found(name, text)).toEqual(sites);
  });

  it.each<[what: string, name: string, text: string]>([
    [
      'a client of C with a port of its own',
      'a.c',
      'int main(void) { int s = socket(AF_INET, SOCK_STREAM, 0);\nbind(s, &a, sizeof a); connect(s, &b, sizeof b); }',
    ],
    [
      'a client of Java',
      'A.java',
      'class A { void f() throws Exception { var s = new java.net.Socket();\ns.bind(new java.net.InetSocketAddress(6100)); s.connect(peer); } }',
    ],
    [
      'a client of Python',
      'a.py',
      'import socket\ns = socket.socket()\ns.bind(("", 6100))\ns.connect(("example.org", 80))',
    ],
    ['a client of JavaScript', 'a.js', "require('net').connect({ port: 80, localPort: 6100 });"],
    [
      'a datagram client of JavaScript with a port of its own',
      'a.js',
      "const s = require('dgram').createSocket('udp4');\ns.bind(6100, () => s.connect(53, '192.0.2.1'));",
    ],
    [
      'a port probe of JavaScript',
      'a.js',
      "const s = require('net').createServer();\ns.once('error', () => taken());\ns.once('listening', () => s.close(free));\ns.listen(3000);",
    ],
    [
      'a port probe of Java',
      'A.java',
      'class A { boolean free(int port) { try (var s = new java.net.ServerSocket(port)) { return true; } catch (java.io.IOException e) { return false; } } }',
    ],
    [
      'a port probe of Python',
      'a.py',
      'import socket\ndef free(port):\n    with socket.socket() as s:\n        try:\n            s.bind(("", port))\n            return True\n        except OSError:\n            return False\n',
    ],
    [
      'a test double',
      'a.test.js',
      "const app = { listen: jest.fn() };\nit('listens', () => { app.listen(3000); });",
    ],
  ])('are those of servers alone: not of %s', (_what, name, text) => {
    expect(found(name, text)).toEqual([]);
  });

  it('have the block around them: calls in two are alternatives', () => {
    const text =
      "const s = require('net').createServer();\nif (a) s.listen(1); else { s.listen(2); }\ns.listen(3);";
    expect(
      sitesOf(text, 'a.js').map(({ offset, block }) => [
        text.slice(offset).split('(')[0],
        text.slice(block, block + 8),
      ]),
    ).toEqual([
      ['s.listen', 's.listen'],
      ['s.listen', '{ s.list'],
      ['s.listen', 'const s '],
    ]);
  });

  it.each(['\n', '\r\n', '\r', '\u2028'])(
    'have their places behind %j, as the language counts lines',
    (end) => {
      const python = `# one${end}# two\nimport socket\ns = socket.socket()\ns.bind(("", 80))\ns.listen()\n`;
      expect(sitesOf(python, 'a.py').map(({ offset }) => python.slice(offset, offset + 6))).toEqual([
        's.bind',
      ]);
      const script = `/* one${end}two */ require('net').createServer().listen(3000);`;
      expect(sitesOf(script, 'a.js').map(({ offset }) => script.slice(offset, offset + 6))).toEqual([
        'listen',
      ]);
    },
  );

  it('are found whatever comments for ESLint say', () => {
    const text = "/* eslint-disable */\nrequire('net').createServer().listen(3000); // eslint-disable-line";
    expect(found('a.js', text)).toEqual(['net.Server.listen() tcp literal 3000=3000']);
    expect(
      found('a.py', '# eslint-disable\nimport socket\ns = socket.socket()\ns.bind(("", 80))\ns.listen()'),
    ).toHaveLength(1);
  });

  it('are asked of text that does not parse in vain: the error has its place', () => {
    const error = (() => {
      try {
        return sitesOf('app.listen(3000', 'a.ts');
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(UnparsedError);
    expect(error).toMatchObject({ line: 1, column: 16 });
  });

  it('are found by the settings of the linter, which are checked', () => {
    const text = "import { serve } from './own.js';\nserve({ port: 3000 });";
    const listener = { module: './own.js', export: 'serve', optionsArgument: 0 };
    expect(found('a.js', text)).toEqual([]);
    expect(sitesOf(text, 'a.js', { additionalListeners: [listener] })).toHaveLength(1);
    expect(() => sitesOf(text, 'a.js', { runtime: 'java' })).toThrow(TypeError);
  });

  it('are those that ESLint reports, and those that are stated', async () => {
    const linter = new Linter();
    const files = globSync('examples/**/*', { cwd: ROOT }).filter((file) => languageOfFile(file));
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const text = await readFile(path.join(ROOT, file), 'utf8');
      const isTypeScript = file.endsWith('.ts');
      const messages = linter.verify(
        text,
        [
          ...plugin.configs.all,
          ...(isTypeScript ? [{ files: ['**/*.ts'], languageOptions: { parser: babelParser } }] : []),
        ],
        { filename: path.basename(file) },
      );
      const lines = new Set(sitesOf(text, file).map(({ loc }) => loc.start.line));
      const reported = messages.filter(({ ruleId }) => ruleId?.startsWith('rebind/'));
      expect([file, reported.map((message) => message.line).filter((at) => !lines.has(at))]).toEqual([
        file,
        [],
      ]);
    }
  });
});
