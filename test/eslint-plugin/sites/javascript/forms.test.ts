import { describe, expect, it } from 'vitest';
import { reports } from '../../lint.ts';

/** A module whose servers are looked for, and how its calls are written. */
interface Api {
  readonly module: string;
  /** `createServer()` with its arguments. */
  readonly create: string;
  readonly factory: string;
  readonly construct?: string;
  readonly type: string;
  readonly call: string;
}

const APIS: readonly Api[] = [
  {
    module: 'net',
    factory: 'createServer',
    create: 'createServer()',
    construct: 'Server()',
    type: 'Server',
    call: 'listen(3000)',
  },
  {
    module: 'http',
    factory: 'createServer',
    create: 'createServer()',
    construct: 'Server()',
    type: 'Server',
    call: 'listen(3000)',
  },
  {
    module: 'https',
    factory: 'createServer',
    create: 'createServer({})',
    construct: 'Server({})',
    type: 'Server',
    call: 'listen(3000)',
  },
  {
    module: 'http2',
    factory: 'createServer',
    create: 'createServer()',
    type: 'Http2Server',
    call: 'listen(3000)',
  },
  {
    module: 'tls',
    factory: 'createServer',
    create: 'createServer({})',
    construct: 'Server({})',
    type: 'Server',
    call: 'listen(3000)',
  },
  {
    module: 'dgram',
    factory: 'createSocket',
    create: "createSocket('udp4')",
    construct: "Socket('udp4')",
    type: 'Socket',
    call: 'bind(2222)',
  },
];

/** One way to get hold of a server and make it listen; the twin is the same with a class of this file that is no server. */
interface Form {
  readonly name: string;
  readonly filename?: string;
  readonly code: (api: Api) => string | undefined;
  readonly twin: (api: Api) => string | undefined;
}

/** A module of this file, of the same shape as the real one. */
const look = ({ factory, type, call }: Api): string => {
  const method = call.replace(/\(.*/, '');
  return `class ${type} { ${method}() { return this; } on() { return this; } }
const m = { ${factory}: () => new ${type}(), ${type} };`;
};

/** A form that differs from its twin in where the module comes from alone. */
const from = (name: string, use: (api: Api) => string | undefined, filename?: string): Form => ({
  name,
  ...(filename === undefined ? {} : { filename }),
  code: (api) => {
    const code = use(api);
    return code === undefined ? undefined : `import m from 'node:${api.module}';\n${code}`;
  },
  twin: (api) => {
    const code = use(api);
    return code === undefined ? undefined : `${look(api)}\n${code}`;
  },
});

const FORMS: readonly Form[] = [
  from('a default import', ({ create, call }) => `m.${create}.${call};`),
  {
    name: 'a namespace import',
    code: ({ module, create, call }) => `import * as m from '${module}';\nm.${create}.${call};`,
    twin: (api) => `${look(api)}\nfunction f() { const n = m; n.${api.create}.${api.call}; }`,
  },
  {
    name: 'a named import under another name',
    code: ({ module, factory, create, call }) =>
      `import { ${factory} as make } from '${module}';\n${create.replace(factory, 'make')}.${call};`,
    twin: (api) =>
      `${look(api)}\nconst { ${api.factory}: make } = m;\n${api.create.replace(api.factory, 'make')}.${api.call};`,
  },
  {
    name: 'require',
    code: ({ module, create, call }) => `const m = require('${module}');\nm.${create}.${call};`,
    twin: (api) => `${look(api)}\nm.${api.create}.${api.call};`,
  },
  {
    name: 'require, destructured',
    code: ({ module, factory, create, call }) =>
      `const { ${factory} } = require('node:${module}');\n${create}.${call};`,
    twin: (api) => `${look(api)}\nconst { ${api.factory} } = m;\n${api.create}.${api.call};`,
  },
  {
    name: 'require in place',
    code: ({ module, create, call }) => `require('${module}').${create}.${call};`,
    twin: (api) =>
      `${look(api)}\nfunction own() { return m; }\nown('${api.module}').${api.create}.${api.call};`,
  },
  from('a constant', ({ create, call }) => `const s = m.${create};\ns.${call};`),
  from('a variable assigned later', ({ create, call }) => `let s;\ns = m.${create};\ns.${call};`),
  from(
    'a constant in a function',
    ({ create, call }) => `function start() { const s = m.${create}; s.${call}; }`,
  ),
  from('a method chain', ({ create, call }) => `m.${create}.on('error', console.error).${call};`),
  from(
    'a constant from a chain',
    ({ create, call }) => `const s = m.${create}.on('error', console.error);\ns.${call};`,
  ),
  from('new', ({ construct, call }) => construct && `new m.${construct}.${call};`),
  from('as', ({ create, call }) => `(m.${create} as any).${call};`, 'server.ts'),
  from('a non-null assertion', ({ create, call }) => `const s = m.${create};\ns!.${call};`, 'server.ts'),
  from('an optional chain', ({ create, call }) => `const s = m.${create};\ns?.${call};`),
  from('a computed name', ({ create, call }) => `m.${create}['${call.replace('(', "'](")};`),
  from('a conditional', ({ create, call }) => `const s = x ? m.${create} : m.${create};\ns.${call};`),
  from(
    'late destructuring',
    ({ factory, create, call }) => `const { ${factory} } = m;\nconst s = ${create};\ns.${call};`,
  ),
  {
    name: 'createRequire',
    code: ({ module, create, call }) =>
      `import { createRequire } from 'node:module';\nconst load = createRequire(import.meta.url);\nload('${module}').${create}.${call};`,
    twin: (api) => `${look(api)}\nconst load = () => m;\nload('${api.module}').${api.create}.${api.call};`,
  },
  {
    name: 'await import',
    code: ({ module, create, call }) => `const m = await import('node:${module}');\nm.${create}.${call};`,
    twin: (api) => `${look(api)}\nconst n = await m;\nn.${api.create}.${api.call};`,
  },
  {
    name: 'await import, destructured',
    code: ({ module, factory, create, call }) =>
      `const { ${factory} } = await import('${module}');\n${create}.${call};`,
    twin: (api) => `${look(api)}\nconst { ${api.factory} } = await m;\n${api.create}.${api.call};`,
  },
  {
    name: 'import().then',
    code: ({ module, create, call }) => `import('${module}').then((m) => { m.${create}.${call}; });`,
    twin: (api) => `${look(api)}\nPromise.resolve(m).then((n) => { n.${api.create}.${api.call}; });`,
  },
  {
    name: 'process.getBuiltinModule',
    code: ({ module, create, call }) =>
      `const m = process.getBuiltinModule('node:${module}');\nm.${create}.${call};`,
    twin: (api) =>
      `${look(api)}\nconst own = { getBuiltinModule: () => m };\nown.getBuiltinModule('${api.module}').${api.create}.${api.call};`,
  },
  from('a class field', ({ create, call }) => `class A { s = m.${create}; start() { this.s.${call}; } }`),
  from(
    'a private class field',
    ({ create, call }) => `class A { #s = m.${create}; start() { this.#s.${call}; } }`,
  ),
  from(
    'a field set in the constructor',
    ({ create, call }) => `class A { constructor() { this.s = m.${create}; } start() { this.s.${call}; } }`,
  ),
  from('an object property', ({ create, call }) => `const o = { s: m.${create} };\no.s.${call};`),
  from(
    'a factory of this file',
    ({ create, call }) => `function make() { return m.${create}; }\nmake().${call};`,
  ),
  from(
    'a subclass',
    ({ construct, type, call }) => construct && `class Own extends m.${type} {}\nnew Own().${call};`,
  ),
  {
    name: 'a parameter typed as a server',
    filename: 'server.ts',
    code: ({ module, type, call }) =>
      `import type { ${type} } from '${module}';\nexport function start(s: ${type}) { s.${call}; }`,
    twin: (api) => `${look(api)}\nexport function start(s: ${api.type}) { s.${api.call}; }`,
  },
  {
    name: 'a parameter of a type that is imported in place',
    filename: 'server.ts',
    code: ({ module, type, call }) =>
      `export function start(s: import('node:${module}').${type}) { s.${call}; }`,
    twin: ({ call }) => `export function start(s: import('node:net').Socket) { s.${call}; }`,
  },
  {
    name: 'import = require',
    filename: 'server.ts',
    code: ({ module, create, call }) => `import m = require('${module}');\nm.${create}.${call};`,
    twin: (api) =>
      `${look(api)}\nnamespace N { export const n = m; }\nfunction f() { const n = m; n.${api.create}.${api.call}; }`,
  },
  {
    name: 'the output of a compiler',
    code: ({ module, factory, create, call }) =>
      `var __importDefault = (this && this.__importDefault) || function (mod) { return mod && mod.__esModule ? mod : { default: mod }; };
const m_1 = __importDefault(require('${module}'));\n(0, m_1.default.${factory})${create.slice(factory.length)}.${call};`,
    twin: (api) =>
      `${look(api)}\nconst m_1 = { default: m };\n(0, m_1.default.${api.factory})${api.create.slice(api.factory.length)}.${api.call};`,
  },
  from('.call', ({ create, call }) => `const s = m.${create};\ns.${call.replace('(', '.call(s, ')};`),
  from('promisify of a bound method', ({ create, call }) => {
    const method = call.replace(/\(.*/, '');
    return `const { promisify } = process.getBuiltinModule('util');\nconst s = m.${create};\nawait promisify(s.${method}.bind(s))${call.slice(method.length)};`;
  }),
  from('promisify of a method, called', ({ create, call }) => {
    const method = call.replace(/\(.*/, '');
    return `const { promisify } = process.getBuiltinModule('util');\nconst s = m.${create};\nawait promisify(s.${method}).call(s, ${call.slice(method.length + 1)};`;
  }),
  from('promisify of a method, bound', ({ create, call }) => {
    const method = call.replace(/\(.*/, '');
    return `const { promisify } = process.getBuiltinModule('util');\nconst s = m.${create};\nconst go = promisify(s.${method}).bind(s);\nawait go${call.slice(method.length)};`;
  }),
  from(
    'a bound factory',
    ({ factory, create, call }) =>
      `const make = m.${factory}.bind(null, ${/\((.*)\)/.exec(create)?.[1] ?? ''});\nmake().${call};`,
  ),
  from(
    'a parameter that is given a server',
    ({ create, call }) => `function start(s) { s.${call}; }\nstart(m.${create});`,
  ),
  from(
    'a getter',
    ({ create, call }) =>
      `class A { #s = m.${create}; get s() { return this.#s; } start() { this.s.${call}; } }`,
  ),
  from(
    'a static factory',
    ({ create, call }) => `class A { static make() { return m.${create}; } }\nA.make().${call};`,
  ),
  from(
    'a function constructor',
    ({ create, call }) =>
      `function A() { this.s = m.${create}; }\nA.prototype.start = function () { this.s.${call}; };`,
  ),
  from(
    'self for this',
    ({ create, call }) =>
      `class A { start() { const self = this; self.s = m.${create}; setTimeout(function () { self.s.${call}; }); } }`,
  ),
  from(
    'a method of this.constructor',
    ({ create, call }) => `class A { make() { return m.${create}; } start() { this.make().${call}; } }`,
  ),
  from('a logical assignment', ({ create, call }) => `let s;\ns ??= m.${create};\ns.${call};`),
  from(
    'an awaited factory',
    ({ create, call }) => `async function make() { return m.${create}; }\n(await make()).${call};`,
  ),
];

describe.each(APIS)('$module', (api) => {
  const forms = FORMS.flatMap((form) => {
    const [code, twin] = [form.code(api), form.twin(api)];
    return code !== undefined && twin !== undefined ? [{ ...form, code, twin }] : [];
  });

  it.each(forms)('finds a server reached by $name', ({ code, filename }) => {
    expect(reports(code, { filename: filename ?? 'server.mjs' })).toEqual(['prefer-explicit-reuse']);
  });

  it.each(forms)('is silent for a look-alike reached by $name', ({ twin, filename }) => {
    expect(reports(twin, { filename: filename ?? 'server.mjs' })).toEqual([]);
  });
});

describe('other receivers', () => {
  it('is silent where a local name hides the module', () => {
    expect(
      reports(
        `import net from 'net'; function f(net) { net.createServer().close(); } { const net = { createServer() { return { listen() {} }; } }; net.createServer().listen(3000); }`,
        {
          filename: 'server.mjs',
        },
      ),
    ).toEqual([]);
  });

  it.each([20, 30, 300, 3000])('finds what a wrapper with %i callers listens on', (count) => {
    const each = (write: (n: number) => string) => Array.from({ length: count }, (_, n) => write(n)).join('');
    const calls = each((n) => `start(net.createServer(), ${3000 + n});\n`);
    for (const wrapper of [
      'function start(server, port) { server.listen(port); }',
      'const start = (server, port) => { const s = server; s.listen(port); };',
    ]) {
      expect(reports(`import net from 'net';\n${wrapper}\n${calls}`)).toEqual(['prefer-explicit-reuse']);
    }
    const made = each((n) => `const s${n} = make(${n});\n`);
    expect(
      reports(
        `import net from 'net';\nfunction make(n) { return net.createServer(); }\n${made}s0.listen(3000);`,
      ),
    ).toEqual(['prefer-explicit-reuse']);
  });

  it('finds a global that the file gives a type', () => {
    const code = `interface Bun { serve(options: { port: number }): unknown }\ndeclare const Bun: Bun;\nBun.serve({ port: 3000 });`;
    expect(reports(code, { filename: 'server.ts' })).toEqual(['prefer-explicit-reuse']);
  });

  it.each([
    ['an Express application', `import express from 'express'; const app = express(); app.listen(3000);`],
    ['an Express application, required in place', `const app = require('express')(); app.listen(3000);`],
    [
      'this of a subclass',
      `import net from 'net'; class S extends net.Server { start() { this.listen(3000); } }`,
    ],
    [
      'super of a subclass',
      `import net from 'net'; class S extends net.Server { listen(...a) { return super.listen(3000); } }`,
    ],
    [
      'a constant that holds a bound method',
      `import net from 'net'; const s = net.createServer(); const go = s.listen.bind(s); go(3000);`,
    ],
    [
      'a server of an unknown module, in a field that is set to null on closing',
      `import { make } from './make.js'; class A { open() { this.s = make(); this.s.listen(this.port); } close() { this.s = null; } }`,
    ],
    [
      'a datagram socket that is given a field of this',
      `import dgram from 'dgram'; class A { open() { dgram.createSocket('udp4').bind(this.port, () => {}); } }`,
    ],
    [
      'a port asked for by a path of keys',
      `import { server } from './server.js'; server.listen(options.getIn(['socket', 'port']));`,
    ],
    [
      'a port of the command line',
      `import net from 'net'; import { app } from './app.js'; app.listen(process.argv[2]);`,
    ],
    [
      'a port in a list of arguments',
      `import net from 'net'; const args = read(); net.createServer().listen(args[0]);`,
    ],
    [
      'a WebSocket server of an unknown module',
      `import { WebSocketServer } from './ws.js'; new WebSocketServer({ port: 8080 });`,
    ],
    ['a Deno server that is given an application', `import { app } from './app.ts'; Deno.serve(app.fetch);`],
    [
      'a server of Hono that is given an application',
      `import { serve } from '@hono/node-server'; import app from './app.js'; serve(app, (info) => info);`,
    ],
    ['a port of a list of ports', `import ports from './ports.js'; server.listen(ports.broker, () => {});`],
    [
      'a datagram socket through a list, where none is created with reuse',
      `import dgram from 'dgram'; const all = [dgram.createSocket('udp4')]; all.forEach((socket) => socket.bind(5353));`,
    ],
    [
      '.apply with a literal list',
      `import net from 'net'; const s = net.createServer(); s.listen.apply(s, [3000]);`,
    ],
  ])('finds %s', (_, code) => {
    expect(reports(code, { filename: 'server.mjs' })).toEqual(['prefer-explicit-reuse']);
  });
});
