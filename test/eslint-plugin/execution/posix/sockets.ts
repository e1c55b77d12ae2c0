import type { Role } from '../roles.ts';

/** How socket(2) is called for a role. */
interface Socket {
  /** Its type, and the macro or constant that the type may be. */
  readonly type: 'SOCK_STREAM' | 'SOCK_DGRAM';
  readonly protocol: 'IPPROTO_TCP' | 'IPPROTO_UDP';
  /** The opener's name, and what it does after the bind. */
  readonly opener: string;
}

export const SOCKETS: Readonly<Record<Exclude<Role, 'either'>, Socket>> = {
  server: { type: 'SOCK_STREAM', protocol: 'IPPROTO_TCP', opener: 'open_listener' },
  datagram: { type: 'SOCK_DGRAM', protocol: 'IPPROTO_UDP', opener: 'open_control' },
  multicast: { type: 'SOCK_DGRAM', protocol: 'IPPROTO_UDP', opener: 'join_group' },
  client: { type: 'SOCK_STREAM', protocol: 'IPPROTO_TCP', opener: 'dial' },
  probe: { type: 'SOCK_STREAM', protocol: 'IPPROTO_TCP', opener: 'port_is_free' },
};

/** How a type is written; `{}` is its name. */
export const TYPES = {
  plain: '{}',
  'close on exec': '{} | SOCK_CLOEXEC',
  'nonblocking too': 'SOCK_NONBLOCK | {} | SOCK_CLOEXEC',
  macro: 'KIND',
  constant: 'kind',
} as const;

/** How getaddrinfo(3) is told the type: declarations at the top of the opener, statements after, the argument, all of C or of C++ too. */
export const HINTS = {
  assigned: {
    declared: ['struct addrinfo hints;'],
    set: [
      'memset(&hints, 0, sizeof(hints));',
      'hints.ai_family = AF_INET;',
      'hints.ai_socktype = {type};',
      'hints.ai_flags = AI_PASSIVE;',
    ],
    argument: '&hints',
  },
  zeroed: {
    declared: ['struct addrinfo hints = {0};'],
    set: ['hints.ai_flags = AI_PASSIVE;', 'hints.ai_socktype = {type};'],
    argument: '&hints',
  },
  designated: {
    declared: ['struct addrinfo hints = { .ai_flags = AI_PASSIVE, .ai_socktype = {type} };'],
    argument: '&hints',
  },
  positional: {
    declared: ['struct addrinfo hints = { AI_PASSIVE, AF_INET, {type}, 0 };'],
    argument: '&hints',
  },
  'positional with all': {
    declared: ['const struct addrinfo hints = { AI_PASSIVE, AF_UNSPEC, {type}, {protocol}, 0, 0, 0, 0 };'],
    argument: '&hints',
  },
  'static const': {
    declared: ['static const struct addrinfo hints = { .ai_flags = AI_PASSIVE, .ai_socktype = {type} };'],
    argument: '&hints',
  },
  'of the file': {
    file: 'static const struct addrinfo {name}_hints = { .ai_flags = AI_PASSIVE, .ai_socktype = {type} };',
    argument: '&{name}_hints',
  },
  protocol: {
    declared: ['struct addrinfo hints = { .ai_flags = AI_PASSIVE, .ai_protocol = {protocol} };'],
    argument: '&hints',
  },
  'protocol, assigned': {
    declared: ['struct addrinfo hints;'],
    set: [
      'memset(&hints, 0, sizeof hints);',
      'hints.ai_flags = AI_PASSIVE;',
      'hints.ai_protocol = {protocol};',
    ],
    argument: '&hints',
  },
  'compound literal': {
    argument: '&(struct addrinfo){ .ai_flags = AI_PASSIVE, .ai_socktype = {type} }',
    isC: true,
  },
  'assigned compound literal': {
    declared: ['struct addrinfo hints;'],
    set: ['hints = (struct addrinfo){ .ai_socktype = {type}, .ai_flags = AI_PASSIVE };'],
    argument: '&hints',
    isC: true,
  },
  pointer: {
    declared: ['struct addrinfo wanted;', 'struct addrinfo *hints = &wanted;'],
    set: [
      'memset(hints, 0, sizeof(*hints));',
      'hints->ai_flags = AI_PASSIVE;',
      'hints->ai_socktype = {type};',
    ],
    argument: 'hints',
  },
  'pointer parameter': {
    file: [
      'static void {name}_wants(struct addrinfo *hints)',
      '{',
      '    memset(hints, 0, sizeof(*hints));',
      '    hints->ai_flags = AI_PASSIVE;',
      '    hints->ai_socktype = {type};',
      '}',
    ].join('\n'),
    declared: ['struct addrinfo hints;'],
    set: ['{name}_wants(&hints);'],
    argument: '&hints',
  },
} as const satisfies Record<string, Hints>;

export interface Hints {
  readonly file?: string;
  readonly declared?: readonly string[];
  readonly set?: readonly string[];
  readonly argument: string;
  readonly isC?: true;
}

/** Where the descriptor lives: what the file declares, the parameter of the opener and its argument, and its name in the opener. */
export const PLACES = {
  local: { fd: 'fd', local: 'int fd' },
  returned: { fd: 'fd', local: 'int fd', isReturned: true },
  'static variable': { fd: 'listen_fd', file: 'static int listen_fd = -1;' },
  'global variable': { fd: 'the_socket', file: 'int the_socket;' },
  'global struct': { fd: 'app.fd', file: 'static struct {\n    int fd;\n    int tries;\n} app;' },
  'pointer to a struct': {
    fd: 'self->fd',
    file: 'struct chan {\n    int fd;\n    int id;\n};',
    parameter: 'struct chan *self',
    argument: '&chan',
    declared: 'struct chan chan;',
  },
  'struct in a struct': {
    fd: 'server->net.fd',
    file: 'struct net {\n    int fd;\n};\nstruct app {\n    struct net net;\n};',
    parameter: 'struct app *server',
    argument: '&app',
    declared: 'struct app app;',
  },
  'local struct': { fd: 'conn.fd', file: 'struct conn {\n    int fd;\n};', local: 'struct conn conn' },
  array: { fd: 'fds[0]', file: 'static int fds[4];' },
  'array element by variable': { fd: 'fds[slot]', file: 'static int fds[4];', local: 'int slot = 0' },
  'out-parameter': { fd: '*out', parameter: 'int *out', argument: '&made', declared: 'int made;' },
} as const satisfies Record<string, Place>;

export interface Place {
  readonly fd: string;
  readonly file?: string;
  readonly local?: string;
  readonly isReturned?: true;
  readonly parameter?: string;
  readonly argument?: string;
  /** What the caller declares. */
  readonly declared?: string;
}

export const FAILED = [
  '{} < 0',
  '{} == -1',
  '-1 == {}',
  '{} != 0',
  '{}',
  '0 != {}',
  '0 > {}',
  '{} <= -1',
  '({}) < 0',
  '!({} == 0)',
] as const;

export const SUCCEEDED = [
  '{} == 0',
  '0 == {}',
  '!{}',
  '{} >= 0',
  '{} > -1',
  '{} != -1',
  '-1 != {}',
  '!({} < 0)',
  '({}) == 0',
  '-1 < {}',
] as const;
