import { GAP as _, type Draft } from './draft.ts';
import type { Maker } from './modules.ts';

/** A way to reach a server: the statements that make it and call `method` with the arguments. */
type Receiver = (draft: Draft, maker: Maker, method: string, arguments_: string) => string | undefined;

const access = (draft: Draft, method: string): string =>
  draft.pick([
    `${_}.${_}${method}${_}`,
    `.${method}`,
    `.${method}`,
    `.${method}`,
    `['${method}']`,
    `[\`${method}\`]`,
    `?.${method}`,
    `.${method}?.`,
  ]);

const call = (draft: Draft, receiver: string, method: string, arguments_: string): string =>
  `${receiver}${access(draft, method)}(${_}${arguments_}${_})`;

/** Listeners that tell what came of the call, on some of the programs. */
const events = (draft: Draft, receiver: string): string =>
  draft.chance(30) ? `\n${receiver}.on('listening', () => note('listening'));` : '';

const chain = (draft: Draft): string =>
  draft.pick(['', '', '', `${_}.on('error', () => note('error'))`, `\n  .once('close', () => {})${_}\n  `]);

const constant: Receiver = (draft, { make }, method, arguments_) =>
  `const server = ${make()}${chain(draft)};${events(draft, 'server')}\n${call(draft, 'server', method, arguments_)};`;

const RECEIVERS: readonly Receiver[] = [
  constant,
  constant,
  constant,
  (draft, { make }, method, arguments_) =>
    `let server;\nserver = ${make()};\n${call(draft, 'server', method, arguments_)};`,
  (draft, { make }, method, arguments_) =>
    `var server = ${make()};\nif (server) ${call(draft, 'server', method, arguments_)};`,
  (draft, { make }, method, arguments_) => `${call(draft, `${make()}${chain(draft)}`, method, arguments_)};`,
  (draft, { make }, method, arguments_) =>
    `const server = ${call(draft, `${make()}${chain(draft)}`, method, arguments_)};`,
  (draft, { make }, method, arguments_) =>
    `export const server = ${make()};\n${call(draft, 'server', method, arguments_)};`.replace(
      /^export /,
      draft.isModule && draft.parameters.size === 0 ? 'export ' : '',
    ),
  (draft, { make }, method, arguments_) =>
    `${draft.isModule && draft.parameters.size === 0 ? 'export default ' : draft.isModule ? 'void ' : 'module.exports = '}${call(draft, make(), method, arguments_)};`,
  (draft, { make }, method, arguments_) =>
    `class App {\n  server = ${make(true)};\n  start() { return ${call(draft, 'this.server', method, arguments_)}; }\n}\nnew App().start();`,
  (draft, { make }, method, arguments_) =>
    `class App {\n  static server = ${make(true)};\n  static start() { ${call(draft, 'App.server', method, arguments_)}; }\n}\nApp.start();`,
  (draft, { make }, method, arguments_) =>
    `class App {\n${draft.isTypeScript ? '  server;\n' : ''}  constructor() { this.server = ${make(true)}; }\n  start() { ${call(draft, 'this.server', method, arguments_)}; }\n}\nnew App().start();`,
  (draft, { make }, method, arguments_) =>
    `class App {\n  #server = ${make(true)};\n  start() { ${call(draft, 'this.#server', method, arguments_)}; }\n}\nnew App().start();`,
  (draft, { make }, method, arguments_) =>
    `function make() {\n  return ${make(true)};\n}\n${call(draft, 'make()', method, arguments_)};`,
  (draft, { make }, method, arguments_) =>
    `const make = () => ${make(true)};\nconst server = make();\n${call(draft, 'server', method, arguments_)};`,
  (draft, { superclass }, method, arguments_) =>
    superclass &&
    `class Own extends ${superclass()} {}\nconst server = new Own();\n${call(draft, 'server', method, arguments_)};`,
  (draft, { superclass }, method, arguments_) =>
    superclass &&
    `class Own extends ${superclass()} {\n  start() { ${call(draft, 'this', method, arguments_)}; }\n}\nnew Own().start();`,
  (draft, { superclass }, method, arguments_) =>
    superclass &&
    `class Own extends ${superclass()} {\n  ${method}() { return super.${method}(${_}${arguments_}${_}); }\n}\nnew Own().${method}();`,
  (draft, { make }, method, arguments_) =>
    `const app = { server: ${make()} };\n${call(draft, 'app.server', method, arguments_)};`,
  (draft, { make }, method, arguments_) =>
    `function serve(server) {\n  ${call(draft, 'server', method, arguments_)};\n}\nserve(${make()});`,
  (draft, { make, module }, method, arguments_) => {
    if (!draft.isTypeScript || !draft.isModule || module === 'http2') {
      return undefined;
    }
    const type = module === 'dgram' ? 'Socket' : 'Server';
    draft.import(`import type { ${type} } from 'node:${module}';`);
    return `function serve(server: ${type}) {\n  ${call(draft, 'server', method, arguments_)};\n}\nserve(${make()});`;
  },
  (draft, { make }, method, arguments_) =>
    draft.isTypeScript
      ? `const server = ${make()};\n${call(draft, draft.pick(['server!', '(server as any)', '(<any>server)']), method, arguments_)};`
      : undefined,
  (draft, { make }, method, arguments_) => {
    const comma = arguments_.trim() === '' ? '' : `,${_} `;
    return `const server = ${make()};\nserver.${method}${_}.call(${_}server${comma}${arguments_}${_});`;
  },
  (draft, { make }, method, arguments_) =>
    `const server = ${make()};\nserver.${method}.apply(server,${_} [${_}${arguments_}${_}]);`,
  (draft, { make }, method, arguments_) =>
    `const server = ${make()};\nReflect.apply(server.${method}, server, [${arguments_}]);`,
  (draft, { make }, method, arguments_) => {
    draft.import(
      draft.isModule ? "import { promisify } from 'node:util';" : "const { promisify } = require('util');",
    );
    return `const server = ${make()};\nawait promisify(server.${method}.bind(server))(${_}${arguments_}${_});`;
  },
  (draft, { make }, method, arguments_) => {
    draft.import(draft.isModule ? "import util from 'node:util';" : "const util = require('node:util');");
    return `const server = ${make()};\nconst ready = util.promisify(server.${method}.bind(server));\nready(${_}${arguments_}${_});`;
  },
  (draft, { make }, method, arguments_) =>
    `const server = ${make()};\nconst begin = server.${method}.bind(server);\nbegin(${_}${arguments_}${_});`,
  (draft, { make }, method, arguments_) => {
    const comma = arguments_.trim() === '' ? '' : ', ';
    return `const server = ${make()};\nserver.${method}.bind(server${comma}${arguments_})();`;
  },
  (draft, { make }, method, arguments_) =>
    arguments_.includes('...') || /,\s*$/.test(arguments_)
      ? undefined
      : `const server = ${make()};\nawait new Promise((resolve) => ${call(draft, 'server', method, arguments_.trim() === '' ? 'resolve' : `${arguments_},${_} resolve`)});`,
  (draft, { make }, method, arguments_) =>
    `const server = ${make()};\nconst begin = () => ${call(draft, 'server', method, arguments_)};\nbegin();`,
  (draft, { make }, method, arguments_) =>
    `for (const server of [${make()}]) {\n  ${call(draft, 'server', method, arguments_)};\n}`,
  (draft, { make }, method, arguments_) =>
    `const server = ${make()};\nif (!server.listening) {\n\t${call(draft, 'server', method, arguments_)};\n}`,
  (draft, { make }, method, arguments_) =>
    `const server = ${make()};\nserver.listening || ${call(draft, 'server', method, arguments_)};`,
  (draft, { make }, method, arguments_) =>
    `const server = ${make()};\nsetImmediate(() => {\n  ${call(draft, 'server', method, arguments_)};\n});`,
  (draft, { make }, method, arguments_) =>
    `const { server } = { server: ${make()} };\n${call(draft, 'server', method, arguments_)};`,
  (draft, { make }, method, arguments_) =>
    `const name = 'main', server = ${make()};\nvoid name, ${call(draft, 'server', method, arguments_)};`,
  (draft, { make }, method, arguments_) =>
    `class App {\n  server = ${make(true)};\n  start = () => {\n    ${call(draft, 'this.server', method, arguments_)};\n  };\n}\nnew App().start();`,
  (draft, { make }, method, arguments_) =>
    `const app = {\n  server: ${make()},\n  start() {\n    ${call(draft, 'app.server', method, arguments_)};\n  },\n};\napp.start();`,
  (draft, { make }, method, arguments_) =>
    `const servers = { main: ${make()} };\nconst { main } = servers;\n${call(draft, 'main', method, arguments_)};`,
  (draft, { make }, method, arguments_) =>
    `if (process.platform ${draft.pick(["=== 'linux'", "!== 'win32'", "=== 'darwin'"])}) {\n  const server = ${make()};\n  ${call(draft, 'server', method, arguments_)};\n}`,
  (draft, { make }, method, arguments_) => {
    draft.import(
      draft.isModule ? "import cluster from 'node:cluster';" : "const cluster = require('cluster');",
    );
    return `if (cluster.${draft.pick(['isPrimary', 'isWorker'])}) {\n  const server = ${make()};\n  ${call(draft, 'server', method, arguments_)};\n}`;
  },
  (draft, { make }, method, arguments_) => {
    draft.import(
      draft.isModule
        ? "import { isMainThread } from 'node:worker_threads';"
        : "const { isMainThread } = require('worker_threads');",
    );
    return `if (${draft.pick(['', '!'])}isMainThread) {\n  const server = ${make()};\n  ${call(draft, 'server', method, arguments_)};\n}`;
  },
  (draft, { make }, method, arguments_) =>
    `const server = process.env.NEVER ? null : ${make()};\n${call(draft, 'server', method, arguments_)};`,
];

/** Receivers that the file does not make: what they are is told by the shape of the call alone. */
const UNKNOWN: readonly Receiver[] = [
  (draft, _maker, method, arguments_) => {
    draft.import(draft.isModule ? "import app from './app.js';" : "const app = require('./app.js');");
    return `${call(draft, 'app', method, arguments_)};`;
  },
  (draft, _maker, method, arguments_) =>
    `function serve(server) {\n  ${call(draft, 'server', method, arguments_)};\n}\nglobalThis.serve = serve;`,
  (draft, _maker, method, arguments_) => `${call(draft, 'globalThis.server', method, arguments_)};`,
];

/** Statements that call a method of something the file does not show. */
export function reachUnknown(draft: Draft, method: string, arguments_: string): string {
  draft.runs = false;
  const nothing: Maker = { module: '', make: () => '' };
  return draft.pick(UNKNOWN)(draft, nothing, method, arguments_) ?? '';
}

/** Statements that make a server and call its method, in one of the ways programs do. */
export function reach(draft: Draft, maker: Maker, method: string, arguments_: string): string {
  for (;;) {
    const statements = draft.pick(RECEIVERS)(draft, maker, method, arguments_);
    if (statements !== undefined) {
      return statements;
    }
  }
}
