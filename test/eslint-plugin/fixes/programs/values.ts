import { GAP as _, type Draft } from './draft.ts';

/** An expression, with the declarations or the parameter it needs. */
export interface Expression {
  readonly text: string;
  readonly declare?: readonly string[];
  /** A parameter of the function around the call, and the argument it is called with. */
  readonly parameter?: readonly [name: string, argument: string];
  /** The one language it is written in; TypeScript would reject the others' types, or JavaScript their syntax. */
  readonly only?: 'JavaScript' | 'TypeScript';
}

const plain = (...texts: readonly string[]): Expression[] => texts.map((text) => ({ text }));
const declared = (text: string, ...declare: readonly string[]): Expression => ({ text, declare });
const parameter = (text: string, name: string, argument: string): Expression => ({
  text,
  parameter: [name, argument],
});
const untyped = (text: string, name: string, argument: string): Expression => ({
  ...parameter(text, name, argument),
  only: 'JavaScript',
});
/** A property whose object is used otherwise before. */
const changed = (statement: string): Expression => ({
  ...declared('config.port', 'const config = { port: 3000 };', statement),
  only: 'JavaScript',
});
const typeScript = (...texts: readonly string[]): Expression[] =>
  texts.map((text) => ({ text, only: 'TypeScript' }));

const NORMALIZE_PORT = `function normalizePort(value) {
  const port = parseInt(value, 10);
  if (isNaN(port)) { return value; }
  return port >= 0 ? port : false;
}`;

/** What stands in a port's place. Every program here can run: nothing but port 3000 and its neighbours is taken. */
export const PORTS: readonly Expression[] = [
  ...plain('3000', "'3000'", '0xbb8', '3e3', '3_000', '`3000`', "'0xbb8'", "' 3000 '", '0b101110111000'),
  declared('PORT', 'const PORT = 3000;'),
  declared('PORT', "const PORT = '3000';"),
  declared('port', 'const port = 3000;'),
  declared('port', 'let port = 3000;'),
  declared('port', 'let port;', 'port = 3000;'),
  declared('port', 'let port = 2999;', 'port++;'),
  declared('port', 'let port = 2999;', 'port += 1;'),
  declared('port', 'const port = process.env.PORT || 3000;'),
  declared('port', "const port = parseInt(process.env.PORT ?? '3000', 10);"),
  declared('port', 'const { PORT: port = 3000 } = process.env;'),
  declared('PORT', 'const { PORT } = process.env;'),
  declared('PORT', 'const { PORT = 3000 } = process.env;'),
  declared('port', 'const env = process.env;', 'const port = env.PORT ?? 3000;'),
  declared('config.port', 'const config = { port: 3000 };'),
  declared('config.port', 'const config = { port: process.env.PORT || 3000 };'),
  declared('config.port', 'const config = { port: 3000 };', 'config.port = process.env.PORT ?? config.port;'),
  declared("config['port']", 'const config = Object.freeze({ port: 3000 });'),
  changed("Object.assign(config, { port: 'named.sock' });"),
  changed("for (const key of ['port']) config[key] = 'named.sock';"),
  changed("((options) => { options.port = 'named.sock'; })(config);"),
  changed('console.log(config);'),
  declared('port', 'const [port] = [3000];'),
  declared('port', 'const { port } = { port: 3000 };'),
  declared('normalizePort(process.env.PORT || 3000)', NORMALIZE_PORT),
  declared("normalizePort(process.env.PORT || '3000')", NORMALIZE_PORT),
  declared('getPort()', 'const getPort = () => process.env.PORT || 3000;'),
  declared('getPort()', 'function getPort() { return 3000; }'),
  ...plain(
    'process.env.PORT',
    "process.env['PORT']",
    `process.env.PORT${_} ||${_} 3000`,
    `process.env.PORT ${_}??${_} 3000`,
    "process.env.PORT || '3000'",
    "process.env.PORT ?? '3000'",
    "process.env.PORT || 'fallback.sock'",
    'process.env.PORT || 0',
    'process.env.PORT || null',
    'process.env.PORT ?? undefined',
    'process.env.PORT || process.env.OTHER_PORT || 3000',
    '(process.env.PORT ?? process.env.OTHER_PORT) || 3000',
    `process.env.PORT${_} ?${_} process.env.PORT${_} :${_} 3000`,
    'process.env.PORT ? Number(process.env.PORT) : 3000',
    'process.env.PORT === undefined ? 3000 : process.env.PORT',
    "process.env.PORT == null ? '3000' : +process.env.PORT",
    '!process.env.PORT ? 3000 : process.env.PORT',
    'process.env.PORT && Number(process.env.PORT)',
    'process.env.PORT && 3000',
    'Number(process.env.PORT)',
    'Number(process.env.PORT) || 3000',
    'Number(process.env.PORT ?? 3000)',
    `Number(${_}process.env.PORT${_} ||${_} 3000${_})`,
    'parseInt(process.env.PORT, 10)',
    "parseInt(process.env.PORT || '3000', 10)",
    'parseInt(process.env.PORT) || 3000',
    'Number.parseInt(process.env.PORT ?? 3000)',
    'parseFloat(process.env.PORT) || 3000',
    '+process.env.PORT',
    '+(process.env.PORT || 3000)',
    '+(process.env.PORT ?? 3000) || 3000',
    '~~process.env.PORT || 3000',
    '(process.env.PORT | 0) || 3000',
    '`${process.env.PORT || 3000}`',
    'String(process.env.PORT || 3000)',
    "(process.env.PORT || '3000').trim()",
    'process.env.PORT?.trim() || 3000',
    '2999 + 1',
    '1000 * 3',
    '1500 << 1',
    'Math.max(3000, 2999)',
    '(0, 3000)',
    "(note('port'), 3000)",
    "note('port') ?? 3000",
    'false || 3000',
    'null ?? 3000',
    'true && 3000',
    'String(3000)',
    "Number('3000')",
    "parseInt('3000px', 10)",
    "'3000'.slice(0)",
    'new Number(3000)',
    '[3000]',
    '30.5',
    '-1',
    '70000',
    'NaN',
    'Infinity',
    'true',
    'false',
    "''",
    "' '",
    "'-1'",
    "'3000x'",
    "'named.sock'",
    "'./named.sock'",
    '`./${process.platform}.sock`',
    'process.env.SOCKET || 3000',
    "process.env.SOCKET || 'named.sock'",
    '0',
    "'0'",
    '0x0',
    '-0',
    'String(0)',
    'null',
    'undefined',
    'void 0',
    'process.env.PORT || 3000 - 0',
    'process.env.PORT ? parseInt(process.env.PORT, 10) : undefined',
    'process.env.PORT || (() => 3000)()',
    'globalThis.port ?? 3000',
    'process.argv[7] || 3000',
    'process.argv[7] ?? process.env.PORT ?? 3000',
    '(process.env.PORT ||= 3000)',
  ),
  parameter('port', 'port', '3000'),
  parameter('port', 'port = 3000', ''),
  parameter('port', 'port = 3000', '3000'),
  untyped('port', 'port = 3000', 'process.env.PORT'),
  untyped('port', 'port = 3000', "'named.sock'"),
  untyped('port', 'port', "'./named'"),
  untyped('port', 'port = 3000', 'null'),
  parameter('port', 'port = process.env.PORT || 3000', ''),
  parameter('port', 'port = process.env.PORT', ''),
  parameter('port', "port = '3000'", "'3000'"),
  parameter('port', '{ port = 3000 }', '{}'),
  parameter('port', '{ port = 3000 } = {}', ''),
  untyped('port', '{ port = 3000 } = {}', "{ port: 'named.sock' }"),
  parameter('port', '{ port }', '{ port: 3000 }'),
  parameter('options.port', 'options', '{ port: 3000 }'),
  parameter('options.port ?? 3000', 'options = {}', ''),
  parameter('port || 3000', 'port', ''),
  parameter('port ?? 3000', 'port', 'process.env.PORT'),
  parameter('Number(port)', 'port', "'3000'"),
  parameter('+port', 'port = 3000', "'3000'"),
  parameter('port', 'port = 3000', '3001'),
  ...typeScript(
    '3000 as number',
    "'3000' as unknown as number",
    'process.env.PORT!',
    'process.env.PORT as string',
    '(process.env.PORT as unknown as number) || 3000',
    '<any>3000',
    '3000 satisfies number',
    '+process.env.PORT! || 3000',
    '(process.env.PORT ?? 3000) as number',
    'Number(process.env.PORT as string) || 3000',
    "(process.env.PORT || 'named.sock') as any",
  ),
  { text: 'port', declare: ['const port: number = 3000;'], only: 'TypeScript' },
  { text: 'port', declare: ['const port: number = Number(process.env.PORT) || 3000;'], only: 'TypeScript' },
  { text: 'port', declare: ["const port: number = JSON.parse('3000');"], only: 'TypeScript' },
  { text: 'port', declare: ['const port = 3000 as const;'], only: 'TypeScript' },
  { text: 'port', parameter: ['port: number', '3000'], only: 'TypeScript' },
  { text: 'port', parameter: ['port?: number', ''], only: 'TypeScript' },
  { text: 'port', parameter: ['port: number | string', "'named.sock'"], only: 'TypeScript' },
  { text: 'port', parameter: ['port: any = 3000', ''], only: 'TypeScript' },
];

/** What stands where `listen` and `bind` look for an address. */
export const HOSTS: readonly Expression[] = [
  ...plain(
    "'127.0.0.1'",
    "'127.0.0.1'",
    "'localhost'",
    "'::1'",
    "'0.0.0.0'",
    "'::'",
    '`127.0.0.1`',
    "'127.0.0.' + 1",
    "process.env.HOST || '127.0.0.1'",
    "process.env.HOST ?? '127.0.0.1'",
    'process.env.HOST',
    "true ? '127.0.0.1' : '::1'",
    "(note('host'), '127.0.0.1')",
    "['127.0.0.1'][0]",
    'undefined',
    'null',
    "''",
    "'2130706433'",
  ),
  declared('host', "const host = '127.0.0.1';"),
  declared('HOST', "const HOST = process.env.HOST || '127.0.0.1';"),
  declared('hostname', "const hostname = '127.0.0.1';"),
  declared('𝒽ost', "const 𝒽ost = '127.0.0.1';"),
  declared('host', 'let host;'),
  declared('host', "let host = 'localhost';", "host = '127.0.0.1';"),
  declared('config.host', "const config = { port: 3000, host: '127.0.0.1' };"),
  parameter('host', "host = '127.0.0.1'", ''),
  parameter('host', 'host', "'127.0.0.1'"),
  parameter('host', 'host', ''),
  untyped('host', "host = '127.0.0.1'", '7'),
  untyped('host', 'host', '7'),
  untyped('process.env.HOST || host', 'host', "'127.0.0.1'"),
  ...typeScript("'127.0.0.1' as string", 'process.env.HOST!', "'127.0.0.1' satisfies string"),
];

export const BACKLOGS: readonly Expression[] = [
  ...plain(
    '511',
    '5',
    '0x10',
    '1',
    '0',
    '-1',
    '2.5',
    "'7'",
    'null',
    'undefined',
    '4 + 4',
    'Number(process.env.BACKLOG) || 5',
    'process.env.BACKLOG || 5',
    'process.env.BACKLOG',
    "(note('backlog'), 6)",
  ),
  declared('backlog', 'const backlog = 9;'),
  declared('BACKLOG', 'const BACKLOG = 9;'),
  declared('queue', 'const queue = 9;'),
  parameter('backlog', 'backlog = 9', ''),
  parameter('backlog', 'backlog', '9'),
];

export const CALLBACKS: readonly Expression[] = [
  ...plain(
    `() =>${_} {}`,
    "() => note('called')",
    "() => note('called')",
    `() => {${_}\n  note('called');${_}\n}`,
    `function (${_})${_} { note('called'); }`,
    "async () => note('called')",
    "() => { console.log(`listening 🦊`); note('called'); }",
    "note.bind(null, 'called')",
    "true ? () => note('called') : undefined",
    'undefined',
    'null',
  ),
  declared('onListening', "function onListening() { note('called'); }"),
  declared('onListening', "const onListening = () => note('called');"),
  declared('callback', "const callback = function () { note('called'); };"),
  declared('handlers.listening', "const handlers = { listening() { note('called'); } };"),
  declared('announce()', "const announce = () => () => note('called');"),
  parameter('callback', 'callback', "() => note('called')"),
  parameter('done', "done = () => note('called')", ''),
  parameter('next', 'next', ''),
];

/** An expression among `choices`, with what it needs noted in the draft, and perhaps in parentheses. */
export function expression(draft: Draft, choices: readonly Expression[]): string {
  const usable = choices.filter(({ only = draft.language }) => only === draft.language);
  const { text, declare = [], parameter: needed } = draft.pick(usable);
  if (needed) {
    const [name, argument] = needed;
    if (draft.parameters.size > 0 || draft.isExporting || declaresName(draft, boundName(name))) {
      return expression(draft, choices);
    }
    draft.parameters.set(name, argument);
  } else if (declare.length > 0 && !canDeclare(draft, declare)) {
    return expression(draft, choices);
  }
  draft.declare(...declare);
  return wrap(draft, text);
}

function nameOf(declaration: string): string {
  return (
    /^(?:const|let|function)\s+(?:[{[]\s*(?:\w+:\s*)?)?([\p{ID_Continue}$]+)/u.exec(declaration)?.[1] ?? ''
  );
}

/** The name a parameter binds: `port` of `{ port = 3000 } = {}` */
function boundName(name: string): string {
  return name.replaceAll(/[{}\s]|[=:?].*/g, '');
}

function declaresName(draft: Draft, name: string): boolean {
  return [...draft.declarations].some((declaration) => nameOf(declaration) === name);
}

/** Whether no declaration of the same name stands there already, other than the very same. */
function canDeclare(draft: Draft, declare: readonly string[]): boolean {
  return (
    declare.every((declaration) => draft.declarations.has(declaration)) ||
    (declare.every((declaration) => {
      const name = nameOf(declaration);
      return name === '' || !declaresName(draft, name);
    }) &&
      ![...draft.parameters.keys()].some((name) =>
        declare.some((declaration) => nameOf(declaration) === boundName(name)),
      ))
  );
}

function wrap(draft: Draft, text: string): string {
  if (draft.chance(8)) {
    return `(${_}${text}${_})`;
  }
  if (draft.chance(2)) {
    return `(${_}(${_}${text}${_})${_})`;
  }
  return text;
}
