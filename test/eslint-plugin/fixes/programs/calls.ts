import fc from 'fast-check';
import { GAP as _, programs, type Draft, type Program } from './draft.ts';
import { datagramSocket, tcpServer, type Maker } from './modules.ts';
import { reach, reachUnknown } from './receivers.ts';
import { BACKLOGS, CALLBACKS, HOSTS, PORTS, expression } from './values.ts';

/** Reuse options as given to listen(), in right and wrong spellings. */
const GIVEN: readonly string[] = [
  'reusePort: false',
  'reusePort: true',
  'reusePort: 1',
  "reusePort: 'true'",
  'reusePort: undefined',
  "reusePort: process.platform === 'linux'",
  'reusePort: Boolean(process.env.SHARED)',
  "'reusePort': true",
  "['reusePort']: false",
  '...{ reusePort: true }',
  '...(process.env.SHARED ? { reusePort: true } : {})',
  '...(process.env.SHARED && { reusePort: true })',
  '...globalThis.listenOptions',
  'exclusive: true',
  'exclusive: false',
  'ipv6Only: true',
  'readableAll: true',
  'reuseAddr: true',
];

const name = (draft: Draft, key: string, value: string): string =>
  value === key && draft.chance(70)
    ? key
    : draft.pick([`${key}:${_} ${value}`, `${key}: ${value}`, `${key}: ${value}`, `'${key}': ${value}`]);

/** The properties of an options object for listen(). */
function properties(draft: Draft): string[] {
  const list = draft.chance(94) ? [name(draft, 'port', expression(draft, PORTS))] : [];
  if (draft.chance(40)) {
    list.push(name(draft, 'host', expression(draft, HOSTS)));
  }
  if (draft.chance(15)) {
    list.push(name(draft, 'backlog', expression(draft, BACKLOGS)));
  }
  if (draft.chance(4)) {
    list.push(draft.pick(["path: 'named.sock'", 'path: undefined', 'fd: undefined', 'fd: null']));
  }
  if (draft.chance(35)) {
    list.splice(draft.below(list.length + 1), 0, draft.pick(GIVEN));
  }
  return list;
}

function literal(draft: Draft, list: readonly string[]): string {
  if (list.length === 0) {
    return draft.pick(['{}', `{${_} }`]);
  }
  const trailing = draft.chance(40) ? ',' : '';
  switch (draft.below(5)) {
    case 0:
      return `{\n  ${list.join(`,${_}\n  `)}${_}${trailing}${_}\n}`;
    case 1:
      return `{\n\t${list.join(',\n\t')}${trailing}\n}`;
    case 2:
      return `{${list.join(',')}${trailing}}`;
    default:
      return `{${_} ${list.join(`${_},${_} `)}${_}${trailing}${_} }`;
  }
}

/** An options object in one of the ways programs hand it on. */
function optionsArgument(draft: Draft, list: readonly string[]): string {
  const [first = 'port: 3000', ...rest] = list;
  const declare = (...lines: readonly string[]): void => {
    draft.declare(...lines);
  };
  const isTaken = [...draft.parameters.keys()].some((parameter) => parameter.startsWith('options'));
  switch (isTaken ? -1 : draft.below(26)) {
    case 0:
    case 1:
      declare(`const options = ${literal(draft, list)};`);
      return 'options';
    case 2:
      declare(`const options = ${literal(draft, list)};`, 'note(options.port);');
      return 'options';
    case 3:
      declare(`const options = ${literal(draft, list)};`, 'note(JSON.stringify(Object.keys(options)));');
      return 'options';
    case 4:
      declare(`const options = ${literal(draft, [first])};`, ...rest.filter(isPlain).map(assign));
      return 'options';
    case 5:
      declare('const options = {};', ...list.filter(isPlain).map(assign));
      return 'options';
    case 6:
      declare(`const base = ${literal(draft, rest)};`);
      return `{ ...base,${_} ${first}${_} }`;
    case 7:
      declare(`const base = ${literal(draft, list)};`);
      return `{ ...base }`;
    case 8:
      declare(`const base = ${literal(draft, list)};`);
      return `{ host: '127.0.0.1',${_} ...base${_} }`;
    case 9:
      declare(`const options = Object.freeze(${literal(draft, list)});`);
      return 'options';
    case 10:
      return `Object.freeze(${literal(draft, list)})`;
    case 11:
      return `Object.assign({},${_} ${literal(draft, list)})`;
    case 12:
      return `process.env.NEVER ?${_} ${literal(draft, [first])} :${_} ${literal(draft, list)}`;
    case 13:
      declare(`const options = process.env.NEVER ? ${literal(draft, [first])} : ${literal(draft, list)};`);
      return 'options';
    case 14:
      declare(`function makeOptions() {\n  return ${literal(draft, list)};\n}`);
      return 'makeOptions()';
    case 15:
      if (draft.parameters.size > 0) {
        return literal(draft, list);
      }
      draft.isExporting = true;
      declare(
        `const options = ${literal(draft, list)};`,
        draft.isModule ? 'export { options };' : 'exports.options = options;',
      );
      return 'options';
    case 16:
      return draft.isTypeScript
        ? `${literal(draft, list)} ${draft.pick(['as const', 'as any', 'satisfies object'])}`
        : `(${_}${literal(draft, list)}${_})`;
    case 17:
      declare(`let options = ${literal(draft, list)};`, "options = { ...options, host: '127.0.0.1' };");
      return 'options';
    case 18:
      declare(
        `const options = ${literal(draft, list)};`,
        'options.exclusive = false;',
        'delete options.exclusive;',
      );
      return 'options';
    case 19:
      return literal(draft, [...rest, `get port() { return 3000; }`]);
    case 20:
      return draft.chance(50) && draft.parameters.size === 0
        ? viaParameter(draft, literal(draft, list))
        : literal(draft, [first, "...(process.env.NEVER ? { host: '::1' } : {})", ...rest]);
    default:
      return literal(draft, list);
  }
}

function viaParameter(draft: Draft, text: string): string {
  if (draft.chance(50)) {
    draft.parameters.set(`options = ${text}`, '');
  } else {
    draft.parameters.set('options', text);
  }
  return 'options';
}

const isPlain = (property: string): boolean => /^'?\w+'?(?:$|:)/.test(property);

/** `port: 3000` as `options.port = 3000;` */
function assign(property: string): string {
  const [, key = '', value] = /^'?(\w+)'?(?::(.*))?$/s.exec(property) ?? [];
  return `options.${key} = ${value ?? key};`;
}

function listenArguments(draft: Draft): string {
  const callback = (): string[] => (draft.chance(50) ? [expression(draft, CALLBACKS)] : []);
  const list = ((): string[] => {
    switch (draft.below(20)) {
      case 0:
        return draft.pick([
          [],
          ['null'],
          ['undefined'],
          ["() => note('called')"],
          ['null', "() => note('called')"],
        ]);
      case 1:
        return [
          expression(draft, PORTS),
          draft.pick(['{ reusePort: true }', '{ reusePort: false, host: null }', '{}']),
          ...callback(),
        ];
      case 2:
        return [
          expression(draft, PORTS),
          expression(draft, HOSTS),
          draft.pick(['{ reusePort: true }', '{ exclusive: true }']),
          ...callback(),
        ];
      case 3:
        return draft.pick([
          ['{ fd: 99 }', ...callback()],
          ["{ path: 'named.sock' }", ...callback()],
          ["{ path: 'named.sock', reusePort: true }", ...callback()],
          ["'named.sock'", '7', ...callback()],
          ['...[3000]', ...callback()],
          [expression(draft, PORTS), '{ reusePort: true }', expression(draft, HOSTS)],
          [expression(draft, PORTS), '{ reusePort: true }', expression(draft, BACKLOGS), ...callback()],
          ['globalThis.handle', ...callback()],
          ['{ handle: globalThis.handle, port: 3000 }', ...callback()],
          [expression(draft, PORTS), "...['127.0.0.1']", ...callback()],
        ]);
      case 4:
        return [expression(draft, PORTS), ...callback(), expression(draft, BACKLOGS)];
      case 5:
      case 6:
        return [expression(draft, PORTS), expression(draft, BACKLOGS), ...callback()];
      case 7:
      case 8:
        return [
          expression(draft, PORTS),
          expression(draft, HOSTS),
          expression(draft, BACKLOGS),
          ...callback(),
        ];
      case 9:
      case 10:
      case 11:
        return [expression(draft, PORTS), expression(draft, HOSTS), ...callback()];
      case 12:
      case 13:
      case 14:
        return [expression(draft, PORTS), ...callback()];
      default:
        return [optionsArgument(draft, properties(draft)), ...callback()];
    }
  })();
  return join(draft, list);
}

function join(draft: Draft, list: readonly string[]): string {
  const text = draft.chance(8) ? `\n  ${list.join(',\n  ')}` : list.join(`${_},${_} `);
  return list.length > 0 && draft.chance(10) ? `${text}${_},` : text;
}

const BIND_GIVEN: readonly string[] = [
  'exclusive: true',
  'exclusive: false',
  'reuseAddr: true',
  'reusePort: true',
  '...{}',
  '...globalThis.listenOptions',
];

function bindArguments(draft: Draft): string {
  const callback = (): string[] => (draft.chance(50) ? [expression(draft, CALLBACKS)] : []);
  switch (draft.below(10)) {
    case 0:
      return join(
        draft,
        draft.pick([[], ["() => note('called')"], ['null'], ['undefined', "() => note('called')"]]),
      );
    case 1:
    case 2:
    case 3:
      return join(draft, [expression(draft, PORTS), ...callback()]);
    case 4:
    case 5:
      return join(draft, [expression(draft, PORTS), expression(draft, HOSTS), ...callback()]);
    default: {
      const list = [name(draft, 'port', expression(draft, PORTS))];
      if (draft.chance(40)) {
        list.push(name(draft, 'address', expression(draft, HOSTS)));
      }
      if (draft.chance(25)) {
        list.push(draft.pick(BIND_GIVEN));
      }
      return join(draft, [
        draft.chance(60) ? literal(draft, list) : optionsArgument(draft, list),
        ...callback(),
      ]);
    }
  }
}

/** What a program does with its socket besides. */
const GROUPS: readonly string[] = [
  '',
  '',
  '',
  "server.on('listening', () => { server.addMembership('224.0.0.114'); });",
  "server.once('listening', () => { server.setBroadcast(true); note('broadcast'); });",
  "server.on('message', () => note('message'));",
];

/** One socket, or two that share arguments, options and whatever else is declared. */
function reachAll(
  draft: Draft,
  makerOf: (draft: Draft) => Maker,
  method: string,
  arguments_: string,
): string {
  if (draft.chance(4)) {
    return reachUnknown(draft, method, arguments_);
  }
  const maker = makerOf(draft);
  // names that have to be looked up come back in any order
  if (!draft.chance(12) || /local|2130706433|HOST|\bhost/.test([...draft.declarations, arguments_].join())) {
    return reach(draft, maker, method, arguments_);
  }
  const expression = maker.make(true);
  const shared: Maker = { module: maker.module, make: () => expression };
  const [one, other] = [reach(draft, shared, method, arguments_), reach(draft, shared, method, arguments_)];
  return /^\s*(?:export|module\.exports)\b/m.test(`${one}\n${other}`) ? one : `{\n${one}\n}\n{\n${other}\n}`;
}

const tcpProgram = (draft: Draft): string => reachAll(draft, tcpServer, 'listen', listenArguments(draft));

const udpProgram = (draft: Draft): string => {
  const method = draft.chance(5) ? 'bindSync' : 'bind';
  const statements = reachAll(draft, datagramSocket, method, bindArguments(draft));
  const group = draft.pick(GROUPS);
  return /^(?:const|let|var) server\b/m.test(statements) && !/^(?:for|function|class|if|\{)/m.test(statements)
    ? `${statements}\n${group}`.trimEnd()
    : statements;
};

/** Programs that make a server and have it listen, or a datagram socket and have it bound. */
export const listeningPrograms: fc.Arbitrary<Program> = programs((draft) =>
  draft.chance(30) ? udpProgram(draft) : tcpProgram(draft),
);
