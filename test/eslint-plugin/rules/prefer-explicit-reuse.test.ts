import { preferExplicitReuse } from '../../../eslint-plugin/src/rules/prefer-explicit-reuse.ts';
import { commonjs, javascript, STRICT, typescript } from '../rule-tester.ts';

const silent = (name: string, code: string, more: object = {}) => ({ name, code, ...more });
const net = (call: string): string =>
  `import net from 'node:net';\nconst server = net.createServer();\n${call}`;

javascript.run('prefer-explicit-reuse: what says enough, or has no port to reuse', preferExplicitReuse, {
  assertionOptions: STRICT,
  valid: [
    silent('a port that is said not to be shared', net('server.listen({ port: 3000, reusePort: false });')),
    silent('a port that is said to be shared', net('server.listen({ port: 3000, reusePort: true });')),
    silent('an option in a variable', net('const o = { port: 3000, reusePort: false };\nserver.listen(o);')),
    silent(
      'an option in a spread',
      net('const o = { reusePort: false };\nserver.listen({ port: 3000, ...o });'),
    ),
    silent(
      'an option assigned to the object',
      net('const o = { port: 3000 };\no.reusePort = false;\nserver.listen(o);'),
    ),
    silent(
      'an option with a value from elsewhere',
      net('server.listen({ port: 3000, reusePort: config.share });'),
    ),
    silent('exclusive, which speaks of sharing too', net('server.listen({ port: 3000, exclusive: true });')),
    silent('port 0', net('server.listen(0);')),
    silent("port '0'", net("server.listen('0');")),
    silent('port 0x0', net('server.listen(0x0);')),
    silent('port -0', net('server.listen(-0);')),
    silent('port String(0)', net('server.listen(String(0));')),
    silent('port 0 in a constant', net('const port = 0;\nserver.listen(port);')),
    silent('port 0 as a default parameter', net('function start(port = 0) { server.listen(port); }')),
    silent('port 0 in an object', net('server.listen({ port: 0 });')),
    silent('null', net('server.listen(null);')),
    silent('undefined', net('server.listen(undefined, () => {});')),
    silent('no argument', net('server.listen();')),
    silent('a callback alone', net('server.listen(() => {});')),
    silent('a named callback alone', net('function ready() {}\nserver.listen(ready);')),
    silent('a path', net("server.listen('/run/app.sock');")),
    silent('a path in an object', net("server.listen({ path: '/run/app.sock' });")),
    silent('a path that is put together', net("server.listen('/tmp/' + name, () => {});")),
    silent('a path by its name', net('server.listen(socketPath);')),
    silent('a pipe by its name', net('server.listen(common.PIPE);')),
    silent('a Windows pipe', net('server.listen(`\\\\\\\\.\\\\pipe\\\\${name}`);')),
    silent('a file descriptor', net('server.listen({ fd: 3 });')),
    silent('a handle', net('server.listen(handle);')),
    silent('a bound server passed on', net('server.listen(other._handle);')),
    silent(
      'a server that listens already',
      'class A { async open() { this._boundServer = await bindFreePort(); app.listen(this._boundServer); } }',
    ),
    silent('a host alone, which names a pipe', net('server.listen(endpoint.host, () => {});')),
    silent('arguments that are passed on', net('function go(...args) { server.listen(...args); }')),
    silent('options from elsewhere', net('function go(options) { server.listen(options); }')),
    silent(
      'options spread from elsewhere',
      net('function go(rest) { server.listen({ ...rest, port: 3000 }); }'),
    ),
    silent('an event', net("emitter.listen('connection', () => {});")),
    silent('the backlog of a handle', 'this._handle.listen(backlog || 511);'),
    silent('a store', `import store from './store.js';\nstore.listen((state) => state);`),
    silent(
      'a history',
      `import { history } from './history.js';\nhistory.listen(({ location }) => location);`,
    ),
    silent(
      'a language server',
      `import { createConnection } from 'vscode-languageserver/node';\nconst connection = createConnection();\ndocuments.listen(connection);\nconnection.listen();`,
    ),
    silent(
      'a mock service worker',
      `import { setupServer } from 'msw/node';\nconst server = setupServer();\nserver.listen({ onUnhandledRequest: 'error' });`,
    ),
    silent(
      'an ldap bind',
      `import ldap from 'ldapjs';\nconst server = ldap.createServer();\nserver.bind('cn=root', (req, res, next) => {});`,
    ),
    silent(
      'a hapi bind',
      `import Hapi from '@hapi/hapi';\nconst server = Hapi.server({ port: 0 });\nserver.bind(context);`,
    ),
    silent(
      'Function.prototype.bind',
      `import dgram from 'node:dgram';\nconst create = dgram.createSocket.bind(dgram, 'udp4');\nsum.bind(1000);\nthis.server.bind(this);`,
    ),
    silent(
      'a client that binds a source port of 0',
      `import dgram from 'node:dgram';\ndgram.createSocket('udp4').bind(0);`,
    ),
    silent(
      'a datagram socket that says',
      `import dgram from 'node:dgram';\ndgram.createSocket({ type: 'udp4', reuseAddr: true }).bind(5353);`,
    ),
    silent(
      'a datagram socket that says in one of two places',
      `import dgram from 'node:dgram';\nconst s = modern ? dgram.createSocket({ type: 'udp4', reuseAddr: true }) : dgram.createSocket('udp4');\ns.bind(5353);`,
    ),
    silent(
      'a datagram socket through a list, where one is created with reuse',
      `import dgram from 'node:dgram';\nconst all = {};\nfor (const name of names) all[name] = dgram.createSocket({ type: 'udp4', reuseAddr: true });\nObject.values(all).forEach((socket) => socket.bind(5353));`,
    ),
    silent(
      'an application that is an object with options',
      `const app = { port: 3000, reusePort: false, fetch() {} };\nBun.serve(app);`,
    ),
    silent('options of a server from elsewhere', `Deno.serve(options);\nBun.serve(settings);`),
    silent(
      'a class of the file that is called as the one of ws',
      `class WebSocketServer { constructor(options) { this.options = options; } }\nnew WebSocketServer({ port: 8080 });`,
    ),
    silent(
      'a WebSocket server of an unknown module on a server',
      `import { WebSocketServer } from './ws.js';\nnew WebSocketServer({ server, path: '/x' });\nnew WebSocketServer();`,
    ),
    silent(
      'a WebSocket server on a server',
      `import { WebSocketServer } from 'ws';\nnew WebSocketServer({ server });`,
    ),
    silent(
      'a WebSocket server without one',
      `import { WebSocketServer } from 'ws';\nnew WebSocketServer({ noServer: true });`,
    ),
    silent(
      'a multicast receiver, whose restart can fail: require-reuse has it',
      `import dgram from 'node:dgram';\nconst s = dgram.createSocket('udp4');\ns.bind(1900, () => s.addMembership('239.255.255.250'));`,
    ),
    silent('a call without an option', 'Bun.udpSocket({ port: 5000 });'),
    silent(
      'a framework that drops the option',
      `import Hapi from '@hapi/hapi';\nconst server = Hapi.server({ port: 3000 });\nserver.start();`,
    ),
  ],
  invalid: [],
});

const shared = "process.platform === 'linux'";

const lineOfListen = (code: string): number =>
  3 + code.split('\n').findIndex((line) => line.includes('server.listen'));

/** A call that is fixed by writing the option, and offers sharing on Linux. */
function fixed(name: string, before: string, after: string) {
  return {
    name,
    code: net(before),
    output: net(after),
    errors: [
      {
        messageId: 'nodeTcp',
        line: lineOfListen(before),
        column: 1,
        endLine: lineOfListen(before),
        endColumn: 1 + 'server.listen'.length,
        suggestions: [
          {
            messageId: 'stateSharedOnLinux',
            output: net(after.replace('reusePort: false', `reusePort: ${shared}`)),
          },
        ],
      },
    ],
  };
}

javascript.run('prefer-explicit-reuse: what it writes', preferExplicitReuse, {
  assertionOptions: STRICT,
  valid: [],
  invalid: [
    fixed('a port', 'server.listen(3000);', 'server.listen({ port: 3000, reusePort: false });'),
    fixed("a port '3000'", "server.listen('3000');", "server.listen({ port: '3000', reusePort: false });"),
    fixed(
      'a port with a callback',
      'server.listen(3000, () => {});',
      'server.listen({ port: 3000, reusePort: false }, () => {});',
    ),
    fixed(
      'a port with a host',
      "server.listen(3000, '::1');",
      "server.listen({ port: 3000, host: '::1', reusePort: false });",
    ),
    fixed(
      'a port with a backlog',
      'server.listen(3000, 511);',
      'server.listen({ port: 3000, backlog: 511, reusePort: false });',
    ),
    fixed(
      'a port with host, backlog and callback',
      "server.listen(3000, '::1', 511, () => {});",
      "server.listen({ port: 3000, host: '::1', backlog: 511, reusePort: false }, () => {});",
    ),
    fixed(
      'a variable called port',
      'const port = 3000;\nserver.listen(port);',
      'const port = 3000;\nserver.listen({ port, reusePort: false });',
    ),
    fixed(
      'an undefined host',
      'server.listen(3000, undefined, () => {});',
      'server.listen({ port: 3000, host: undefined, reusePort: false }, () => {});',
    ),
    fixed(
      'the callback of a promise',
      'await new Promise((resolve) => {\nserver.listen(3000, resolve);\n});',
      'await new Promise((resolve) => {\nserver.listen({ port: 3000, reusePort: false }, resolve);\n});',
    ),
    fixed(
      'a port from the environment with a number to fall back on',
      'server.listen(process.env.PORT || 3000);',
      'server.listen({ port: process.env.PORT || 3000, reusePort: false });',
    ),
    fixed(
      'a port from the environment as a number',
      'server.listen(Number(process.env.PORT));',
      'server.listen({ port: Number(process.env.PORT), reusePort: false });',
    ),
    fixed(
      'a parenthesised port',
      'server.listen((3000));',
      'server.listen({ port: (3000), reusePort: false });',
    ),
    fixed(
      'comments in every gap',
      'server.listen(/* a */ 3000 /* b */, /* c */ "::1" /* d */ /* e */);',
      'server.listen(/* a */ { port: 3000 /* b */, /* c */ host: "::1", reusePort: false } /* d */ /* e */);',
    ),
    fixed(
      'arguments on lines of their own',
      'server.listen(\n  3000, // the port\n  () => {},\n);',
      'server.listen(\n  { port: 3000, reusePort: false }, // the port\n  () => {},\n);',
    ),
    fixed('an object', 'server.listen({ port: 3000 });', 'server.listen({ port: 3000, reusePort: false });'),
    fixed(
      'an object with a comma at its end',
      'server.listen({ port: 3000, });',
      'server.listen({ port: 3000, reusePort: false, });',
    ),
    fixed(
      'an object on several lines',
      'server.listen({\n  port: 3000, // the port\n});',
      'server.listen({\n  port: 3000, // the port\n  reusePort: false,\n});',
    ),
    fixed(
      'an object on several lines without a comma',
      'server.listen({\n  port: 3000 // the port\n});',
      'server.listen({\n  port: 3000, // the port\n  reusePort: false\n});',
    ),
    fixed(
      'an object in a variable',
      'const o = { port: 3000 };\nserver.listen(o);',
      'const o = { port: 3000, reusePort: false };\nserver.listen(o);',
    ),
    fixed(
      'a conditional object',
      'server.listen(x ? { port: 3000 } : { path: "/s" });',
      'server.listen(x ? { port: 3000, reusePort: false } : { path: "/s" });',
    ),
    fixed(
      '.call',
      'server.listen.call(server, 3000);',
      'server.listen.call(server, { port: 3000, reusePort: false });',
    ),
  ],
});

/** A call whose change assumes something: offered, never made unasked. */
function offered(name: string, before: string, after: string) {
  return {
    name,
    code: net(before),
    errors: [
      {
        messageId: 'nodeTcp',
        line: lineOfListen(before),
        suggestions: [
          { messageId: 'stateNotShared', output: net(after) },
          {
            messageId: 'stateSharedOnLinux',
            output: net(after.replace('reusePort: false', `reusePort: ${shared}`)),
          },
        ],
      },
    ],
  };
}

javascript.run('prefer-explicit-reuse: what it offers', preferExplicitReuse, {
  assertionOptions: { requireMessage: 'messageId' },
  valid: [],
  invalid: [
    offered(
      'a variable of the environment alone that is not named a port',
      'server.listen(process.env.WEB);',
      'server.listen({ port: process.env.WEB, reusePort: false });',
    ),
    offered(
      'a parameter that is not named a port',
      'function go(where) {\nserver.listen(where);\n}',
      'function go(where) {\nserver.listen({ port: where, reusePort: false });\n}',
    ),
    offered(
      'a callback from elsewhere',
      'function go(cb) {\nserver.listen(3000, cb);\n}',
      'function go(cb) {\nserver.listen({ port: 3000, reusePort: false }, cb);\n}',
    ),
    {
      ...offered(
        'a port from the environment that may be a pipe',
        'server.listen(process.env.PORT || 3000);',
        'server.listen({ port: process.env.PORT || 3000, reusePort: false });',
      ),
      settings: { rebind: { pipePorts: true } },
    },
    {
      name: 'an object that is used elsewhere too',
      code: net('const o = { port: 3000 };\nserver.listen(o);\nother(o);'),
      errors: [{ messageId: 'nodeTcp', line: 4 }],
    },
    {
      name: 'an argument that cannot be told',
      code: net('server.listen(3000, something);'),
      errors: [{ messageId: 'nodeTcp', line: 3 }],
    },
  ],
});

commonjs.run('prefer-explicit-reuse: options and settings', preferExplicitReuse, {
  assertionOptions: { requireMessage: 'messageId' },
  valid: [],
  invalid: [
    {
      name: 'sharePort on Linux alone writes true',
      code: `require('net').createServer().listen(3000);`,
      output: `require('net').createServer().listen({ port: 3000, reusePort: true });`,
      settings: { rebind: { platforms: ['linux'], sharePort: true } },
      errors: [
        {
          messageId: 'nodeTcp',
          suggestions: [
            {
              messageId: 'stateSharedOnLinux',
              output: `require('net').createServer().listen({ port: 3000, reusePort: ${shared} });`,
            },
            {
              messageId: 'stateNotShared',
              output: `require('net').createServer().listen({ port: 3000, reusePort: false });`,
            },
          ],
        },
      ],
    },
    {
      name: 'sharePort elsewhere too writes the guarded value, never a dangerous one',
      code: `require('net').createServer().listen(3000);`,
      output: `require('net').createServer().listen({ port: 3000, reusePort: ${shared} });`,
      settings: { rebind: { sharePort: true } },
      errors: [
        {
          messageId: 'nodeTcp',
          suggestions: [
            {
              messageId: 'stateNotShared',
              output: `require('net').createServer().listen({ port: 3000, reusePort: false });`,
            },
          ],
        },
      ],
    },
    {
      name: 'a Node too old for sharing is offered none',
      code: `require('net').createServer().listen(3000);`,
      output: `require('net').createServer().listen({ port: 3000, reusePort: false });`,
      settings: { rebind: { node: '>=20', platforms: ['linux'] } },
      errors: [{ messageId: 'nodeTcp' }],
    },
    {
      name: 'checkUnconfigurable reports a call without an option',
      code: 'Bun.udpSocket({ port: 5000 });',
      options: [{ checkUnconfigurable: true }],
      errors: [{ messageId: 'noOption' }],
    },
    {
      name: 'checkUnknown reports a server whose arguments cannot be read',
      code: `const s = require('net').createServer();\nfunction go(options) { s.listen(options); }`,
      settings: { rebind: { checkUnknown: true } },
      errors: [{ messageId: 'nodeTcp' }],
    },
    {
      name: 'an additional listener',
      code: `const { makeApp } = require('@acme/http');\nmakeApp().start(3000);`,
      output: `const { makeApp } = require('@acme/http');\nmakeApp().start({ port: 3000, reusePort: false });`,
      settings: {
        rebind: {
          additionalListeners: [
            { module: '@acme/http', export: 'makeApp', method: 'start', optionsArgument: 0, forwards: true },
          ],
        },
      },
      errors: [
        {
          messageId: 'nodeTcp',
          suggestions: [
            {
              messageId: 'stateSharedOnLinux',
              output: `const { makeApp } = require('@acme/http');\nmakeApp().start({ port: 3000, reusePort: ${shared} });`,
            },
          ],
        },
      ],
    },
    {
      name: 'two methods of one additional listener',
      code: `const { makeApp } = require('@acme/http');\nmakeApp().start({ port: 3000 });\nmakeApp().startTls({ port: 3001 });`,
      settings: {
        rebind: {
          additionalListeners: [
            { module: '@acme/http', export: 'makeApp', method: 'start', forwards: false },
            { module: '@acme/http', export: 'makeApp', method: 'startTls', forwards: false },
          ],
        },
      },
      options: [{ checkUnconfigurable: true }],
      errors: [{ messageId: 'dropped' }, { messageId: 'dropped' }],
    },
    {
      name: 'an additional listener that drops the option',
      code: `const serve = require('@acme/serve');\nserve({ port: 3000 });`,
      settings: {
        rebind: { additionalListeners: [{ module: '@acme/serve', optionsArgument: 0, forwards: false }] },
      },
      options: [{ checkUnconfigurable: true }],
      errors: [{ messageId: 'dropped' }],
    },
  ],
});

typescript.run('prefer-explicit-reuse: TypeScript', preferExplicitReuse, {
  assertionOptions: { requireMessage: 'messageId' },
  valid: [
    silent(
      'an interface of this file',
      `interface Radio { listen(port: number): void }\nexport function f(r: Radio) { r.listen(3000); }`,
    ),
    silent(
      'a type of net that is no server',
      `import type { Socket } from 'node:net';\nexport function f(s: Socket) { s.bind(3000); }`,
    ),
    silent('a declaration', `export declare function listen(port: number): void;`),
  ],
  invalid: [
    {
      name: 'a port typed as a number',
      code: `import { createServer } from 'node:http';\nexport function start(port: number, host: string, ready: () => void) {\n  createServer().listen(port, host, ready);\n}`,
      output: `import { createServer } from 'node:http';\nexport function start(port: number, host: string, ready: () => void) {\n  createServer().listen({ port, host, reusePort: false }, ready);\n}`,
      errors: [
        {
          messageId: 'nodeTcp',
          suggestions: [
            {
              messageId: 'stateSharedOnLinux',
              output: `import { createServer } from 'node:http';\nexport function start(port: number, host: string, ready: () => void) {\n  createServer().listen({ port, host, reusePort: ${shared} }, ready);\n}`,
            },
          ],
        },
      ],
    },
  ],
});
