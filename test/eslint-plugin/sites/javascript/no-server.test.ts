import { describe, expect, it } from 'vitest';
import { reports } from '../../lint.ts';

type Row = readonly [what: string, code: string];

const NET = "import net from 'node:net';\nimport { once } from 'node:events';\n";
const TS = { filename: 'server.ts' };

describe('a port probe is no server', () => {
  it.each<Row>([
    [
      "closed in the handler of 'listening'",
      `${NET}export const isFree = (port) => new Promise((resolve) => {
  const probe = net.createServer();
  probe.once('error', () => resolve(false));
  probe.once('listening', () => probe.close(() => resolve(true)));
  probe.listen(port);
});`,
    ],
    [
      'closed in the callback of listen()',
      `${NET}export function getPort(options) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.unref();
    server.on('error', reject);
    server.listen({ port: 3000, ...options }, () => {
      const { port } = server.address();
      server.close(() => { resolve(port); });
    });
  });
}`,
    ],
    [
      'in one chain',
      `${NET}export function check(port, fn) {
  const tester = net.createServer()
    .once('error', (err) => fn(err))
    .once('listening', () => tester.once('close', () => fn(null, false)).close())
    .listen(port);
}`,
    ],
    [
      'after it was waited for',
      `${NET}const server = net.createServer();\nserver.listen(3000);\nawait once(server, 'listening');\nserver.close();`,
    ],
    [
      'after a promise',
      `${NET}async function isFree(port) {
  const server = net.createServer();
  try {
    await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, resolve);
    });
    await new Promise((resolve) => server.close(resolve));
    return true;
  } catch {
    return false;
  }
}`,
    ],
    ['by this', `${NET}net.createServer().listen(3000, function () { this.close(); });`],
    [
      'of http',
      "import http from 'node:http';\nconst s = http.createServer();\ns.listen(3000, () => s.close());",
    ],
    [
      'of datagrams',
      "import dgram from 'node:dgram';\nconst s = dgram.createSocket('udp4');\ns.on('error', () => s.close());\ns.bind(3000, () => { s.close(); });",
    ],
    [
      'assigned later',
      `${NET}let s;\ns = new net.Server();\ns.on('listening', () => { console.log('free'); s.close(); });\ns.listen(3000);`,
    ],
    [
      'with a handler that does nothing',
      `${NET}const s = net.createServer(() => {});\ns.listen(3000, () => s.close());`,
    ],
    ['of Deno', 'const l = Deno.listen({ port: 3000 });\nl.close();'],
    [
      'of Deno, at once',
      'function isFree(port) { try { Deno.listen({ port }).close(); return true; } catch { return false; } }',
    ],
  ])('%s', (_, code) => {
    expect(reports(code)).toEqual([]);
  });

  it.each<Row>([
    [
      'a signal closes it',
      `${NET}const s = net.createServer();\ns.listen(3000);\nprocess.on('SIGTERM', () => s.close());`,
    ],
    [
      'a test closes it afterwards',
      `${NET}const s = net.createServer();\nbefore(() => s.listen(3000));\nafter(() => s.close());`,
    ],
    [
      'it has a handler of connections',
      `${NET}const s = net.createServer((socket) => socket.end());\ns.listen(3000, () => s.close());`,
    ],
    [
      'it gets a handler of connections',
      `${NET}const s = net.createServer();\ns.on('connection', (socket) => socket.end());\ns.listen(3000, () => s.close());`,
    ],
    [
      'its handler has a name',
      "import http from 'node:http';\nimport { app } from './app.js';\nconst s = http.createServer(app);\ns.listen(3000, () => s.close());",
    ],
    [
      'a timer closes it',
      `${NET}const s = net.createServer();\ns.listen(3000, () => setTimeout(() => s.close(), 5000));`,
    ],
    [
      'a condition closes it',
      `${NET}const s = net.createServer();\ns.listen(3000, () => { if (process.argv.includes('--check')) s.close(); });`,
    ],
    [
      'a client connects before',
      `${NET}const s = net.createServer();\ns.listen(3000);\nawait once(s, 'listening');\nawait connectTo(3000);\ns.close();`,
    ],
    [
      'a client connects in its callback',
      `${NET}const s = net.createServer();\ns.listen(3000, async () => { await runTests(); s.close(); });`,
    ],
    [
      'another function gets it',
      `${NET}const s = net.createServer();\nattach(s);\ns.listen(3000, () => s.close());`,
    ],
    ['a module exports it', `${NET}export const s = net.createServer();\ns.listen(3000, () => s.close());`],
    [
      'another server is closed',
      `${NET}const s = net.createServer();\nconst t = net.createServer();\ns.listen(3000, () => t.close());`,
    ],
    [
      'an application answers',
      "import express from 'express';\nconst app = express();\napp.listen(3000, function () { this.close(); });",
    ],
    [
      'it receives datagrams',
      "import dgram from 'node:dgram';\nconst s = dgram.createSocket('udp4');\ns.on('message', console.log);\ns.bind(3000, () => s.close());",
    ],
    [
      'its connections are awaited in Deno',
      'const l = Deno.listen({ port: 3000 });\nawait l.accept();\nl.close();',
    ],
  ])('but is one where %s', (_, code) => {
    expect(reports(code)).toEqual(['prefer-explicit-reuse']);
  });
});

describe('a datagram socket that connects is no server', () => {
  const DGRAM = "import dgram from 'node:dgram';\n";

  it.each<Row>([
    [
      'after its bind',
      `${DGRAM}const s = dgram.createSocket('udp4');\ns.bind(6100);\ns.connect(53, '192.0.2.1');`,
    ],
    [
      'in another method',
      `${DGRAM}class Resolver {
  socket = dgram.createSocket('udp6');
  open() { this.socket.bind({ port: 6100 }); }
  ask(server) { this.socket.connect(53, server); }
}`,
    ],
  ])('%s', (_what, code) => {
    expect(reports(code)).toEqual([]);
  });

  it.each<Row>([
    [
      'another socket connects',
      `${DGRAM}const s = dgram.createSocket('udp4');\ns.bind(6100);\ndgram.createSocket('udp4').connect(53, '192.0.2.1');`,
    ],
    [
      'something else connects',
      `${DGRAM}const s = dgram.createSocket('udp4');\ns.bind(6100);\ndatabase.connect(s);`,
    ],
    [
      'a listener is named so',
      `${DGRAM}const s = dgram.createSocket('udp4');\ns.on('connect', go);\ns.bind(6100);`,
    ],
  ])('but is one where %s', (_what, code) => {
    expect(reports(code)).toHaveLength(1);
  });
});

describe('what the file declares as something else is no server', () => {
  it.each<Row>([
    [
      'a constant',
      'declare const radio: { tune(): void; listen(channel: number): void };\nradio.listen(88);',
    ],
    [
      'by an interface',
      'interface Radio { listen(channel: number): void }\ndeclare const radio: Radio;\nradio.listen(88);',
    ],
    [
      'by an interface that extends another',
      'interface Base { tune(): void }\ninterface Radio extends Base { listen(channel: number): void }\ndeclare let radio: Radio;\nradio.listen(88);',
    ],
    [
      'by a type',
      'type Radio = { listen: (channel: number) => void };\ndeclare const radio: Radio;\nradio.listen(88);',
    ],
    ['by a class', 'declare class Radio { listen(channel: number): void }\nnew Radio().listen(88);'],
    ['by a function', 'declare function tuned(): { listen(channel: number): void };\ntuned().listen(88);'],
    [
      'with a value from elsewhere',
      "import { make } from './radio.ts';\ninterface Radio { listen(channel: number): void }\nconst radio: Radio = make();\nradio.listen(88);",
    ],
    [
      'assigned later',
      "import { make } from './radio.ts';\ninterface Radio { listen(channel: number): void }\nlet radio: Radio | undefined;\nradio = make();\nradio.listen(88);",
    ],
    [
      'by an assertion',
      "import { radio } from './radio.ts';\ninterface Radio { listen(channel: number): void }\n(radio as Radio).listen(88);",
    ],
    [
      'in a property',
      "import { make } from './radio.ts';\ninterface Desk { radio: { listen(channel: number): void } }\nconst desk: Desk = make();\ndesk.radio.listen(88);",
    ],
    [
      'by a method',
      'interface Desk { radio(): { listen(channel: number): void } }\ndeclare const desk: Desk;\ndesk.radio().listen(88);',
    ],
    [
      'as a parameter',
      'type Radio = { listen(channel: number): void };\nexport function f(radio: Radio) { radio.listen(88); }',
    ],
    [
      'as a field',
      "import { make } from './radio.ts';\ninterface Radio { listen(channel: number): void }\nclass Desk { private radio: Radio = make(); on() { this.radio.listen(88); } }",
    ],
    ['as a value', 'const radio = { listen(channel: number) {} };\nradio.listen(88);'],
    ['as a result', 'function make() { return { listen(channel: number) {} }; }\nmake().listen(88);'],
    [
      'as an instance',
      'class Radio { listen(channel: number) {} }\nconst radio = new Radio();\nradio.listen(88);',
    ],
  ])('%s', (_, code) => {
    expect(reports(code, TS)).toEqual([]);
  });

  it.each<Row>([
    ['any', 'declare const app: any;\napp.listen(3000);'],
    ['nothing', 'declare const app;\napp.listen(3000);'],
    [
      "another file's type",
      "import type { App } from './app.ts';\ndeclare const app: App;\napp.listen(3000);",
    ],
    ['a server', "import type { Server } from 'node:http';\ndeclare const app: Server;\napp.listen(3000);"],
    [
      'an interface that extends a server',
      "import type { Server } from 'node:http';\ninterface App extends Server { tune(): void }\ndeclare const app: App;\napp.listen(3000);",
    ],
    [
      'an object that holds a server',
      "import type { Server } from 'node:http';\nimport { make } from './make.ts';\ninterface Context { server: Server }\nconst context: Context = make();\ncontext.server.listen(3000);",
    ],
    [
      'an object that holds something of another file',
      "import { make, type App } from './make.ts';\ninterface Context { app: App }\nconst context: Context = make();\ncontext.app.listen(3000);",
    ],
    ['an object with any members', 'declare const app: { [name: string]: any };\napp.listen(3000);'],
  ])('but may be one where it is declared as %s', (_, code) => {
    expect(reports(code, TS)).toEqual(['prefer-explicit-reuse']);
  });
});

describe('a test double is no server', () => {
  it.each<Row>([
    [
      'a class of the test in place of the server',
      "import { Application } from './application.ts';\nclass MockServer { listen() {} }\nconst app = new Application({ serverConstructor: MockServer as never });\nawait app.listen({ port: 8000 });",
    ],
    [
      'what a function of the test makes in its place',
      "import { Application } from './application.ts';\nfunction createMockServer() { return class { listen() {} }; }\nconst app = new Application({ serverConstructor: createMockServer() });\nawait app.listen({ port: 8000 });",
    ],
    [
      'what a function of the test gives beside something else',
      "import { Application } from './application.js';\nfunction setup() { return [class MockServer { listen() {} }, []]; }\nconst [serverConstructor] = setup();\nconst app = new Application({ serverConstructor });\nawait app.listen({ port: 8000 });",
    ],
    [
      'by a name of another file',
      "import { Application } from './application.js';\nimport { MockServer } from './mock.js';\nconst app = new Application({ server: new MockServer() });\napp.listen(8000);",
    ],
    [
      'a function of jest',
      "import http from 'http';\nhttp.createServer = jest.fn(() => ({ listen: jest.fn() }));\nhttp.createServer().listen(3000);",
    ],
    [
      'a spy of jest',
      "import http from 'http';\njest.spyOn(http, 'createServer').mockReturnValue(x);\nhttp.createServer().listen(3000);",
    ],
    [
      'a stub of sinon',
      "const http = require('http');\nconst stub = sinon.stub(http, 'createServer');\nhttp.createServer().listen(3000);",
    ],
    ['a module of jest', "import http from 'http';\njest.mock('http');\nhttp.createServer().listen(3000);"],
    [
      'a module of Vitest',
      "import { createServer } from 'node:http';\nvi.mock('node:http');\ncreateServer().listen(3000);",
    ],
    [
      'a module of Vitest, in part',
      "import { createServer } from 'node:http';\nvi.mock('node:http', async (load) => ({ ...(await load()), createServer: vi.fn() }));\ncreateServer().listen(3000);",
    ],
    [
      "a method of Node's test runner",
      "import http from 'node:http';\nimport { mock } from 'node:test';\nmock.method(http, 'createServer', () => x);\nhttp.createServer().listen(3000);",
    ],
    ['an instance of sinon', 'const app = sinon.createStubInstance(Application);\napp.listen(3000);'],
    ['a framework', "import express from 'express';\nvi.mock('express');\nexpress().listen(3000);"],
  ])('%s', (_, code) => {
    expect(reports(code, TS)).toEqual([]);
  });

  it.each<Row>([
    [
      'nothing is mocked',
      "import http from 'node:http';\nvi.mock('./store.js');\nhttp.createServer().listen(3000);",
    ],
    [
      'another module is',
      "import http from 'node:http';\nvi.mock('node:https');\nhttp.createServer().listen(3000);",
    ],
    [
      'another export is',
      "import http from 'node:http';\nvi.mock('node:http', async (load) => ({ ...(await load()), request: vi.fn() }));\nhttp.createServer().listen(3000);",
    ],
    [
      'another method is',
      "import http from 'node:http';\nvi.spyOn(http, 'get');\nhttp.createServer().listen(3000);",
    ],
    [
      'the server is a real one of another file',
      "import { Application } from './application.js';\nimport { FlashServer as serverConstructor, mockContext } from './flash.js';\nconst app = new Application({ serverConstructor });\napp.listen(8000);",
    ],
    [
      'the application has a made-up store',
      "import { Application } from './application.js';\nimport { FakeStore, mockHttpClient } from './fakes.js';\nconst app = new Application({ store: new FakeStore(), http: mockHttpClient });\napp.listen(8000);",
    ],
    [
      'the application gets something else',
      "import { Application } from './application.js';\nimport { store } from './store.js';\nconst app = new Application({ store, state: { a: 1 } });\napp.listen(8000);",
    ],
  ])('but is one where %s', (_, code) => {
    expect(reports(code)).toEqual(['prefer-explicit-reuse']);
  });
});
