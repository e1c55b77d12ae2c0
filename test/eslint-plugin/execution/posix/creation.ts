import type { Block } from '../block.ts';
import { literalOf } from '../roles.ts';
import { whenIn } from './layout.ts';
import {
  callee,
  isResolved,
  typeOf,
  hintsOf,
  filled,
  portText,
  portOf,
  type Opener,
  constantOf,
} from './opener.ts';
import { SOCKETS } from './sockets.ts';

function protocolOf({ role, own }: Opener): string {
  return own('protocol') === 'named' && role !== 'either' ? SOCKETS[role].protocol : '0';
}

const familyOf = ({ own }: Opener): string => (own('address') === 'IPv6' ? 'AF_INET6' : 'AF_INET');

/** The expression that makes the socket, and the helpers it calls. */
export function creation(opener: Opener): { expression: string; helpers: readonly Block[] } {
  const { own, name } = opener;
  if (isResolved(opener)) {
    const at = own('create') === 'for the first address' ? 'list' : 'ai';
    const of = (field: string): string => `${at}->${field}`;
    return {
      expression: `${callee(opener, 'socket')}(${of('ai_family')}, ${of('ai_socktype')}, ${of('ai_protocol')})`,
      helpers: [],
    };
  }
  const direct = `${callee(opener, 'socket')}(${familyOf(opener)}, ${typeOf(opener)}, ${protocolOf(opener)})`;
  if (!own('create').startsWith('by a helper')) {
    return { expression: direct, helpers: [] };
  }
  const typed = own('type') === 'parameter';
  const parameters = typed ? 'int type' : 'void';
  const argument = typed ? 'type' : '';
  const names = Array.from({ length: Number(own('depth of creation')) }, (_, depth) =>
    depth === 0 ? `${name}_socket` : `${name}_socket_${depth}`,
  );
  const inner = names.map((helper, index): Block => {
    const next = names[index + 1];
    return [
      `static int ${helper}(${parameters})`,
      '{',
      next === undefined
        ? typed && own('type') === 'constant'
          ? []
          : [...constantOf(opener), `int made = ${direct};`, 'if (made < 0)', ['return -1;'], 'return made;']
        : [`return ${next}(${argument});`],
      '}',
    ];
  });
  const outer = `${name}_make`;
  return own('create') === 'by a helper'
    ? { expression: `${names[0] ?? ''}(${argument})`, helpers: inner.reverse() }
    : {
        expression: outer,
        helpers: [
          ...inner.reverse(),
          [
            `static int ${outer}(int *result${typed ? ', int type' : ''})`,
            '{',
            [`*result = ${names[0] ?? ''}(${argument});`, 'return *result < 0 ? -1 : 0;'],
            '}',
          ],
        ],
      };
}

export function create(opener: Opener, expression: string, notCreated: Block): Block {
  const { own, place, all, role } = opener;
  const when = whenIn(all);
  const inLoop = own('create') === 'in a loop of addresses';
  const leave: Block = inLoop ? ['continue;'] : notCreated;
  const tested = (block: Block): Block =>
    own('creation tested') === 'no' && !inLoop
      ? block
      : [...block, ...when(`${place.fd} ${own('creation tested') === '== -1' ? '== -1' : '< 0'}`, leave)];
  switch (own('create')) {
    case 'in the condition':
      return when(`(${place.fd} = ${expression}) < 0`, leave);
    case 'initialised':
      return tested([`int ${place.fd} = ${expression};`]);
    case 'by a helper, out-parameter':
      return when(
        `${expression}(&${place.fd.startsWith('*') ? `(${place.fd})` : place.fd}${own('type') === 'parameter' ? ', type' : ''}) < 0`,
        leave,
      );
    default:
      if (role === 'either' && own('which type') === 'branches') {
        return tested(
          when(
            'udp',
            [`${place.fd} = ${callee(opener, 'socket')}(AF_INET, SOCK_DGRAM, 0);`],
            [`${place.fd} = ${expression};`],
          ),
        );
      }
      return tested([`${place.fd} = ${expression};`]);
  }
}

/** The call of getaddrinfo(3). */
export function resolving(opener: Opener): Block {
  if (!isResolved(opener)) {
    return [];
  }
  const { set = [], argument } = hintsOf(opener);
  const when = whenIn(opener.all);
  return [
    ...set.map((line) => filled(opener, line)),
    ...(opener.own('port') === 'environment'
      ? []
      : [`snprintf(service, sizeof(service), "%d", ${portOf(opener)});`]),
    ...when(
      `getaddrinfo(NULL, ${opener.own('port') === 'environment' ? portText(opener) : 'service'}, ${filled(opener, argument)}, &list) != 0`,
      ['puts("no address");', 'return -1;'],
    ),
  ];
}

/** The address that is bound. */
export function addressing(opener: Opener): Block {
  const { own, role } = opener;
  if (isResolved(opener)) {
    return [];
  }
  const port = `htons(${portOf(opener)})`;
  const host = role === 'multicast' ? 'INADDR_ANY' : 'INADDR_LOOPBACK';
  switch (own('address')) {
    case 'initialised':
      return [];
    case 'by a function':
      return [`${opener.name}_address(&addr, ${portOf(opener)});`];
    case 'IPv6':
      return [
        'memset(&addr, 0, sizeof(addr));',
        'addr.sin6_family = AF_INET6;',
        'addr.sin6_addr = in6addr_any;',
        `addr.sin6_port = ${port};`,
      ];
    default:
      return [
        'memset(&addr, 0, sizeof(addr));',
        'addr.sin_family = AF_INET;',
        `addr.sin_addr.s_addr = htonl(${host});`,
        `addr.sin_port = ${port};`,
      ];
  }
}

export function fileLevel(opener: Opener): readonly Block[] {
  const { own, role, name } = opener;
  const blocks: Block[] = [];
  if (own('port') === 'macro' && role !== 'either') {
    blocks.push([`#define ${name.toUpperCase()}_PORT ${literalOf(role)}`]);
  }
  if (own('type') === 'macro' && role !== 'either') {
    blocks.push(['#undef KIND', `#define KIND ${SOCKETS[role].type}`]);
  }
  if (isResolved(opener)) {
    const { file } = hintsOf(opener);
    if (file !== undefined) {
      blocks.push(filled(opener, file).split('\n'));
    }
  } else if (own('address') === 'by a function') {
    blocks.push([
      `static void ${name}_address(struct sockaddr_in *addr, int port)`,
      '{',
      [
        'memset(addr, 0, sizeof(*addr));',
        'addr->sin_family = AF_INET;',
        'addr->sin_port = htons(port);',
        'addr->sin_addr.s_addr = htonl(INADDR_ANY);',
      ],
      '}',
    ]);
  }
  return blocks;
}
