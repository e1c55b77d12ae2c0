import { GAP as _, type Draft } from './draft.ts';

/** A module of Node that makes servers, and the ways a program says so. */
interface ServerModule {
  readonly name: string;
  /** Exports that make a server, with the arguments they take. */
  readonly makers: readonly (readonly [name: string, ...arguments_: string[]])[];
  /** Classes that are servers. */
  readonly classes: readonly string[];
}

const HANDLER = `(request, response) => {${_} response.end();${_} }`;

const TCP_MODULES: readonly ServerModule[] = [
  {
    name: 'net',
    makers: [['createServer', '', `(socket) => { socket.end(); }`, '{ allowHalfOpen: true }']],
    classes: ['Server'],
  },
  {
    name: 'http',
    makers: [
      ['createServer', '', HANDLER, `{${_} keepAlive: true${_} },${_} ${HANDLER}`, '{ reusePort: true }'],
    ],
    classes: ['Server'],
  },
  { name: 'https', makers: [['createServer', '{}', `{},${_} ${HANDLER}`]], classes: ['Server'] },
  {
    name: 'http2',
    makers: [
      ['createServer', '', '{}'],
      ['createSecureServer', '{}', `{ allowHTTP1: true }`],
    ],
    classes: [],
  },
  { name: 'tls', makers: [['createServer', '{}', '{ reusePort: true }']], classes: ['Server'] },
];

/** An expression for an export of a module, in one of the ways to import it. */
function importOf(draft: Draft, module: string, name: string, inClass = false): string {
  const specifier = `'${draft.chance(50) ? 'node:' : ''}${module}'`;
  const alias = `make${name}`;
  const whole = module;
  const style = draft.below(draft.isModule ? 11 : 7);
  const from = draft.isModule ? `import(${specifier})` : `require(${specifier})`;
  const wait = draft.isModule ? `await ${from}` : from;
  switch (style) {
    case 0:
      draft.import(`const ${whole} = ${wait};`);
      return `${whole}${_}.${name}`;
    case 1:
      draft.import(`const { ${name} } = ${wait};`);
      return name;
    case 2:
      draft.import(`const { ${name}: ${alias} } = ${wait};`);
      return alias;
    case 3:
      if (inClass && draft.isModule) {
        draft.import(`import * as ${whole} from ${specifier};`);
        return `${whole}.${name}`;
      }
      return `(${wait}).${name}`;
    case 4:
      draft.import(`const ${whole} = process.getBuiltinModule(${specifier});`);
      return `${whole}.${name}`;
    case 5:
      draft.import(`const ${whole} = ${wait};`);
      draft.import(`const { ${name} } = ${whole};`);
      return name;
    case 6:
      return draft.extension === 'cts'
        ? importEquals(draft, whole, specifier, name)
        : `process.getBuiltinModule(${specifier})${_}.${name}`;
    case 7:
      draft.import(`import ${whole} from ${specifier};`);
      return `${whole}.${name}`;
    case 8:
      draft.import(`import * as ${whole} from ${specifier};`);
      return `${whole}${_}.${_}${name}`;
    case 9:
      draft.import(
        draft.chance(50)
          ? `import { ${name} as ${alias} } from ${specifier};`
          : `import {${_} ${name}${_} } from ${specifier};\nconst ${alias} = ${name};`,
      );
      return alias;
    default:
      draft.import("import { createRequire } from 'node:module';");
      draft.import('const require = createRequire(import.meta.url);');
      draft.import(`const ${whole} = require(${specifier});`);
      return `${whole}.${name}`;
  }
}

function importEquals(draft: Draft, whole: string, specifier: string, name: string): string {
  // Node strips types only, it compiles nothing
  draft.runs = false;
  draft.import(`import ${whole} = require(${specifier});`);
  return `${whole}.${name}`;
}

/** What makes a server. Each function writes imports into the draft, so that only one is called, once. */
export interface Maker {
  readonly module: string;
  /** An expression that makes a server; within a class body nothing can be awaited. */
  readonly make: (inClass?: boolean) => string;
  /** The server's class, where a program can extend it. */
  readonly superclass?: () => string;
}

/** Makes a TCP server of Node. */
export function tcpServer(draft: Draft): Maker {
  const { name: module, makers, classes } = draft.pick(TCP_MODULES);
  const [superclass] = classes;
  return {
    module,
    ...(superclass === undefined ? {} : { superclass: () => importOf(draft, module, superclass) }),
    make: (inClass) => {
      if (superclass !== undefined && draft.chance(15)) {
        return `new ${importOf(draft, module, superclass, true)}()`;
      }
      const [name, ...arguments_] = draft.pick(makers);
      return `${importOf(draft, module, name, inClass)}(${_}${draft.pick(arguments_)}${_})`;
    },
  };
}

const SOCKET_TYPES: readonly (readonly [text: string, declaration?: string])[] = [
  ["'udp4'"],
  ["'udp4'"],
  ["'udp4'"],
  ["'udp6'"],
  ['`udp4`'],
  ['type', "const type = 'udp4';"],
  ['kind', "const kind = 'udp4';"],
  ['type', "let type = 'udp6';\ntype = 'udp4';"],
  ["process.env.FAMILY || 'udp4'"],
  ["process.env.FAMILY === '6' ? 'udp6' : 'udp4'"],
  ["(note('type'), 'udp4')"],
  ["'udp9'"],
];

const SOCKET_OPTIONS: readonly string[] = [
  '',
  '',
  '',
  `,${_} reuseAddr: true`,
  `,${_} reuseAddr: false`,
  ', reusePort: true',
  ', reusePort: false',
  ", reusePort: process.platform === 'linux'",
  ", 'reuseAddr': !!process.env.SHARED",
  ', ipv6Only: false',
  ', recvBufferSize: 65536',
  ', ...{}',
  ', ...{ reuseAddr: true }',
  ', ...globalThis.socketOptions',
];

/** Makes a datagram socket. */
export function datagramSocket(draft: Draft): Maker {
  return {
    module: 'dgram',
    make: (inClass) => {
      const create = importOf(draft, 'dgram', 'createSocket', inClass);
      const [text, declaration] = draft.pick(SOCKET_TYPES);
      if (declaration !== undefined) {
        draft.declare(declaration);
      }
      return socketOf(draft, create, text);
    },
  };
}

function socketOf(draft: Draft, create: string, text: string): string {
  const type = draft.chance(8) ? `(${_}${text}${_})` : text;
  const callback = draft.chance(15) ? `,${_} () => note('message')` : '';
  const wrong = draft.chance(8) ? `, { reuseAddr: ${draft.pick(['true', 'false'])} }` : '';
  const more = draft.pick(SOCKET_OPTIONS);
  const property = text === 'type' && draft.chance(60) ? 'type' : `type:${_} ${type}`;
  const call = (arguments_: string): string => `${create}(${_}${arguments_}${_})`;
  switch (draft.below(8)) {
    case 0:
    case 1:
    case 2:
      return call(`${type}${callback || wrong}${draft.chance(10) ? `${_},` : ''}`);
    case 3:
    case 4:
      return call(`{${_} ${property}${_}${more}${_} }${callback}`);
    case 5:
      return call(
        `{\n  ${property}${_}${more.trimEnd().replace(/,/, ',\n ')}${draft.chance(50) ? ',' : ''}${_}\n}${callback}`,
      );
    case 6:
      draft.declare(`const socketOptions = { ${property}${more} };`);
      return call(`${draft.chance(30) ? '{ ...socketOptions }' : 'socketOptions'}${callback}`);
    default:
      if (draft.chance(50)) {
        draft.declare(`const makeSocket = ${create}.bind(null, ${type});`);
        return `makeSocket(${_})`;
      }
      draft.declare(`const makeSocket = ${create}.bind(null);`);
      return `makeSocket(${_}${type}${callback}${_})`;
  }
}
