import { describe, expect, it } from 'vitest';
import { requireReuse } from '../../../eslint-plugin/src/rules/require-reuse.ts';
import { reports } from '../lint.ts';
import { commonjs, STRICT } from '../rule-tester.ts';

commonjs.run('require-reuse', requireReuse, {
  assertionOptions: { requireMessage: STRICT.requireMessage },
  valid: [
    {
      name: 'a server whose runtime makes a restart safe: prefer-explicit-reuse has it',
      code: `require('net').createServer().listen(3000);`,
    },
    {
      name: 'unicast UDP, whose default is right',
      code: `require('dgram').createSocket('udp4').bind(5353);`,
    },
    {
      name: 'a multicast receiver that says so',
      code: `const s = require('dgram').createSocket({ type: 'udp4', reuseAddr: true });\ns.bind(1900, () => s.addMembership('239.255.255.250'));`,
    },
  ],
  invalid: [
    {
      name: 'a multicast receiver',
      code: `const s = require('dgram').createSocket('udp4');\ns.bind(1900, () => s.addMembership('239.255.255.250'));`,
      output: `const s = require('dgram').createSocket({ type: 'udp4', reuseAddr: true });\ns.bind(1900, () => s.addMembership('239.255.255.250'));`,
      errors: [{ messageId: 'udpMulticast' }],
    },
    {
      name: 'an API that shares its port by itself',
      code: `const uWS = require('uWebSockets.js');\nuWS.App().listen(9001, (token) => token);`,
      errors: [{ messageId: 'sharesNoOption' }],
    },
  ],
});

/** A program of each boundary, and the rule that has it, in the strict configs. */
const BOUNDARIES: readonly (readonly [string, string, string, string])[] = [
  [
    'C on POSIX',
    'server.c',
    '#include <sys/socket.h>\nint f(struct sockaddr *a) { int fd = socket(AF_INET, SOCK_STREAM, 0); bind(fd, a, 16); return listen(fd, 5); }\n',
    'require-reuse',
  ],
  [
    'Winsock, where the port can be stolen',
    'server.c',
    '#include <winsock2.h>\nint f(struct sockaddr *a) { SOCKET fd = socket(AF_INET, SOCK_STREAM, 0); bind(fd, a, 16); return listen(fd, 5); }\n',
    'require-reuse',
  ],
  [
    'unicast UDP in C',
    'server.c',
    '#include <sys/socket.h>\nint f(struct sockaddr *a) { int fd = socket(AF_INET, SOCK_DGRAM, 0); return bind(fd, a, 16); }\n',
    'prefer-explicit-reuse',
  ],
  [
    'Java',
    'Server.java',
    'class A { void f() throws Exception { new java.net.ServerSocket(80); } }\n',
    'prefer-explicit-reuse',
  ],
  ['Deno', 'server.ts', 'Deno.serve({ port: 8000 }, handler);', 'prefer-explicit-reuse'],
  ['Bun', 'server.ts', 'Bun.serve({ port: 8000, fetch });', 'prefer-explicit-reuse'],
  [
    "Python's sockets",
    'server.py',
    'import socket\ns = socket.socket()\ns.bind(("", 80))\ns.listen()\n',
    'require-reuse',
  ],
  [
    "Python's create_server()",
    'server.py',
    'import socket\ns = socket.create_server(("", 80))\n',
    'prefer-explicit-reuse',
  ],
  [
    "Python's asyncio",
    'server.py',
    'import asyncio\nasync def f():\n    await asyncio.start_server(g, "", 80)\n',
    'prefer-explicit-reuse',
  ],
  [
    "Flask's run(), which has no option",
    'server.py',
    'from flask import Flask\napp = Flask(__name__)\napp.run(port=80)\n',
    'prefer-explicit-reuse',
  ],
];

describe('one rule has what says nothing of reuse', () => {
  it.each(BOUNDARIES)('%s', (_, filename, code, rule) => {
    expect(reports(code, { filename })).toEqual([rule]);
  });
});
