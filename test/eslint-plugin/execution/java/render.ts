import { linesOf, replaceIn, type Block } from '../block.ts';
import type { Choices } from '../choices.ts';
import type { Due, Rendered } from '../program.ts';
import { literalOf, variableOf } from '../roles.ts';
import { makerOf } from './dimensions.ts';
import { SHAPES, type Parts } from './shapes.ts';
import { PLACES, type Maker, type Place } from './sockets.ts';

const IMPORTS = [
  'import java.io.IOException;',
  'import java.net.*;',
  'import java.nio.channels.*;',
  'import javax.net.ServerSocketFactory;',
];

interface Opener {
  readonly own: (name: string) => string;
  readonly all: Choices;
  readonly maker: Maker;
  readonly place: Place;
  readonly name: string;
}

const NAMES = {
  server: 'serve',
  datagram: 'control',
  multicast: 'join',
  client: 'dial',
  probe: 'isFree',
} as const;

export function renderJava(choices: Choices): Rendered {
  const openers = [0, 1].flatMap((index): Opener[] => {
    const maker = makerOf(choices, index);
    return maker
      ? [
          {
            maker,
            all: choices,
            own: (name) => choices[`${index}.${name}`] ?? '',
            place: PLACES[choices.place as keyof typeof PLACES],
            name: NAMES[maker.role],
          },
        ]
      : [];
  });
  const methods = openers.map(methodsOf);
  const isApart = choices.sockets === 'two classes';
  const classes = isApart
    ? openers.map((opener, index) => classOf(CLASSES[index] ?? '', [opener], [methods[index] ?? []]))
    : [classOf(CLASSES[0] ?? '', openers, methods)];
  const main: Block = [
    'public class Program {',
    [
      'public static void main(String[] args) throws Exception {',
      openers.flatMap((opener, index) => callsOf(opener, isApart ? index : 0)),
      '}',
    ],
    '}',
  ];
  const unit = { '2': '  ', tab: '\t' }[choices.indentation ?? ''] ?? '    ';
  const lines = linesOf([...IMPORTS, '', ...classes.flatMap((block) => [...block, '']), ...main, ''], unit);
  const commented = lines.flatMap((line) => comment(choices, line));
  return {
    text: commented.join(choices['line ends'] === 'CRLF' ? '\r\n' : '\n'),
    due: dueOf(openers),
    isServer: openers.some(({ maker }) => maker.role === 'server'),
  };
}

const CLASSES = ['Service', 'Control'];

function dueOf(openers: readonly Opener[]): Due {
  return new Set(
    openers.flatMap(({ maker: { role, bind } }) =>
      ['server', 'multicast'].includes(role) && bind !== undefined ? [role] : [],
    ),
  );
}

function classOf(name: string, openers: readonly Opener[], methods: readonly (readonly Block[])[]): Block {
  const [first] = openers;
  const field = replaceIn(first?.place.field ?? [], '$type', first?.maker.type ?? '');
  const constants = openers.flatMap(({ own, maker, name: method }) =>
    own('port') === 'constant'
      ? [`private static final int ${method.toUpperCase()}_PORT = ${literalOf(maker.role)};`]
      : [],
  );
  return [
    `class ${name} {`,
    [...constants, ...field, ...methods.flat().flatMap((method) => ['', ...method])],
    '}',
  ];
}

function portOf({ own, maker, name }: Opener): string {
  switch (own('port')) {
    case 'property':
      return `Integer.getInteger("${variableOf(maker.role)}")`;
    case 'literal':
      return String(literalOf(maker.role));
    case 'constant':
      return `${name.toUpperCase()}_PORT`;
    default:
      return 'port';
  }
}

function methodsOf(opener: Opener): readonly Block[] {
  const { own, maker, place, name, all } = opener;
  const isReturned = all.place === 'returned';
  const isLocal = all.place === 'local' || isReturned;
  const { type } = maker;
  const creators = chain(Number(own('depth of creation')), `${name}Socket`, (called, index) => [
    `private static ${type} ${index}() throws IOException {`,
    [called === undefined ? `return ${maker.made};` : `return ${called}();`],
    '}',
  ]);
  const made =
    own('depth of creation') === '0' ? maker.made.replace('$port', portOf(opener)) : `${name}Socket0()`;
  const depth = Number(own('depth of bind'));
  const binders = chain(depth, `${name}Bind`, (called, index) => [
    `private static void ${index}(${type} socket, InetSocketAddress address) throws IOException {`,
    [called === undefined ? `${bindOf(maker, 'socket')};` : `${called}(socket, address);`],
    '}',
  ]);
  const bind =
    maker.bind === undefined
      ? undefined
      : depth > 0
        ? `${name}Bind0(${place.socket}, address)`
        : bindOf(maker, place.socket);
  const withResources = own('resources') === 'yes';
  // a variable that a loop or a try gives its value is declared before it
  const isDeclaredBefore = isLocal && !withResources && declaresBefore(own('shape'), maker);
  const parts: Parts = {
    make: withResources
      ? []
      : [`${isLocal && !isDeclaredBefore ? `${type} ` : ''}${place.socket} = ${made};`],
    bind,
    socket: place.socket,
    failed: failure(opener),
    rest: [...replaceIn(maker.use, '{}', place.socket), ...leave(opener)],
    nextPort: 'address = new InetSocketAddress(address.getAddress(), address.getPort() + 1);',
  };
  const shape: (parts: Parts) => Block = SHAPES[own('shape') as keyof typeof SHAPES];
  const statements = withResources
    ? [`try (${type} ${place.socket} = ${made}) {`, shape(parts), '}']
    : shape(parts);
  const address: Block =
    maker.bind === undefined
      ? own('shape') === 'in a branch'
        ? ['Object address = "any";']
        : []
      : [
          `InetSocketAddress address = new InetSocketAddress(${own('address') === 'port' ? '' : '"127.0.0.1", '}${portOf(opener)});`,
        ];
  const result = maker.role === 'probe' ? 'boolean' : isReturned ? type : 'String';
  const parameters = own('port') === 'parameter' ? 'int port' : '';
  return [
    ...creators,
    ...binders,
    [
      `${result} ${name}(${parameters}) throws Exception {`,
      [
        ...address,
        ...(isDeclaredBefore
          ? [`${type} ${place.socket}${/^(?:truth|in a branch)/.test(own('shape')) ? ' = null' : ''};`]
          : []),
        ...statements,
      ],
      '}',
    ],
  ];
}

const bindOf = (maker: Maker, socket: string): string =>
  (maker.bind ?? '').replace('{}', socket).replace('$address', 'address');

function declaresBefore(shape: string, { bind }: Maker): boolean {
  return (
    shape === 'a socket for each try' ||
    (bind === undefined && /^(?:catch|finally|truth in a variable|in a branch)$/.test(shape))
  );
}

function chain(
  depth: number,
  stem: string,
  method: (called: string | undefined, name: string) => Block,
): Block[] {
  return Array.from({ length: depth }, (_, index) =>
    method(index === depth - 1 ? undefined : `${stem}${index + 1}`, `${stem}${index}`),
  ).reverse();
}

function failure({ own, maker }: Opener): Block {
  if (maker.role === 'probe') {
    return ['return false;'];
  }
  switch (own('error')) {
    case 'throw':
      return ['throw new IllegalStateException("not bound");'];
    case 'cause':
      return ['throw new IOException("cannot bind");'];
    default:
      return ['return null;'];
  }
}

function leave({ own, maker, place, all }: Opener): Block {
  const closes = all.place === 'local' && own('resources') !== 'yes';
  const close = closes ? [`${place.socket}.close();`] : [];
  if (maker.role === 'probe') {
    return [...close, 'return true;'];
  }
  return [...close, all.place === 'returned' ? `return ${place.socket};` : 'return "done";'];
}

function callsOf({ own, maker, name }: Opener, index: number): Block {
  const argument = own('port') === 'parameter' ? `Integer.getInteger("${variableOf(maker.role)}")` : '';
  return [
    'try {',
    [
      `System.out.println(new ${CLASSES[index] ?? ''}().${name}(${argument}) != null);`.replace(
        /\(\)\.isFree\((.*)\) != null/,
        '().isFree($1)',
      ),
    ],
    '} catch (IOException | RuntimeException error) {',
    ['System.out.println(error);'],
    '}',
  ];
}

function comment(choices: Choices, line: string): string[] {
  if (!/\.bind\(.*;$/.test(line) || /^\s*try/.test(line)) {
    return [line];
  }
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  switch (choices.comments) {
    case 'above':
      return [`${indent}// take the port`, line];
    case 'behind':
      return [`${line} // take the port`];
    default:
      return [line];
  }
}
