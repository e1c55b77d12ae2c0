import { describe, expect, it } from 'vitest';
import { fix, lint, reports } from '../../lint.ts';
import { posix } from './program.ts';

const SOCKADDR = 'struct sockaddr *to';

interface Told {
  readonly ids: readonly string[];
  readonly fixes: number;
  readonly assumes: number;
}

/** What is reported, how many reports have a fix, and how many suggestions take a stream socket for granted. */
function told(code: string, filename = 'server.c', settings = {}): Told {
  const found = lint(code, { filename, settings });
  const suggestions = found.flatMap(({ suggestions: offered }) => offered ?? []);
  return {
    ids: found.map(({ messageId }) => messageId ?? ''),
    fixes: found.filter((message) => message.fix).length,
    assumes: suggestions.filter(({ desc }) => desc.endsWith(', if a stream socket')).length,
  };
}

const tcpWithFix: Told = { ids: ['posixTcp'], fixes: 1, assumes: 0 };
const tcpAssumed: Told = { ids: ['posixTcp'], fixes: 0, assumes: 2 };
const udp: Told = { ids: ['udpUnicast'], fixes: 0, assumes: 0 };

/** A function over the list that getaddrinfo() gives for some hints. */
const resolved = (hints: string, after = ''): string =>
  posix(
    `int up(const char *port)\n{\n    struct addrinfo *all, *p;\n    int fd = -1;\n${hints}\n    if (getaddrinfo(NULL, port, &hints, &all)) return -1;\n    for (p = all; p; p = p->ai_next) {\n        fd = socket(p->ai_family, p->ai_socktype, p->ai_protocol);\n        if (fd == -1) continue;\n        if (bind(fd, p->ai_addr, p->ai_addrlen) == -1) { close(fd); continue; }\n        break;\n    }\n${after}    return fd;\n}`,
  );

/** A function that makes, binds and returns a socket of a type. */
const typed = (
  type: string,
  { before = '', after = '', rest = '', name = 'up', linkage = '' } = {},
): string =>
  posix(
    `${before}${linkage}int ${name}(int type, ${SOCKADDR})\n{\n    int fd = socket(AF_INET, ${type}, 0);\n    if (bind(fd, to, 16) < 0)\n        return -1;\n${after}    return fd;\n}\n${rest}`,
  );

describe('the hints of getaddrinfo() are read however they are written', () => {
  it.each<[string, string, Told]>([
    ['designated', '    struct addrinfo hints = { .ai_socktype = SOCK_DGRAM };', udp],
    ['designated, of streams', '    struct addrinfo hints = { .ai_socktype = SOCK_STREAM };', tcpWithFix],
    ['positional', '    struct addrinfo hints = { AI_PASSIVE, AF_UNSPEC, SOCK_DGRAM, 0 };', udp],
    ['static and const', '    static const struct addrinfo hints = { .ai_socktype = SOCK_DGRAM };', udp],
    [
      'by the protocol alone',
      '    struct addrinfo hints = { 0 };\n    hints.ai_protocol = IPPROTO_UDP;',
      udp,
    ],
    ['by TCP as the protocol', '    struct addrinfo hints = { .ai_protocol = IPPROTO_TCP };', tcpWithFix],
    ['one by one', '    struct addrinfo hints;\n    hints.ai_socktype = SOCK_DGRAM;', udp],
    [
      'either, by a condition',
      "    struct addrinfo hints = { .ai_socktype = *port == 'u' ? SOCK_DGRAM : SOCK_STREAM };",
      tcpAssumed,
    ],
    ['not at all', '    struct addrinfo hints = { .ai_flags = AI_PASSIVE };', tcpAssumed],
  ])('%s', (_, hints, expected) => {
    expect(told(resolved(hints))).toEqual(expected);
  });

  it('as a compound literal', () => {
    const code = resolved('').replace('&hints', '&(struct addrinfo){ .ai_socktype = SOCK_DGRAM }');
    expect(told(code)).toEqual(udp);
  });

  it('behind a pointer that the caller gives', () => {
    const code = resolved('')
      .replace('int up(const char *port)', 'static int up(const char *port, const struct addrinfo *hints)')
      .replace('&hints', 'hints');
    const caller = (type: string): string =>
      `int run(void)\n{\n    struct addrinfo h = { .ai_socktype = ${type} };\n    return up("80", &h);\n}\n`;
    expect(told(code + caller('SOCK_DGRAM'))).toEqual(udp);
    expect(told(code + caller('SOCK_STREAM'))).toEqual(tcpWithFix);
  });

  it('of the list that is used, where a file has several', () => {
    const other = resolved('    struct addrinfo hints = { .ai_socktype = SOCK_DGRAM };').replace(
      'up(',
      'ask(',
    );
    const { ids } = told(
      resolved('    struct addrinfo hints = { .ai_socktype = SOCK_STREAM };') +
        other.slice(other.indexOf('int ask')),
    );
    expect(ids).toEqual(['posixTcp', 'udpUnicast']);
  });
});

describe('an automatic option needs a stream socket on every path', () => {
  it.each<[string, string, Told]>([
    ['a constant', typed('SOCK_STREAM'), tcpWithFix],
    ['with flags', typed('SOCK_STREAM | SOCK_CLOEXEC'), tcpWithFix],
    ['of datagrams', typed('SOCK_DGRAM | SOCK_NONBLOCK'), udp],
    ['a parameter that nobody gives', typed('type'), tcpAssumed],
    [
      'a parameter that is always a stream',
      typed('type', {
        linkage: 'static ',
        rest: `int run(${SOCKADDR}) { return up(SOCK_STREAM, to); }`,
      }),
      tcpWithFix,
    ],
    [
      'a parameter that another file may give too',
      typed('type', {
        rest: `int run(${SOCKADDR}) { int fd = up(SOCK_STREAM, to); return listen(fd, 5) < 0 ? -1 : fd; }`,
      }),
      tcpAssumed,
    ],
    [
      'a parameter in a whole program',
      typed('type', { rest: `int main(void) { return up(SOCK_STREAM, 0); }` }),
      tcpWithFix,
    ],
    [
      'a parameter that may be either',
      typed('type', {
        rest: `int a(${SOCKADDR}) { return up(SOCK_STREAM, to); }\nint b(${SOCKADDR}) { return up(SOCK_DGRAM, to); }`,
      }),
      tcpAssumed,
    ],
    ['a condition', typed('type ? SOCK_STREAM : SOCK_DGRAM'), tcpAssumed],
    [
      'a look-up',
      typed('KINDS[type]', { before: 'static const int KINDS[] = { SOCK_STREAM, SOCK_DGRAM };\n' }),
      tcpAssumed,
    ],
    [
      'unknown, and it always listens',
      typed('type', { after: '    if (listen(fd, 5) < 0)\n        return -1;\n' }),
      tcpWithFix,
    ],
    [
      'unknown, and it listens where another check has passed',
      typed('type', {
        after: '    if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0)\n        return -1;\n    listen(fd, 5);\n',
      }),
      tcpWithFix,
    ],
    [
      'unknown, and it listens where it is no datagram socket',
      typed('type', { after: '    if (type != 2 && listen(fd, 5) < 0)\n        return -1;\n' }),
      tcpAssumed,
    ],
    [
      'unknown, and it returns before it listens where it is one of datagrams',
      typed('type', { after: '    if (type == 2)\n        return fd;\n    listen(fd, 5);\n' }),
      tcpAssumed,
    ],
    ['unknown, in a function for listeners', typed('type', { name: 'open_listener' }), tcpWithFix],
    [
      'unknown, in a function for listeners of a file that knows datagrams',
      typed('type', { name: 'open_listener', rest: 'int is_udp(int type) { return type == 2; }' }),
      tcpAssumed,
    ],
  ])('%s', (_, code, expected) => {
    expect(told(code)).toEqual(expected);
  });

  it('is set on neither of two branches where one makes a datagram socket', () => {
    const code = posix(
      `int up(int udp, ${SOCKADDR})\n{\n    int fd;\n    if (udp)\n        fd = socket(AF_INET, SOCK_DGRAM, 0);\n    else\n        fd = socket(AF_INET, SOCK_STREAM, 0);\n    return bind(fd, to, 16) < 0 ? -1 : fd;\n}`,
    );
    expect(told(code)).toEqual(tcpAssumed);
    expect(fix(code, { filename: 'server.c' })).toBe(code);
  });

  it('reads the definition of a macro that holds where it is used', () => {
    const code = posix(
      `#define KIND SOCK_DGRAM\nint ask(${SOCKADDR}) { int fd = socket(AF_INET, KIND, 0); if (bind(fd, to, 16) < 0) return -1; return fd; }\n#undef KIND\n#define KIND SOCK_STREAM\nint up(${SOCKADDR}) { int fd = socket(AF_INET, KIND, 0); if (bind(fd, to, 16) < 0) return -1; return fd; }`,
    );
    expect(told(code).ids).toEqual(['udpUnicast', 'posixTcp']);
  });
});

const LISTENS =
  'setsockopt(c->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)); if (bind(c->fd, to, 16) < 0) return -1; return listen(c->fd, 5);';

describe('a field belongs to its struct or class, and to the function that makes its socket', () => {
  it.each<[string, string, Told | undefined]>([
    [
      'of one struct, made by two functions',
      `struct chan { int fd; };\nint udp_up(struct chan *c, ${SOCKADDR}) { c->fd = socket(AF_INET, SOCK_DGRAM, 0); return bind(c->fd, to, 16); }\nint tcp_up(struct chan *c, ${SOCKADDR}) { int on = 1; c->fd = socket(AF_INET, SOCK_STREAM, 0); ${LISTENS} }`,
      udp,
    ],
    [
      'of one struct, dialled in one function and served in the other',
      `struct chan { int fd; };\nint dial(struct chan *c, ${SOCKADDR}) { c->fd = socket(AF_INET, SOCK_STREAM, 0); if (bind(c->fd, to, 16) < 0) return -1; return connect(c->fd, to, 16); }\nint serve(struct chan *c, ${SOCKADDR}) { int on = 1; c->fd = socket(AF_INET, SOCK_STREAM, 0); ${LISTENS} }`,
      undefined,
    ],
    [
      'of one struct, bound in one function that another listens for, dialled in a third',
      `struct chan { int fd; };\nint open_port(struct chan *c, ${SOCKADDR}) { c->fd = socket(AF_INET, SOCK_STREAM, 0); return bind(c->fd, to, 16); }\nint start(struct chan *c) { return listen(c->fd, 5); }\nint dial(struct chan *c, ${SOCKADDR}) { c->fd = socket(AF_INET, SOCK_STREAM, 0); return connect(c->fd, to, 16); }`,
      tcpWithFix,
    ],
    [
      'of one struct, for one sender in one function, for a group in the other',
      `struct chan { int fd; };\nint one(struct chan *c, ${SOCKADDR}) { c->fd = socket(AF_INET, SOCK_DGRAM, 0); return bind(c->fd, to, 16); }\nint many(struct chan *c, ${SOCKADDR}, struct ip_mreq *group) { int on = 1; c->fd = socket(AF_INET, SOCK_DGRAM, 0); setsockopt(c->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)); bind(c->fd, to, 16); return setsockopt(c->fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, group, sizeof(*group)); }`,
      udp,
    ],
    [
      'of one name in two structs, one for a group',
      `struct one { int fd; }; struct many { int fd; };\nvoid make(struct one *c) { c->fd = socket(AF_INET, SOCK_DGRAM, 0); }\nint up(struct one *c, ${SOCKADDR}) { return bind(c->fd, to, 16); }\nint join(struct many *c, struct ip_mreq *group) { return setsockopt(c->fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, group, sizeof(*group)); }`,
      udp,
    ],
    [
      'made by one helper for both',
      `struct chan { int fd; };\nstatic int make(struct chan *c) { c->fd = socket(AF_INET, SOCK_STREAM, 0); return c->fd; }\nint dial(struct chan *c, ${SOCKADDR}) { make(c); if (bind(c->fd, to, 16) < 0) return -1; return connect(c->fd, to, 16); }\nint serve(struct chan *c, ${SOCKADDR}) { make(c); if (bind(c->fd, to, 16) < 0) return -1; return listen(c->fd, 5); }`,
      tcpWithFix,
    ],
    [
      'made in a loop in each of two functions',
      `struct chan { int fd; };\nint dial(struct chan *c, ${SOCKADDR}) { for (int i = 0; i < 3; i++) { c->fd = socket(AF_INET, SOCK_STREAM, 0); if (bind(c->fd, to, 16) == 0) break; } return connect(c->fd, to, 16); }\nint serve(struct chan *c, ${SOCKADDR}) { c->fd = socket(AF_INET, SOCK_STREAM, 0); if (bind(c->fd, to, 16) < 0) return -1; return listen(c->fd, 5); }`,
      tcpWithFix,
    ],
    [
      'made in one function, bound and served in another',
      `struct chan { int fd; };\nvoid make(struct chan *c) { c->fd = socket(AF_INET, SOCK_STREAM, 0); }\nint serve(struct chan *c, ${SOCKADDR}) { if (bind(c->fd, to, 16) < 0) return -1; return listen(c->fd, 5); }`,
      tcpWithFix,
    ],
    [
      'of one name in two structs',
      `struct in { int fd; }; struct out { int fd; };\nint serve(struct in *c, ${SOCKADDR}) { c->fd = socket(AF_INET, SOCK_STREAM, 0); if (bind(c->fd, to, 16) < 0) return -1; return listen(c->fd, 5); }\nint dial(struct out *c, ${SOCKADDR}) { return connect(c->fd, to, 16); }`,
      tcpWithFix,
    ],
    [
      'of one struct under two names',
      `typedef struct chan { int fd; } chan_t;\nint serve(struct chan *c, ${SOCKADDR}) { c->fd = socket(AF_INET, SOCK_STREAM, 0); return bind(c->fd, to, 16); }\nint dial(chan_t *c, ${SOCKADDR}) { return connect(c->fd, to, 16); }`,
      undefined,
    ],
    [
      'behind pointers that two functions fill',
      `static int serve(int *out, ${SOCKADDR}) { *out = socket(AF_INET, SOCK_STREAM, 0); if (bind(*out, to, 16) < 0) return -1; return listen(*out, 5); }\nstatic int make(int *out) { *out = socket(AF_INET, SOCK_STREAM, 0); return 0; }\nstatic int dial(int *out, ${SOCKADDR}) { make(out); return connect(*out, to, 16); }\nint run(${SOCKADDR}) { int fd; serve(&fd, to); return dial(&fd, to); }`,
      tcpWithFix,
    ],
  ])('%s', (_, code, expected) => {
    expect(told(posix(code))).toEqual(expected ?? { ids: [], fixes: 0, assumes: 0 });
  });

  it('of two classes in C++, with and without `this`', () => {
    const code = posix(
      `class Udp {\n    int fd_;\npublic:\n    int up(${SOCKADDR}) { fd_ = socket(AF_INET, SOCK_DGRAM, 0); return bind(fd_, to, 16); }\n};\nclass Tcp {\n    int fd_;\npublic:\n    int up(${SOCKADDR}) { this->fd_ = socket(AF_INET, SOCK_STREAM, 0); bind(this->fd_, to, 16); return listen(fd_, 5); }\n};`,
    );
    expect(told(code, 'server.cpp').ids).toEqual(['udpUnicast', 'posixTcp']);
  });

  it('of a base class, also where a derived one uses it', () => {
    const code = posix(
      `class Base { protected: int fd_; };\nclass Server : public Base {\npublic:\n    void make() { fd_ = socket(AF_INET, SOCK_STREAM, 0); }\n    int up(${SOCKADDR}) { return bind(fd_, to, 16); }\n};\nclass Client : public Base {\npublic:\n    int dial(${SOCKADDR}) { return connect(fd_, to, 16); }\n};`,
    );
    expect(told(code, 'server.cpp').ids).toEqual([]);
  });
});

describe('what is no server is passed over', () => {
  it.each<[string, string]>([
    [
      'a probe that binds and closes',
      `int is_free(${SOCKADDR})\n{\n    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    int r = bind(fd, to, 16);\n    close(fd);\n    return r == 0;\n}`,
    ],
    [
      'a probe that closes in each branch',
      `int port_in_use(${SOCKADDR})\n{\n    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    if (bind(fd, to, 16) == 0) {\n        close(fd);\n        return 0;\n    }\n    close(fd);\n    return 1;\n}`,
    ],
    [
      'a probe that listens too',
      `int port_available(${SOCKADDR})\n{\n    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    int r = bind(fd, to, 16) == 0 && listen(fd, 1) == 0;\n    close(fd);\n    return r;\n}`,
    ],
    [
      'a socket that connects in the other branch',
      `int up(int out, ${SOCKADDR})\n{\n    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    if (out) return connect(fd, to, 16);\n    else return bind(fd, to, 16);\n}`,
    ],
    [
      'a function of the file that is called bind',
      `static int bind(int fd, ${SOCKADDR}, int size) { return 0; }\nint up(${SOCKADDR})\n{\n    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    return bind(fd, to, 16);\n}`,
    ],
  ])('%s', (_, code) => {
    expect(reports(posix(code), { filename: 'server.c' })).toEqual([]);
  });

  it.each<[string, string]>([
    [
      'that listens and closes in the end',
      `int serve(${SOCKADDR})\n{\n    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    bind(fd, to, 16);\n    listen(fd, 5);\n    accept(fd, 0, 0);\n    close(fd);\n    return 0;\n}`,
    ],
    [
      'that closes where the bind failed',
      `int serve(${SOCKADDR})\n{\n    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    if (bind(fd, to, 16) < 0) {\n        close(fd);\n        return -1;\n    }\n    return fd;\n}`,
    ],
    [
      'that listens in one branch and connects in the other',
      `int up(int out, ${SOCKADDR})\n{\n    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    if (out) return connect(fd, to, 16);\n    if (bind(fd, to, 16) < 0) return -1;\n    return listen(fd, 5);\n}`,
    ],
  ])('but a server is not: %s', (_, code) => {
    expect(reports(posix(code), { filename: 'server.c' })).toEqual(['require-reuse']);
  });
});

describe('an option on the first of several sockets alone', () => {
  const loop = (condition: string, first = 'int first = 1;'): string =>
    posix(
      `void up(${SOCKADDR})\n{\n    int on = 1;\n    ${first}\n    for (int i = 0; i < 3; i++) {\n        int fd = socket(AF_INET, SOCK_STREAM, 0);\n        if (${condition}) {\n            setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));\n            first = 0;\n        }\n        bind(fd, to, 16);\n        listen(fd, 5);\n    }\n}`,
    );
  it.each(['first', 'first == 1', 'first != 0', 'i == 0', '!i', 'i < 1'])('under `if (%s)`', (condition) => {
    expect(told(loop(condition)).ids).toEqual(['firstOnly']);
  });

  it('is set on every one by the suggestion', () => {
    const code = loop('i == 0', 'int first;').replace('first = 0;', '');
    const [suggestion] = lint(code, { filename: 'server.c' })[0]?.suggestions ?? [];
    expect(suggestion?.desc).toBe('Set `SO_REUSEADDR` on every socket');
  });

  it.each(['count == 0', '!count'])('in a function that counts its runs, under `if (%s)`', (condition) => {
    const counted = (kind: string): string =>
      loop(condition, `${kind} count;`).replace('for (int i = 0; i < 3; i++) {', '{\n        count++;');
    expect(told(counted('static int')).ids).toEqual(['firstOnly']);
    expect(told(counted('int')).ids).toEqual([]);
  });

  it.each(['reuse', 'fd >= 0'])('is a statement under `if (%s)`', (condition) => {
    expect(told(loop(condition, 'int first = 1, reuse = 1;')).ids).toEqual([]);
  });
});

describe('Winsock', () => {
  it('has sites in what WSASocket() makes of addresses from getaddrinfo()', () => {
    const code = (name: string): string =>
      `#include <winsock2.h>\n#include <ws2tcpip.h>\nint up(const char *port)\n{\n    struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *r;\n    SOCKET s;\n    getaddrinfo(NULL, port, &hints, &r);\n    s = ${name}(r->ai_family, r->ai_socktype, r->ai_protocol, NULL, 0, WSA_FLAG_OVERLAPPED);\n    if (bind(s, r->ai_addr, (int)r->ai_addrlen) == SOCKET_ERROR)\n        return -1;\n    return listen(s, SOMAXCONN);\n}\n`;
    expect(told(code('WSASocket')).ids).toEqual(['winsockTcp']);
    expect(told(code('WSASocketW')).ids).toEqual(['winsockTcp']);
  });
});
