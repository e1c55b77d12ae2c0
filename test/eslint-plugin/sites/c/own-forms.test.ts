import { describe, expect, it } from 'vitest';
import { lint, reports } from '../../lint.ts';
import { BIND, listener, posix, server } from './program.ts';

const inC = { filename: 'server.c' };
const inCpp = { filename: 'server.cpp' };
const ids = (code: string, options = inC): (string | undefined)[] =>
  lint(code, options).map(({ messageId }) => messageId);

const ON_80 = 'struct sockaddr_in addr = { .sin_port = htons(80) };';

describe('a bind is found in whatever form C gives it', () => {
  it.each<[string, string]>([
    ['in a macro that checks', 'CHECK(bind(fd, (struct sockaddr *)&addr, sizeof addr));'],
    ['in an assertion', 'ASSERT_EQ(0, bind(fd, (struct sockaddr *)&addr, sizeof addr));'],
    ['behind the number', 'if (0 > bind(fd, (struct sockaddr *)&addr, sizeof addr)) return 1;'],
  ])('%s', (_, bind) => {
    expect(
      ids(server(`    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    ${bind}\n    listen(fd, 5);`)),
    ).toEqual(['posixTcp']);
  });

  it('where a switch chooses the family, behind a cast', () => {
    const code = posix(
      `int up(int family, int port) {\n    int fd = socket(family, SOCK_STREAM, 0);\n    struct sockaddr_storage ss;\n    memset(&ss, 0, sizeof ss);\n    switch (family) {\n    case AF_INET: ((struct sockaddr_in *)&ss)->sin_port = htons(port); break;\n    case AF_INET6: ((struct sockaddr_in6 *)&ss)->sin6_port = htons(port); break;\n    default: return -1;\n    }\n    if (bind(fd, (struct sockaddr *)&ss, sizeof ss)) return -1;\n    return listen(fd, 5);\n}`,
    );
    expect(lint(code, inC)[0]?.message).toMatch(/^bind\(\) on the port in `port` has no SO_REUSEADDR/);
  });

  it('in a class that makes the socket where its field is declared', () => {
    for (const initial of ['= ::socket(AF_INET, SOCK_STREAM, 0)', '{::socket(AF_INET, SOCK_STREAM, 0)}']) {
      expect(
        ids(
          posix(
            `class Server {\n    int fd_ ${initial};\npublic:\n    Server(int port) {\n        sockaddr_in a{};\n        a.sin_port = htons(port);\n        ::bind(fd_, (sockaddr *)&a, sizeof a);\n        ::listen(fd_, 5);\n    }\n};`,
          ),
          inCpp,
        ),
      ).toEqual(['posixTcp']);
    }
  });

  it('with lines of the preprocessor among its arguments', () => {
    expect(
      ids(
        server(
          '    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    if (bind(fd, (struct sockaddr *)&addr,\n#if V4\n        v4 ? sizeof addr :\n#endif\n        size) < 0) return 1;\n    listen(fd, 5);',
        ),
      ),
    ).toEqual(['posixTcp']);
  });

  it.each<[string, string[]]>([
    ['PP_HTONS(80)', ['posixTcp']],
    ['PP_HTONS(INADDR_ANY)', []],
  ])('to the port in %s, which is none where it is INADDR_ANY', (port, reported) => {
    const code = `    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    ${BIND};\n    listen(fd, 5);`;
    expect(ids(server(code, port))).toEqual(reported);
  });

  it.each<[string, string[]]>([
    ['addr.SIN_PORT = addr.sin_port = htons(80);', ['posixTcp']],
    ['', []],
  ])(
    'behind a cast to a type of another file, on the port that the address is given: %s',
    (port, reported) => {
      const code = `void up(void) {\n    struct SOCKADDR_IN addr;\n    int fd = socket(AFINET, SOCK_STREAM, 0);\n    memset(&addr, 0, sizeof(addr));\n    ${port}\n    bind(fd, (SAP) &addr, sizeof(addr));\n    listen(fd, 5);\n}`;
      expect(ids(posix(code))).toEqual(reported);
    },
  );

  it.each<[string, string[]]>([
    ['#if 0', []],
    ['#if 1', ['posixTcp']],
  ])('but not where no compiler sees it: %s', (condition, reported) => {
    const code = `    int fd = socket(AF_INET, SOCK_STREAM, 0);\n${condition}\n    ${BIND};\n    listen(fd, 5);\n#endif`;
    expect(ids(server(code))).toEqual(reported);
  });

  it.each(['INVALID_SOCKET', '-1'])('in a loop that sets the variable to %s where a bind fails', (none) => {
    const code = `#include <ws2tcpip.h>
SOCKET up(const char *host, const char *port) {
    struct addrinfo hints = {}, *list = NULL, *p = NULL;
    hints.ai_socktype = SOCK_STREAM;
    getaddrinfo(host, port, &hints, &list);
    SOCKET fd = ${none};
    for (p = list; p != NULL; p = p->ai_next) {
        fd = socket(p->ai_family, p->ai_socktype, p->ai_protocol);
        if (bind(fd, p->ai_addr, (int)p->ai_addrlen) == SOCKET_ERROR) {
            closesocket(fd);
            fd = ${none};
            continue;
        }
        listen(fd, SOMAXCONN);
        break;
    }
    return fd;
}`;
    expect(lint(code, inCpp)[0]?.message).toMatch(/^bind\(\) on the port in `port`/);
  });

  it.each<[string, string[]]>([
    ['server = new Receiver(fd);', ['udpUnicast']],
    ['server = new Receiver();', []],
  ])('whose socket an object keeps, not one that only asks for the port: %s', (kept, reported) => {
    const code = `void up(void) {\n    ${ON_80}\n    int fd = socket(AF_INET, SOCK_DGRAM, 0);\n    if (bind(fd, (struct sockaddr *)&addr, sizeof addr)) { close(fd); return; }\n    ${kept}\n}`;
    expect(ids(posix(code), inCpp)).toEqual(reported);
  });

  it('in a text that is no UTF-8', () => {
    const code = Buffer.from(listener(), 'utf8')
      .toString('latin1')
      .replace('perror("bind")', 'perror("\uFFFDbind")');
    expect(ids(code)).toEqual(['posixTcp']);
  });
});

describe('a socket that another file makes is bound here', () => {
  it.each<[string, string]>([
    ['as a parameter', `int up(int fd) { ${ON_80} return ${BIND}; }`],
    [
      'in a field',
      `int up(struct conn *c) { ${ON_80} bind(c->fd, (struct sockaddr *)&addr, sizeof addr); return listen(c->fd, 5); }`,
    ],
    ['by a function', `int up(void) { ${ON_80} int fd = make_socket(); return ${BIND}; }`],
  ])('%s', (_, code) => {
    const [report, ...others] = lint(posix(code), inC);
    expect(others).toEqual([]);
    expect(report?.messageId).toBe('shapedServer');
    expect(report?.fix).toBeUndefined();
    expect(report?.suggestions?.[0]?.desc).toMatch(/^Set SO_REUSEADDR before the bind, if a server/);
  });

  it.each<[string, string]>([
    [
      'to an address that it is given too',
      'int up(int fd, struct sockaddr_in *to) { return bind(fd, (struct sockaddr *)to, sizeof *to); }',
    ],
    [
      'to port 0',
      'int up(int fd) { struct sockaddr_in addr = { 0 }; return bind(fd, (struct sockaddr *)&addr, sizeof addr); }',
    ],
    [
      'to a path',
      'int up(int fd) { struct sockaddr_un addr; bind(fd, (struct sockaddr *)&addr, sizeof addr); return listen(fd, 5); }',
    ],
    ['and connects', `int up(int fd) { ${ON_80} ${BIND}; return connect(fd, 0, 0); }`],
    [
      'and is prepared by a function of yet another',
      `int up(int fd) { ${ON_80} setReuseAddr(fd); return ${BIND}; }`,
    ],
  ])('and is passed over where it is bound %s', (_, code) => {
    expect(reports(posix(code), inC)).toEqual([]);
  });
});

describe('an option that a helper of any name may set is one', () => {
  it.each([
    'setReuseAddr(fd);',
    'set_opt(fd, SOL_SOCKET, SO_REUSEADDR, 1);',
    'xsetopt_int(fd, SO_REUSEADDR, 1);',
    'prepare_socket_opts(fd);',
  ])('%s', (call) => {
    expect(reports(listener(`    ${call}\n`), inC)).toEqual([]);
  });
});

describe("a port that nobody sets is the kernel's", () => {
  const datagrams = (before: string): string =>
    posix(`${before} if (bind(fd, (struct sockaddr *)&addr, sizeof addr)) return -1; return fd; }`);
  it.each<[string, string]>([
    [
      'in an address that is declared empty',
      'int up(void) { int fd = socket(AF_INET, SOCK_DGRAM, 0); struct sockaddr_in addr = {0};',
    ],
    [
      'in one that is cleared',
      'int up(void) { int fd = socket(AF_INET, SOCK_DGRAM, 0); struct sockaddr_in addr; memset(&addr, 0, sizeof addr);',
    ],
    [
      'in one that a helper clears',
      'static void init(struct sockaddr_in *a) { memset(a, 0, sizeof *a); a->sin_family = AF_INET; }\nint up(void) { int fd = socket(AF_INET, SOCK_DGRAM, 0); struct sockaddr_in addr; init(&addr);',
    ],
    [
      'on the branch',
      'int up(int any, int port) { int fd = socket(AF_INET, SOCK_DGRAM, 0); struct sockaddr_in addr; addr.sin_port = htons(port); if (any) { addr.sin_port = htons(0);',
    ],
  ])('%s', (_, before) => {
    expect(reports(datagrams(before) + (before.includes('if (any) {') ? ' ' : ''), inC)).toEqual([]);
  });

  it('in one behind a pointer that is cleared', () => {
    expect(
      reports(
        posix(
          'int up(struct sockaddr_in *a) { memset(a, 0, sizeof *a); int fd = socket(AF_INET, SOCK_DGRAM, 0); return bind(fd, (struct sockaddr *)a, sizeof *a); }',
        ),
        inC,
      ),
    ).toEqual([]);
  });

  it('but not where the other branch sets one', () => {
    const code = datagrams(
      'int up(int any, int port) { int fd = socket(AF_INET, SOCK_DGRAM, 0); struct sockaddr_in addr; memset(&addr, 0, sizeof addr); if (any) addr.sin_port = htons(0); else addr.sin_port = htons(port);',
    );
    expect(ids(code)).toEqual(['udpUnicast']);
  });
});

describe('a port that a function of another file writes into an address is read beside it', () => {
  const filled = (call: string): string =>
    posix(
      `int up(int port) { struct sockaddr_in addr; ${call} int fd = socket(AF_INET, SOCK_STREAM, 0); ${BIND}; return listen(fd, 5); }`,
    );
  it.each([
    ['uv_ip4_addr("0.0.0.0", 7000, &addr);', 'port 7000'],
    ['init_sockaddr(&addr, NULL, port);', 'the port in `port`'],
  ])('%s', (call, port) => {
    expect(lint(filled(call), inC)[0]?.message).toContain(`bind() on ${port} has no SO_REUSEADDR`);
  });

  it("and is the kernel's where that is given 0", () => {
    expect(reports(filled('init_sockaddr(&addr, NULL, 0);'), inC)).toEqual([]);
  });
});

describe('families without ports are passed over', () => {
  it.each(['RPMSG', 'VSOCK', 'SYSTEM', 'CAN', 'PACKET', 'NETLINK', 'BLUETOOTH', 'TIPC'])(
    'AF_%s',
    (family) => {
      expect(
        reports(
          posix(
            `int up(void *to) { int fd = socket(AF_${family}, SOCK_STREAM, 0); bind(fd, to, 16); return listen(fd, 5); }`,
          ),
          inC,
        ),
      ).toEqual([]);
    },
  );
});
