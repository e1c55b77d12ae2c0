import { linesOf, replaceIn, type Block } from '../block.ts';
import type { Choices } from '../choices.ts';
import type { Due, Rendered } from '../program.ts';
import { literalOf, variableOf, type Role } from '../roles.ts';
import { rolesOf } from '../scenarios.ts';
import { PLACES, SERVER_CLASSES, SHAPES, type Place } from './dimensions.ts';
import type { Parts } from './shapes.ts';

/** One socket of a program: its role and its choices. */
interface Opener {
  readonly role: Role;
  readonly own: (name: string) => string;
  readonly all: Choices;
  readonly name: string;
  readonly place: Place;
}

const NAMES: Readonly<Record<Role, string>> = {
  server: 'serve',
  datagram: 'open_control',
  multicast: 'join_group',
  client: 'dial',
  probe: 'port_is_free',
  either: 'open_service',
};

export function renderPython(choices: Choices): Rendered {
  const isClass = choices['made by'] === 'a class of socketserver';
  const { body, due, isServer } = isClass ? serverClass(choices) : openers(choices);
  const unit = { '2': '  ', tab: '\t' }[choices.indentation ?? ''] ?? '    ';
  const text = linesOf(body, unit).join('\n');
  const imports = ['contextlib', 'errno', 'os', 'socketserver', 'struct', 'sys'].filter((name) =>
    new RegExp(`\\b${name}\\.`).test(text),
  );
  const sockets =
    {
      names: ['from socket import *', 'from socket import socket as new_socket'].slice(0, 1),
      alias: ['import socket as net'],
    }[choices.import ?? ''] ?? (isClass ? [] : ['import socket']);
  const named =
    choices.import === 'names'
      ? text.replaceAll(/\bsocket\.(?=[A-Za-z])/g, '')
      : choices.import === 'alias'
        ? text.replaceAll(/\bsocket\.(?=[A-Za-z])/g, 'net.')
        : text;
  const lines = [...imports.map((name) => `import ${name}`), ...sockets, '', '', ...named.split('\n'), ''];
  const commented = lines.flatMap((line, index) => comment(choices, line, lines[index - 1] ?? ''));
  return { text: commented.join(choices['line ends'] === 'CRLF' ? '\r\n' : '\n'), due, isServer };
}

function comment(choices: Choices, line: string, previous: string): string[] {
  if (!line.includes('.bind(') || /^\s*(?:try:|return\b)/.test(line) || previous.trim().startsWith('@')) {
    return [line];
  }
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  switch (choices.comments) {
    case 'above':
      return [`${indent}# take the port`, line];
    case 'behind':
      return [`${line}  # take the port`];
    default:
      return [line];
  }
}

const START: Block = ['', '', "if __name__ == '__main__':", ['main()']];

/** Errors end the program as a person's would who does not show tracebacks. */
const guarded = (calls: Block): Block => [
  'def main():',
  ['try:', calls, 'except (OSError, RuntimeError) as error:', ["print('failed:', error)", 'sys.exit(3)']],
];

interface Body {
  readonly body: Block;
  readonly due: Due;
  readonly isServer: boolean;
}

function serverClass(choices: Choices): Body {
  const { base, role } = SERVER_CLASSES[choices['server class'] as keyof typeof SERVER_CLASSES];
  const bodies: Readonly<Record<string, Block>> = {
    attribute: ['daemon_threads = True'],
    method: ['def service_actions(self):', ["print('idle')"]],
    docstring: ['"""Answers on a port."""'],
  };
  const isDerived = choices['class body'] !== 'no subclass' || base.includes(',');
  const port = `int(os.environ['${variableOf(role)}'])`;
  const handler =
    role === 'server' ? 'socketserver.StreamRequestHandler' : 'socketserver.DatagramRequestHandler';
  return {
    body: [
      `class Handler(${handler}):`,
      ['def handle(self):', ["print('handled')"]],
      ...(isDerived
        ? ['', '', `class Server(${base}):`, bodies[choices['class body'] ?? ''] ?? ['pass']]
        : []),
      '',
      '',
      ...guarded([
        `with ${isDerived ? 'Server' : base}(('127.0.0.1', ${port}), Handler) as server:`,
        ['server.timeout = 0', 'server.handle_request()'],
      ]),
      ...START,
    ],
    due: new Set(role === 'server' && isDerived ? [role] : []),
    isServer: role === 'server',
  };
}

function openers(choices: Choices): Body {
  const all = rolesOf(choices).map((role, index): Opener => ({
    role,
    own: (name) => choices[`${index}.${name}`] ?? '',
    all: choices,
    name: NAMES[role],
    place: PLACES[choices.place as keyof typeof PLACES],
  }));
  const [first] = all;
  const functions = all.flatMap((opener) => [...helpersOf(opener), functionOf(opener)]);
  const { isMember, isOfTwoClasses } = first?.place ?? {};
  const free = functions.filter(([line]) => !isMember || !isMethod(line));
  const methods = functions.filter(([line]) => isMember && isMethod(line));
  const classes = isOfTwoClasses ? methods.map((method) => [method]) : methods.length > 0 ? [methods] : [];
  const file = first?.place.file ? [first.place.file] : [];
  const calls = all.flatMap((opener) => callsOf(opener));
  const declared = classes.map((_, index) => `${INSTANCES[index] ?? ''} = ${CLASSES[index] ?? ''}()`);
  const blocks: Block[] = [
    ...file,
    ...constantsOf(all),
    ...free,
    ...(linesOf(functions.flat(), '').some((line) => line.includes('answer('))
      ? [['def answer(listener):', ['listener.setblocking(False)', ...accepting('listener')]]]
      : []),
    ...classes.map((own, index) => [
      `class ${CLASSES[index] ?? ''}:`,
      [
        'def __init__(self):',
        [`${first?.place.socket ?? ''} = None`],
        ...own.flatMap((method) => ['', ...method]),
      ],
    ]),
    guarded([...declared, ...calls]),
  ];
  return {
    body: [...blocks.flatMap((block, index) => (index === 0 ? block : ['', '', ...block])), ...START],
    due: dueOf(all),
    isServer: all.some(({ role }) => role === 'server' || role === 'either'),
  };
}

const CLASSES = ['Service', 'Control'];
const INSTANCES = ['service', 'control'];

const isMethod = (line: string | Block | undefined): boolean =>
  typeof line === 'string' && line.includes('(self');

function dueOf(all: readonly Opener[]): Due {
  return new Set(
    all.flatMap(({ role, own }) =>
      ['server', 'multicast'].includes(role) && own('create') !== "in the bind's expression" ? [role] : [],
    ),
  );
}

function constantsOf(all: readonly Opener[]): Block[] {
  return all.flatMap((opener) =>
    opener.own('port') === 'constant' ? [[`${constantOf(opener)} = ${literalOf(opener.role)}`]] : [],
  );
}

const constantOf = ({ name }: Opener): string => `${name.toUpperCase()}_PORT`;

const typeNamed = (role: Role): string =>
  role === 'datagram' || role === 'multicast' ? 'socket.SOCK_DGRAM' : 'socket.SOCK_STREAM';

function typeOf({ role, own }: Opener): string {
  if (role !== 'either') {
    return typeNamed(role);
  }
  switch (own('which type')) {
    case 'conditional':
      return 'socket.SOCK_DGRAM if udp else socket.SOCK_STREAM';
    case 'table':
      return "{'tcp': socket.SOCK_STREAM, 'udp': socket.SOCK_DGRAM}['udp' if udp else 'tcp']";
    case 'branches':
      return 'socket.SOCK_STREAM';
    default:
      return 'kind';
  }
}

/** The expression that makes the socket. */
function madeBy(opener: Opener): string {
  const { own, role } = opener;
  if (own('create').includes('address')) {
    return 'socket.socket(family, kind, proto)';
  }
  const type = typeOf(opener);
  const protocol = type.endsWith('DGRAM') ? 'socket.IPPROTO_UDP' : 'socket.IPPROTO_TCP';
  const given: Readonly<Record<string, string>> = {
    defaults: '',
    'family alone': 'socket.AF_INET',
    keywords: `family=socket.AF_INET, type=${type}`,
    'keyword type': `type=${type}`,
    'with protocol': `socket.AF_INET, ${type}, ${protocol}`,
    variable: 'socket.AF_INET, wanted',
    parameter: 'socket.AF_INET, wanted',
  };
  return `socket.socket(${role === 'either' ? `socket.AF_INET, ${type}` : (given[own('arguments')] ?? `socket.AF_INET, ${type}`)})`;
}

function helpersOf(opener: Opener): Block[] {
  const { own, name } = opener;
  const helpers: Block[] = [];
  if (own('create') === 'by a helper') {
    const depth = Number(own('depth of creation'));
    const parameter = own('arguments') === 'parameter' ? 'wanted' : '';
    for (let index = depth - 1; index >= 0; index--) {
      helpers.push([
        `def ${name}_socket_${index}(${parameter}):`,
        index === depth - 1
          ? [...wantedOf(opener), `made = ${madeBy(opener)}`, 'return made']
          : [`return ${name}_socket_${index + 1}(${parameter})`],
      ]);
    }
  }
  const depth = Number(own('depth of bind'));
  for (let index = depth - 1; index >= 0; index--) {
    const parts: Parts = {
      bind: index === depth - 1 ? 'sock.bind(address)' : `${name}_bind_${index + 1}(sock, address)`,
      create: [],
      created: '',
      socket: 'sock',
      failed: ['raise'],
      rest: ['return address'],
      nextPort: 'address = (address[0], address[1] + 1)',
    };
    const isInnermost = index === depth - 1;
    helpers.push([
      `def ${name}_bind_${index}(sock, address):`,
      isInnermost ? raising(shapeOf(opener)(parts)) : [parts.bind],
    ]);
  }
  return helpers;
}

/** Where no error is at hand, a helper raises one of its own. */
function raising(block: Block): Block {
  const isAfter = (index: number): boolean => {
    const head = block.slice(0, index).findLast((line) => typeof line === 'string');
    return typeof head === 'string' && !head.startsWith('except');
  };
  return block.map((line, index) =>
    typeof line === 'string'
      ? line === 'raise'
        ? "raise OSError(errno.EADDRINUSE, 'not bound')"
        : line
      : isAfter(index) && line.length === 1 && line[0] === 'raise'
        ? ["raise OSError(errno.EADDRINUSE, 'not bound')"]
        : line,
  );
}

function shapeOf({ own }: Opener): (parts: Parts) => Block {
  const [family = '', name = ''] = own('shape').split(': ');
  const shape = (SHAPES[family as keyof typeof SHAPES] as Record<string, (parts: Parts) => Block>)[name];
  if (!shape) {
    throw new Error(`There is no shape ${own('shape')}.`);
  }
  return shape;
}

const wantedOf = (opener: Opener): Block =>
  opener.own('arguments') === 'variable' ? [`wanted = ${typeOf(opener)}`] : [];

function portOf(opener: Opener): string {
  const { role, own } = opener;
  switch (own('port')) {
    case 'environment':
      return `int(os.environ['${variableOf(role)}'])`;
    case 'literal':
      return String(literalOf(role));
    case 'constant':
      return constantOf(opener);
    default:
      return 'port';
  }
}

const isResolved = ({ own }: Opener): boolean => own('create').includes('address');

function failure(opener: Opener): Block {
  const { own, place, role } = opener;
  const close = /^(?:with|closing|in the try)$/.test(own('create')) ? [] : [`${place.socket}.close()`];
  if (role === 'probe') {
    return [...close, 'return False'];
  }
  switch (own('error')) {
    case 'exit':
      return ["print('not bound')", 'sys.exit(1)'];
    case 'raise':
    case 'raise another':
      return ["raise RuntimeError('not bound')"];
    case 'return without close':
      return ['return None'];
    default:
      return [...close, 'return None'];
  }
}

function afterBind(opener: Opener): Block {
  const { role, own, place } = opener;
  const { socket } = place;
  const leave: Block = [
    ...(place.isLocal && !/^(?:with|closing)$/.test(own('create')) ? [`${socket}.close()`] : []),
    role === 'probe' ? 'return True' : place.isReturned ? `return ${socket}` : "return 'opened'",
  ];
  const drain: Block = [
    `${socket}.setblocking(False)`,
    'try:',
    [`print(${socket}.recv(64))`],
    'except BlockingIOError:',
    ["print('no datagram')"],
  ];
  switch (role) {
    case 'server':
      return [`${socket}.listen(${own('backlog')})`, ...serving(opener), ...leave];
    case 'datagram':
      return [...drain, ...leave];
    case 'multicast':
      return [
        "group = struct.pack('4sl', socket.inet_aton('239.1.2.3'), socket.INADDR_ANY)",
        `${socket}.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)`,
        ...drain,
        ...leave,
      ];
    case 'client':
      return [
        `${socket}.connect(('127.0.0.1', int(os.environ['${variableOf('peer')}'])))`,
        "print('connected')",
        ...leave,
      ];
    case 'either':
      return [
        `if ${isKind(opener) ? 'kind == socket.SOCK_STREAM' : 'not udp'}:`,
        [`${socket}.listen(5)`],
        ...leave,
      ];
    case 'probe':
      return leave;
  }
}

const isKind = ({ own }: Opener): boolean => /parameter|default argument/.test(own('which type'));

const accepting = (socket: string): Block => [
  'try:',
  [`connection, _ = ${socket}.accept()`, 'connection.close()'],
  'except BlockingIOError:',
  ["print('nobody')"],
];

function serving({ own, place }: Opener): Block {
  switch (own('after')) {
    case 'accept':
      return [`${place.socket}.setblocking(False)`, ...accepting(place.socket)];
    case 'by a function':
      return [`answer(${place.socket})`];
    default:
      return [];
  }
}

function functionOf(opener: Opener): Block {
  const { own, place, name, role } = opener;
  const expression =
    own('create') === 'by a helper'
      ? `${name}_socket_0(${own('arguments') === 'parameter' ? 'wanted' : ''})`
      : madeBy(opener);
  const create: Block =
    own('which type') === 'branches'
      ? [
          'if udp:',
          [`${place.socket} = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)`],
          'else:',
          [`${place.socket} = ${expression}`],
        ]
      : [`${place.socket} = ${expression}`];
  const bind =
    own('depth of bind') === '0'
      ? `${place.socket}.bind(address)`
      : `${name}_bind_0(${place.socket}, address)`;
  const parts: Parts = {
    bind,
    create,
    created: `${place.socket} := ${expression}`,
    socket: place.socket,
    failed: failure(opener),
    rest: afterBind(opener),
    nextPort: 'address = (address[0], address[1] + 1)',
  };
  const family = own('shape').split(': ')[0] ?? '';
  const isDeep = own('depth of bind') !== '0';
  const tail = isDeep
    ? ['try:', [bind], 'except OSError:', parts.failed, ...parts.rest]
    : shapeOf(opener)(parts);
  const kind = role === 'either' ? 'kind' : typeOf(opener);
  const type =
    role === 'either' && !isKind(opener) && own('which type') !== 'branch sets it' ? typeOf(opener) : kind;
  const resolve = `socket.getaddrinfo('127.0.0.1', ${portOf(opener)}, type=${type}, flags=socket.AI_PASSIVE)`;
  const host = role === 'multicast' ? "''" : "'127.0.0.1'";
  const before: Block = [
    ...(place.first ?? []),
    ...(own('create') === 'by a helper' ? [] : wantedOf(opener)),
    ...(own('which type') === 'branch sets it'
      ? ['kind = socket.SOCK_STREAM', 'if udp:', ['kind = socket.SOCK_DGRAM']]
      : []),
    ...(own('create') === 'for the first address' ? [`family, kind, proto, _, address = ${resolve}[0]`] : []),
    ...(isResolved(opener) ? [] : [`address = (${host}, ${portOf(opener)})`]),
  ];
  const withSocket = {
    with: `with ${expression} as sock:`,
    closing: `with contextlib.closing(${expression}) as sock:`,
  };
  const create_ = own('create') as keyof typeof withSocket;
  const statements: Block = Object.hasOwn(withSocket, create_)
    ? [withSocket[create_], tail]
    : family === 'straight'
      ? [...create, ...tail]
      : tail;
  const body = replaceIn([...before, ...statements], '{}', resolve);
  const parameters = [
    ...(place.isMember ? ['self'] : []),
    ...parametersOf(opener).map(([declared]) => declared),
  ];
  return [`def ${name}(${parameters.join(', ')}):`, body];
}

function parametersOf({ own, place, role }: Opener): [declared: string, first: string, second: string][] {
  const port = `int(os.environ['${variableOf(role)}'])`;
  const isDefault = own('which type') === 'default argument';
  return [
    ...(place.parameter === undefined
      ? []
      : [[place.parameter, place.argument ?? '', place.argument ?? ''] as [string, string, string]]),
    ...(own('arguments') === 'parameter'
      ? [['wanted', typeNamed(role), typeNamed(role)] as [string, string, string]]
      : []),
    ...(own('port') === 'parameter' ? [['port', port, `${port} + 1`] as [string, string, string]] : []),
    ...(role !== 'either'
      ? []
      : isDefault
        ? [['kind=socket.SOCK_STREAM', '', 'socket.SOCK_DGRAM'] as [string, string, string]]
        : own('which type') === 'parameter'
          ? [['kind', 'socket.SOCK_STREAM', 'socket.SOCK_DGRAM'] as [string, string, string]]
          : [['udp', 'False', 'True'] as [string, string, string]]),
  ];
}

function callsOf(opener: Opener): Block {
  const { name, place, role, all } = opener;
  const index = role === rolesOf(all)[0] || !place.isOfTwoClasses ? 0 : 1;
  const receiver = place.isMember ? `${INSTANCES[index] ?? ''}.` : '';
  const call = (column: 1 | 2): string =>
    `${receiver}${name}(${parametersOf(opener)
      .map((parameter) => parameter[column])
      .filter((text) => text !== '')
      .join(', ')})`;
  const use = (text: string): Block =>
    place.isReturned
      ? [`made = ${text}`, 'if made is not None:', ["print('made')", 'made.close()']]
      : [`print(${text})`];
  return role === 'either' ? [...use(call(1)), ...use(call(2))] : use(call(1));
}
