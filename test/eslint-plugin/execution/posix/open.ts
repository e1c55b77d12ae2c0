import { linesOf, type Block } from '../block.ts';
import { rolesOf } from '../scenarios.ts';
import { failure, afterBind } from './after-bind.ts';
import { addressing, create, creation, fileLevel, resolving } from './creation.ts';
import { SHAPES } from './dimensions.ts';
import { whenIn } from './layout.ts';
import {
  isMember,
  callee,
  isResolved,
  constantOf,
  hintsOf,
  filled,
  portOf,
  parametersOf,
  type Opener,
} from './opener.ts';
import type { Parts } from './shapes.ts';

/** What an opener adds to a program. */
export interface Opened {
  /** Outside of functions, and functions of their own. */
  readonly file: readonly Block[];
  readonly opener: Block;
  /** Statements of main(). */
  readonly calls: Block;
  readonly isDue: boolean;
}

export function open(opener: Opener): Opened {
  const { role, own, name, place, all } = opener;
  const when = whenIn(all);
  const depth = Number(own('depth of bind'));
  const { expression, helpers } = creation(opener);
  const failed = failure(opener, { closes: true });
  const notCreated = failure(opener, { closes: false });
  const [family = '', shapeName = ''] = own('shape').split(': ');
  const shape = (SHAPES[family as keyof typeof SHAPES] as Record<string, (parts: Parts) => Block>)[shapeName];
  if (!shape) {
    throw new Error(`There is no shape ${own('shape')}.`);
  }
  const { rest, listen } = afterBind(opener, failed);
  const bind = (
    descriptor: string,
    address: string,
    size: string,
  ): Pick<Parts, 'bind' | 'fails' | 'succeeds'> =>
    tests(opener, `${callee(opener, 'bind')}(${descriptor}, ${address}, ${size})`);
  const pointer = all.layout === 'C89' ? '(struct sockaddr *) ' : '(struct sockaddr *)';
  const at = own('create') === 'for the first address' ? 'list' : 'ai';
  const outermost =
    depth > 0
      ? tests(
          opener,
          `${name}_bind(${place.fd}, ${isResolved(opener) ? `${at}->ai_addr, ${at}->ai_addrlen` : '&addr'})`,
        )
      : isResolved(opener)
        ? bind(place.fd, `${at}->ai_addr`, `${at}->ai_addrlen`)
        : bind(place.fd, `${pointer}&addr`, 'sizeof(addr)');
  const parts: Parts = {
    ...outermost,
    create: create(opener, expression, notCreated),
    created: `(${place.fd} = ${expression})`,
    fd: place.fd,
    failed,
    rest,
    listen,
    nextPort: `addr.sin_port = htons(ntohs(addr.sin_port) + 1);`,
    when,
  };
  const straight = family === 'straight';
  const tail = depth === 0 ? shape(parts) : [...when(parts.fails, failed), ...rest];
  const beforeTail = straight ? parts.create : [];
  const statements: Block = [...resolving(opener), ...addressing(opener), ...beforeTail, ...tail];
  const binders = depth === 0 ? [] : bindHelpers(opener, shape);
  return {
    file: [...fileLevel(opener), ...helpers, ...binders],
    opener: functionOf(opener, statements),
    calls: callsOf(opener),
    isDue: ['server', 'multicast'].includes(role) && family !== 'joined',
  };
}

function tests({ own }: Opener, bind: string): Pick<Parts, 'bind' | 'fails' | 'succeeds'> {
  return {
    bind,
    fails: own('failure').replace('{}', bind),
    succeeds: own('success').replace('{}', bind),
  };
}

/** Functions that bind a descriptor they are given, one calling the next; the innermost first. */
function bindHelpers(opener: Opener, shape: (parts: Parts) => Block): readonly Block[] {
  const { own, name, all } = opener;
  const when = whenIn(all);
  const isList = isResolved(opener);
  const parameters = isList
    ? 'int fd, const struct sockaddr *addr, socklen_t size'
    : `int fd, struct sockaddr_in *addr`;
  const depth = Number(own('depth of bind'));
  const callOf = (index: number): string =>
    index === depth
      ? `${callee(opener, 'bind')}(fd, ${isList ? 'addr, size' : '(struct sockaddr *)addr, sizeof(*addr)'})`
      : `${name}_bind_${index}(fd, addr${isList ? ', size' : ''})`;
  const careless = { ...opener, place: { fd: 'fd' } };
  const failedHere: Block = ['throw', 'perror, exit'].includes(own('error'))
    ? failure(careless, { closes: false })
    : ['return -1;'];
  const helpers = Array.from({ length: depth }, (_, index): Block => {
    const innermost = index === depth - 1;
    const parts: Parts = {
      ...tests(opener, callOf(index + 1)),
      create: [],
      created: '',
      fd: 'fd',
      failed: failedHere,
      rest: ['return 0;'],
      listen: undefined,
      nextPort: 'addr->sin_port = htons(ntohs(addr->sin_port) + 1);',
      when,
    };
    const body = innermost ? shape(parts) : [`return ${parts.bind};`];
    return [
      `static int ${index === 0 ? `${name}_bind` : `${name}_bind_${index}`}(${parameters})`,
      '{',
      [...variables(body), ...body],
      '}',
    ];
  });
  return helpers.reverse();
}

/** The variables of shapes that a body uses. */
function variables(body: Block): Block {
  const text = linesOf(body, '').join('\n');
  return [
    ...(/\bresult\b/.test(text) ? ['int result = 0;'] : []),
    ...(/\btries\b/.test(text) ? ['int tries = 0;'] : []),
  ];
}

/** The declarations that statements of an opener need. */
function declarations(opener: Opener, text: string): Block {
  const { own, place, role, all } = opener;
  const initial =
    all.layout === 'C99' && all.class === undefined
      ? `{ .sin_family = AF_INET, .sin_port = htons(${portOf(opener)}), .sin_addr.s_addr = htonl(INADDR_ANY) }`
      : undefined;
  const isResolving = isResolved(opener);
  return [
    ...(isResolving
      ? [
          ...(hintsOf(opener).declared ?? []).map((line) => filled(opener, line)),
          `struct addrinfo *list = NULL${/\bai\b/.test(text) ? ', *ai' : ''};`,
          ...(/\bservice\b/.test(text) ? ['char service[8];'] : []),
        ]
      : own('address') === 'IPv6'
        ? ['struct sockaddr_in6 addr;']
        : own('address') === 'initialised'
          ? initial === undefined
            ? ['struct sockaddr_in addr = {0};']
            : [`struct sockaddr_in addr = ${initial};`]
          : ['struct sockaddr_in addr;']),
    ...(/\btypes\b/.test(text) ? ['static const int types[] = { SOCK_STREAM, SOCK_DGRAM };'] : []),
    ...(own('which type') === 'branch sets it' ? ['int type = SOCK_STREAM;'] : []),
    ...(own('create').startsWith('by a helper') ? [] : constantOf(opener)),
    ...(/\bbuffer\b/.test(text) ? ['char buffer[64];'] : []),
    ...(role === 'multicast' ? ['struct ip_mreq mreq;'] : []),
    ...(/&peer\b/.test(text) ? ['struct sockaddr_in peer;'] : []),
    ...(/\bpeer_fd\b/.test(text) ? ['int peer_fd;'] : []),
    ...(place.local !== undefined && own('create') !== 'initialised'
      ? [
          place.local.includes('=') || place.local.startsWith('struct')
            ? `${place.local};`
            : `${place.local} = -1;`,
        ]
      : []),
  ];
}

function functionOf(opener: Opener, statements: Block): Block {
  const { place, name, own } = opener;
  const cleanup: Block =
    own('error') === 'goto'
      ? ['fail:', 'puts("failed");', `if (${place.fd} >= 0)`, [`close(${place.fd});`], 'return -1;']
      : [];
  const body: Block = [...branch(opener), ...statements, ...cleanup];
  const text = linesOf(body, '').join('\n');
  const used = linesOf(statements, '').join('\n').includes('goto fail;')
    ? body
    : [...branch(opener), ...statements];
  const initialisers =
    own('address') === 'initialised' && (opener.all.layout === 'C89' || opener.all.class !== undefined)
      ? [
          'addr.sin_family = AF_INET;',
          `addr.sin_port = htons(${portOf(opener)});`,
          'addr.sin_addr.s_addr = htonl(INADDR_ANY);',
        ]
      : [];
  const parameters = parametersOf(opener).map(([declaration]) => declaration);
  return [
    `static int ${name}(${parameters.length > 0 ? parameters.join(', ') : 'void'})`,
    '{',
    [...declarations(opener, text), ...variables(statements), ...initialisers, ...used],
    '}',
  ];
}

export const branch = ({ own, all }: Opener): Block =>
  own('which type') === 'branch sets it' ? whenIn(all)('udp', ['type = SOCK_DGRAM;']) : [];

function callsOf(opener: Opener): Block {
  const { name, place, role, all } = opener;
  const parameters = parametersOf(opener);
  const receiver = isMember(all) ? `${role === rolesOf(all)[0] ? 'first' : 'second'}.` : '';
  const call = (column: 1 | 2): Block => {
    const text = `${receiver}${name}(${parameters.map((parameter) => parameter[column]).join(', ')})`;
    return place.isReturned
      ? [
          `made = ${text};`,
          'if (made < 0) {',
          ['puts("not opened");', 'status = 1;'],
          '} else {',
          ['puts("opened");', 'close(made);'],
          '}',
        ]
      : [`if (${text} < 0)`, ['status = 1;'], 'else', ['puts("opened");']];
  };
  return role === 'either' ? [...call(1), ...call(2)] : call(1);
}
