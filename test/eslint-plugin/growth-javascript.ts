import { times, type Growing } from './growing.ts';

const js = (name: string, text: (count: number) => string): Growing => ({
  name,
  filename: 'a.js',
  text: (count) => NET + text(count),
});
const ts = (name: string, text: (count: number) => string): Growing => ({
  name,
  filename: 'a.ts',
  text: (count) => NET + text(count),
});

const NET = "import net from 'node:net';\n";
const LISTEN = 'net.createServer().listen(3000);\n';

/** JavaScript and TypeScript, as people and their tools write it. */
export const JAVASCRIPT: readonly Growing[] = [
  js('a long string', (n) => `${LISTEN}const text = '${'abcd '.repeat(20 * n)}';\n`),
  js('a long template', (n) => `${LISTEN}const text = \`${'abcd '.repeat(20 * n)}\`;\n`),
  js('a long comment', (n) => `/* ${'Words of it.\n'.repeat(10 * n)} */\n${LISTEN}`),
  js('blanks in a call', (n) => `net.createServer().listen(${' '.repeat(80 * n)}3000);\n`),
  js('blanks after a member', (n) => `net.createServer().listen${' '.repeat(80 * n)}(3000);\n`),
  js(
    'blanks before an assignment',
    (n) => `const a = { port: 3000 };\na.port${' '.repeat(80 * n)};\nnet.createServer().listen(a.port);\n`,
  ),
  js(
    'blanks before a member',
    (n) => `const a = { port: 3000 };\na.${' '.repeat(80 * n)}port;\nnet.createServer().listen(a.port);\n`,
  ),
  js(
    'blanks before an end of line',
    (n) => `net.createServer()${' '.repeat(80 * n)}\n.listen(3000);${' '.repeat(80 * n)}\n`,
  ),
  js('empty lines', (n) => `const s = net.createServer();\n${'\n'.repeat(20 * n)}s.listen(3000);\n`),
  js('one long line', (n) => times(n, (i) => `const s${i}=net.createServer();s${i}.listen(${i + 1});`)),
  js(
    'calls in one function',
    (n) => `function f() {\n  const s = net.createServer();\n${'  g(1);\n'.repeat(n)}  s.listen(3000);\n}\n`,
  ),
  js(
    'calls that are given the server',
    (n) => `function f() {\n  const s = net.createServer();\n${'  g(s);\n'.repeat(n)}  s.listen(3000);\n}\n`,
  ),
  js(
    'makers of a server',
    (n) => `function make() { return net.createServer(); }\n${times(n, (i) => `make().listen(${i + 1});\n`)}`,
  ),
  js(
    'calls of a long maker',
    (n) =>
      `function make(a) {\n${times(n, (i) => `  if (a === ${i}) return net.createServer();\n`)}}\n${times(n, (i) => `make(${i}).listen(${i + 1});\n`)}`,
  ),
  js('functions with a server each', (n) =>
    times(n, (i) => `function f${i}() {\n  const s = net.createServer();\n  s.listen(${i + 1});\n}\n`),
  ),
  js(
    'methods of a class beside its server',
    (n) =>
      `class A {\n  f() {\n    this.s = net.createServer();\n    this.s.listen(3000);\n  }\n${times(n, (i) => `  m${i}() { return this.x${i}; }\n`)}}\n`,
  ),
  js(
    'methods with a server each',
    (n) =>
      `class A {\n${times(n, (i) => `  f${i}() {\n    this.s${i} = net.createServer();\n    this.s${i}.listen(${i + 1});\n  }\n`)}}\n`,
  ),
  js(
    'methods with a port each',
    (n) =>
      `class A {\n${times(n, (i) => `  p${i} = ${i + 1};\n  f${i}() {\n    net.createServer().listen(this.p${i});\n  }\n`)}}\n`,
  ),
  js(
    'fields of a class',
    (n) =>
      `class A {\n${times(n, (i) => `  s${i} = net.createServer();\n`)}  go() {\n${times(n, (i) => `    this.s${i}.listen(${i + 1});\n`)}  }\n}\n`,
  ),
  js(
    'private fields of a class',
    (n) =>
      `class A {\n${times(n, (i) => `  #s${i} = net.createServer();\n`)}  go() {\n${times(n, (i) => `    this.#s${i}.listen(${i + 1});\n`)}  }\n}\n`,
  ),
  js(
    'static fields of a class',
    (n) =>
      `class A {\n${times(n, (i) => `  static s${i} = net.createServer();\n`)}}\n${times(n, (i) => `A.s${i}.listen(${i + 1});\n`)}`,
  ),
  js('classes with a server each', (n) =>
    times(
      n,
      (i) =>
        `class A${i} {\n  f() {\n    this.s = net.createServer();\n    this.s.listen(${i + 1});\n  }\n}\n`,
    ),
  ),
  js('classes with a field of one name', (n) =>
    times(
      n,
      (i) =>
        `class A${i} {\n  s = net.createServer();\n  port = ${i + 1};\n  f() { this.s.listen(this.port); }\n}\n`,
    ),
  ),
  js(
    'classes that inherit one another',
    (n) =>
      `class A0 extends net.Server {}\n${times(n, (i) => `class A${i + 1} extends A${i} {}\n`)}${times(n, (i) => `new A${i + 1}().listen(${i + 1});\n`)}`,
  ),
  js(
    'methods that call one another',
    (n) =>
      `class A {\n  m0(s) { s.listen(3000); }\n${times(n, (i) => `  m${i + 1}(s) { this.m${i}(s); }\n`)}  go() { this.m${n}(net.createServer()); }\n}\nnew net.Server().listen(1);\n`,
  ),
  js(
    'functions that call one another',
    (n) =>
      `function m0(s) { s.listen(3000); }\n${times(n, (i) => `function m${i + 1}(s) { m${i}(s); }\n`)}m${n}(net.createServer());\nnew net.Server().listen(1);\n`,
  ),
  js(
    'branches of an if',
    (n) =>
      `function f(a) {\n  if (a) {}\n${times(n, (i) => `  else if (a === ${i}) { net.createServer().listen(${i + 1}); }\n`)}}\n`,
  ),
  js(
    'branches by platform',
    (n) =>
      `if (process.platform === 'win32') {}\n${times(n, (i) => `else if (a === ${i}) { net.createServer().listen(${i + 1}); }\n`)}`,
  ),
  js(
    'exits before servers',
    (n) =>
      `function f() {\n  if (process.platform === 'win32') return;\n${times(n, (i) => `  if (a${i}) return;\n  net.createServer().listen(${i + 1});\n`)}}\n`,
  ),
  js(
    'exits before servers in a worker',
    (n) =>
      `import cluster from 'node:cluster';\nfunction f() {\n  if (cluster.isPrimary) return;\n${times(n, (i) => `  if (a${i}) return;\n  net.createServer().listen(${i + 1});\n`)}}\n`,
  ),
  js(
    'branches that give a port',
    (n) => `let p;\n${times(n, (i) => `if (a === ${i}) p = ${i + 1};\n`)}net.createServer().listen(p);\n`,
  ),
  js(
    'cases of a switch',
    (n) =>
      `switch (a) {\n${times(n, (i) => `  case ${i}:\n    net.createServer().listen(${i + 1});\n    break;\n`)}}\n`,
  ),
  js('a port of many conditions', (n) => `net.createServer().listen(${'a ? 1 : '.repeat(n)}3000);\n`),
  js(
    'a server of many alternatives',
    (n) => `const s = ${'a || '.repeat(n)}net.createServer();\ns.listen(3000);\n`,
  ),
  js(
    'a server of many alternatives, used often',
    (n) => `const s = ${'a || '.repeat(n)}net.createServer();\n${'s.listen(3000);\n'.repeat(n)}`,
  ),
  js('a port of many sums', (n) => `net.createServer().listen(${'1 + '.repeat(n)}3000);\n`),
  js('a host of many sums', (n) => `net.createServer().listen(3000, ${"'a' + ".repeat(n)}'b');\n`),
  js('a host of many parts', (n) => `net.createServer().listen(3000, \`${'${a}.'.repeat(n)}\`);\n`),
  js(
    'hosts of many parts',
    (n) =>
      `const h = \`${'${a}.'.repeat(n)}\`;\n${times(n, (i) => `net.createServer().listen(${i + 1}, h);\n`)}`,
  ),
  js('a comma expression', (n) => `net.createServer().listen((${'a, '.repeat(n)}3000));\n`),
  js(
    'servers in a comma expression',
    (n) => `${times(n, (i) => `net.createServer().listen(${i + 1}), `)}0;\n`,
  ),
  js(
    'entries of an object',
    (n) =>
      `const d = { ${times(n, (i) => `p${i}: ${i + 1}, `)}};\n${times(n, (i) => `net.createServer().listen(d.p${i});\n`)}`,
  ),
  js(
    'servers in an object',
    (n) =>
      `const d = { ${times(n, (i) => `s${i}: net.createServer(), `)}};\n${times(n, (i) => `d.s${i}.listen(${i + 1});\n`)}`,
  ),
  js(
    'entries of an object that is spread',
    (n) =>
      `const d = { ${times(n, (i) => `p${i}: ${i + 1}, `)}};\n${times(n, (i) => `net.createServer().listen({ ...d, port: ${i + 1} });\n`)}`,
  ),
  js(
    'an object of options that all share',
    (n) =>
      `const d = { ${times(n, (i) => `p${i}: ${i + 1}, `)}port: 3000 };\n${'net.createServer().listen(d);\n'.repeat(n)}`,
  ),
  js(
    'elements of an array',
    (n) =>
      `const d = [${times(n, (i) => `${i + 1}, `)}];\nfor (const p of d) net.createServer().listen(p);\n`,
  ),
  js(
    'elements of an array, each listened on',
    (n) =>
      `const d = [${times(n, (i) => `${i + 1}, `)}];\n${times(n, (i) => `net.createServer().listen(d[${i}]);\n`)}`,
  ),
  js(
    'a loop over many ports',
    (n) =>
      `for (const p of [${times(n, (i) => `${i + 1}, `)}]) {\n${'net.createServer().listen(p);\n'.repeat(n)}}\n`,
  ),
  js(
    'names taken from an object',
    (n) =>
      `const { ${times(n, (i) => `p${i} = ${i + 1}, `)}} = options;\n${times(n, (i) => `net.createServer().listen(p${i});\n`)}`,
  ),
  js(
    'parameters taken from an object',
    (n) =>
      `function f({ ${times(n, (i) => `p${i} = ${i + 1}, `)}}) {\n${times(n, (i) => `  net.createServer().listen(p${i});\n`)}}\n`,
  ),
  js(
    'parameters',
    (n) =>
      `function f(${times(n, (i) => `p${i} = ${i + 1}, `)}) {\n${times(n, (i) => `  net.createServer().listen(p${i});\n`)}}\n`,
  ),
  js(
    'parameters that are servers',
    (n) =>
      `function f(${times(n, (i) => `s${i}, `)}) {\n${times(n, (i) => `  s${i}.listen(${i + 1});\n`)}}\nf(${'net.createServer(), '.repeat(n)});\n`,
  ),
  js('imports', (n) => `${times(n, (i) => `import m${i} from 'm${i}';\n`)}${LISTEN}`),
  js('imports of servers', (n) =>
    times(n, (i) => `import { createServer as c${i} } from 'node:http';\nc${i}().listen(${i + 1});\n`),
  ),
  js('names in an import', (n) => `import { ${times(n, (i) => `a${i}, `)}} from 'a';\n${LISTEN}`),
  js('calls of require', (n) => times(n, (i) => `require('http').createServer().listen(${i + 1});\n`)),
  js('exports', (n) =>
    times(n, (i) => `export const s${i} = net.createServer();\ns${i}.listen(${i + 1});\n`),
  ),
  js(
    'names that are exported again',
    (n) => `${times(n, (i) => `export { a${i} } from 'm${i}';\n`)}${LISTEN}`,
  ),
  js('exported properties', (n) =>
    times(n, (i) => `exports.s${i} = net.createServer();\nexports.s${i}.listen(${i + 1});\n`),
  ),
  js(
    'assignments to properties of one object',
    (n) => `const o = {};\n${times(n, (i) => `o.p${i} = ${i + 1};\nnet.createServer().listen(o.p${i});\n`)}`,
  ),
  js(
    'servers in properties of one object',
    (n) => `const o = {};\n${times(n, (i) => `o.s${i} = net.createServer();\no.s${i}.listen(${i + 1});\n`)}`,
  ),
  js(
    'assignments to one property',
    (n) => `const o = {};\n${'o.s = net.createServer();\n'.repeat(n)}o.s.listen(3000);\n`,
  ),
  js(
    'assignments to one property, each listened on',
    (n) => `const o = {};\n${'o.s = net.createServer();\no.s.listen(3000);\n'.repeat(n)}`,
  ),
  js('objects with one property', (n) =>
    times(n, (i) => `const o${i} = {};\no${i}.s = net.createServer();\no${i}.s.listen(${i + 1});\n`),
  ),
  js('objects with one port', (n) =>
    times(n, (i) => `const o${i} = { port: ${i + 1} };\nnet.createServer().listen(o${i}.port);\n`),
  ),
  js('functions with one property of this', (n) =>
    times(n, (i) => `function F${i}() {\n  this.s = net.createServer();\n  this.s.listen(${i + 1});\n}\n`),
  ),
  js(
    'a port that is assigned again',
    (n) => `let p = 1;\n${times(n, (i) => `p = ${i + 1};\nnet.createServer().listen(p);\n`)}`,
  ),
  js('a port that is counted', (n) => `let p = 1;\n${'net.createServer().listen(p++);\n'.repeat(n)}`),
  js(
    'ports that are constants',
    (n) =>
      `${times(n, (i) => `const P${i} = ${i + 1};\n`)}${times(n, (i) => `net.createServer().listen(P${i});\n`)}`,
  ),
  js('one constant for all', (n) => `const P = 3000;\n${'net.createServer().listen(P);\n'.repeat(n)}`),
  js(
    'names of one port',
    (n) =>
      `const p0 = 3000;\n${times(n, (i) => `const p${i + 1} = p${i};\n`)}net.createServer().listen(p${n});\n`,
  ),
  js(
    'callers that give a port',
    (n) => `function f(port) { net.createServer().listen(port); }\n${times(n, (i) => `f(${i + 1});\n`)}`,
  ),
  js('a member chain', (n) => `${LISTEN}const x = a${'.b'.repeat(n)};\n`),
  js('a member chain as a port', (n) => `net.createServer().listen(a${'.b'.repeat(n)});\n`),
  js(
    'a server in a member chain',
    (n) => `a${'.b'.repeat(n)} = net.createServer();\na${'.b'.repeat(n)}.listen(3000);\n`,
  ),
  js('a method chain as a port', (n) => `net.createServer().listen(a${'.b()'.repeat(n)});\n`),
  js(
    'comments before a listen',
    (n) => `const s = net.createServer();\n${'// a word or two\n'.repeat(n)}s.listen(3000);\n`,
  ),
  js('comments before each listen', (n) =>
    times(n, (i) => `// one\n/* two */ net.createServer().listen(/* three */ ${i + 1} /* four */);\n`),
  ),
  js(
    'comments between options',
    (n) => `net.createServer().listen({\n${'  // a word or two\n'.repeat(n)}  port: 3000,\n});\n`,
  ),
  js(
    'comments before servers of Deno',
    (n) => `${'// a word or two\n'.repeat(n)}${times(n, (i) => `Deno.listen({ port: ${i + 1} });\n`)}`,
  ),
  js(
    'options of one listen',
    (n) => `net.createServer().listen({ ${times(n, (i) => `a${i}: ${i}, `)}port: 3000 });\n`,
  ),
  js('listens with options', (n) =>
    times(n, (i) => `net.createServer().listen({ port: ${i + 1}, reusePort: false });\n`),
  ),
  js('options that are assigned', (n) =>
    times(
      n,
      (i) =>
        `const o${i} = {};\no${i}.port = ${i + 1};\no${i}.reusePort = true;\nnet.createServer().listen(o${i});\n`,
    ),
  ),
  js('arguments of one listen', (n) => `net.createServer().listen(3000, ${'a, '.repeat(n)}b);\n`),
  js(
    'probes',
    (n) =>
      times(
        n,
        (i) =>
          `function isFree${i}() {\n  const s = net.createServer();\n  s.listen(${i + 1}, () => s.close());\n}\n`,
      ) + LISTEN,
  ),
  js(
    'a server that is used',
    (n) => `const s = net.createServer();\ns.listen(3000);\n${"s.on('x', f);\n".repeat(n)}`,
  ),
  js(
    'a server that many close',
    (n) => `${LISTEN}const s = net.createServer();\n${'s.listen(3000, () => s.close());\n'.repeat(n)}`,
  ),
  js(
    'a server that functions close',
    (n) =>
      `const s = net.createServer();\ns.listen(3000);\n${times(n, (i) => `function f${i}() { s.close(); }\n`)}`,
  ),
  js(
    'applications of express',
    (n) =>
      `import express from 'express';\n${times(n, (i) => `const a${i} = express();\na${i}.get('/', h);\na${i}.listen(${i + 1});\n`)}`,
  ),
  js(
    'routes of an application',
    (n) =>
      `import express from 'express';\nconst app = express();\n${times(n, (i) => `app.get('/${i}', (request, response) => { response.end(); });\n`)}app.listen(3000);\n`,
  ),
  js('unknown receivers', (n) => times(n, (i) => `x${i}.listen(${i + 1}, () => {});\n`)),
  js(
    'listens that are bound',
    (n) =>
      `const s = net.createServer();\n${times(n, (i) => `const l${i} = s.listen.bind(s);\nl${i}(${i + 1});\n`)}`,
  ),
  js(
    'one listen that is bound',
    (n) => `const s = net.createServer();\nconst l = s.listen.bind(s);\n${times(n, (i) => `l(${i + 1});\n`)}`,
  ),
  js('callbacks one in the other', (n) => `${'f(() => {'.repeat(n / 4)}${LISTEN}${'});'.repeat(n / 4)}\n`),
  js('blocks one in the other', (n) => `${'{'.repeat(n / 4)}${LISTEN}${'}'.repeat(n / 4)}\n`),
  js('brackets one in the other', (n) => `${LISTEN}const x = ${'['.repeat(n / 4)}${']'.repeat(n / 4)};\n`),
  js(
    'mocks',
    (n) =>
      `import { vi } from 'vitest';\n${times(n, (i) => `vi.mock('m${i}');\nconst s${i} = net.createServer();\ns${i}.listen(${i + 1});\n`)}`,
  ),
  js(
    'mocks of modules that listen',
    (n) =>
      `import { vi } from 'vitest';\n${times(n, (i) => `vi.mock('node:http', () => ({ a${i}: 1 }));\nconst s${i} = net.createServer();\ns${i}.listen(${i + 1});\n`)}`,
  ),
  js(
    'data beside a server',
    (n) => `${LISTEN}export default [${times(n, (i) => `{ id: ${i}, name: 'n${i}', list: [1, 2] }, `)}];\n`,
  ),
  js('minified functions', (n) => `${times(n, (i) => `function a${i}(e,t){return e(t)+${i}}`)}${LISTEN}`),
  js('immediate functions', (n) =>
    times(n, (i) => `(function (s) { s.listen(${i + 1}); })(net.createServer());\n`),
  ),
  js('promises', (n) =>
    times(n, (i) => `await new Promise((resolve) => net.createServer().listen(${i + 1}, resolve));\n`),
  ),
  js(
    'sockets of datagrams',
    (n) =>
      `import dgram from 'node:dgram';\n${times(n, (i) => `dgram.createSocket('udp4').bind(${i + 1});\n`)}`,
  ),
  js(
    'one socket of datagrams',
    (n) =>
      `import dgram from 'node:dgram';\nconst s = dgram.createSocket('udp4');\n${'s.bind(3000);\n'.repeat(n)}`,
  ),
  js(
    'one socket of datagrams that is used',
    (n) =>
      `import dgram from 'node:dgram';\nconst s = dgram.createSocket('udp4');\ns.bind(3000);\n${'s.send(m);\n'.repeat(n)}`,
  ),
  ts(
    'interfaces',
    (n) => `${times(n, (i) => `interface I${i} { a: string; listen(port: number): void }\n`)}${LISTEN}`,
  ),
  ts(
    'interfaces of one name',
    (n) =>
      `${times(n, (i) => `interface I { a${i}: string }\n`)}declare const x: I;\n${times(n, (i) => `x.listen(${i + 1}, () => {});\n`)}${LISTEN}`,
  ),
  ts(
    'members of an interface',
    (n) =>
      `interface I { ${times(n, (i) => `s${i}: net.Server; `)}}\nfunction f(x: I) {\n${times(n, (i) => `  x.s${i}.listen(${i + 1});\n`)}}\n`,
  ),
  ts(
    'interfaces that extend one another',
    (n) =>
      `interface I0 { s: net.Server }\n${times(n, (i) => `interface I${i + 1} extends I${i} {}\n`)}function f(x: I${n}) { x.s.listen(3000); }\n${LISTEN}`,
  ),
  ts(
    'overloads',
    (n) =>
      `${times(n, (i) => `function make(a: '${i}'): net.Server;\n`)}function make(a: string): net.Server { return net.createServer(); }\nmake('1').listen(3000);\n`,
  ),
  ts(
    'overloads that are called',
    (n) =>
      `${times(n, (i) => `function make(a: '${i}'): net.Server;\n`)}function make(a: string): net.Server { return net.createServer(); }\n${times(n, (i) => `make('${i}').listen(${i + 1});\n`)}`,
  ),
  ts('declared functions', (n) =>
    times(n, (i) => `declare function f${i}(a: number): net.Server;\nf${i}(1).listen(${i + 1});\n`),
  ),
  ts(
    'members of an enum',
    (n) =>
      `enum P { ${times(n, (i) => `A${i} = ${i + 1}, `)}}\n${times(n, (i) => `net.createServer().listen(P.A${i});\n`)}`,
  ),
  ts(
    'parts of a union',
    (n) => `type T = ${times(n, (i) => `'${i}' | `)}net.Server;\nfunction f(s: T) { s.listen(3000); }\n`,
  ),
  ts(
    'parameter properties',
    (n) =>
      `class A {\n  constructor(${times(n, (i) => `private s${i}: net.Server, `)}) {}\n  go() {\n${times(n, (i) => `    this.s${i}.listen(${i + 1});\n`)}  }\n}\n`,
  ),
  ts('decorators', (n) => `@d\nclass A {\n${times(n, (i) => `  @d(${i}) m${i}() {}\n`)}}\n${LISTEN}`),
  ts('classes with decorators', (n) =>
    times(
      n,
      (i) =>
        `@d({ a: ${i} })\nclass A${i} {\n  private s: net.Server = net.createServer();\n  f() { this.s.listen(${i + 1}); }\n}\n`,
    ),
  ),
  ts('servers that are asserted', (n) => times(n, (i) => `(x${i} as net.Server).listen(${i + 1});\n`)),
  ts('namespaces', (n) =>
    times(n, (i) => `namespace N${i} { export const s = net.createServer(); s.listen(${i + 1}); }\n`),
  ),
];
