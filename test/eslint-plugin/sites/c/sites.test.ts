import { describe, expect, it } from 'vitest';
import { lint, reports } from '../../lint.ts';
import { BIND, listener, posix, server } from './program.ts';

const inC = (code: string, settings = {}): string[] => reports(code, { filename: 'server.c', settings });
const inCpp = (code: string): string[] => reports(code, { filename: 'server.cpp' });

const OPTION = 'setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));';
const REUSE = `    int on = 1;\n    ${OPTION}\n`;

describe('a TCP server without the option is reported', () => {
  it.each<[string, string]>([
    ['in one function', listener()],
    [
      'in a retry loop',
      server(
        `    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    while (${BIND} < 0) sleep(1);\n    listen(fd, 5);`,
      ),
    ],
    [
      'with the descriptor of a global',
      posix(
        `static int fd;\nvoid up(void) {\n    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(80) };\n    fd = socket(AF_INET, SOCK_STREAM, 0);\n    ${BIND};\n}`,
      ),
    ],
    [
      'with the descriptor of a struct',
      posix(
        `struct server { int fd; };\nvoid up(struct server *s, const struct sockaddr_in *to) {\n    s->fd = socket(AF_INET, SOCK_STREAM, 0);\n    bind(s->fd, (const struct sockaddr *)to, sizeof(*to));\n    listen(s->fd, 5);\n}`,
      ),
    ],
    [
      'with the socket from a helper',
      posix(
        `static int make(void) { return socket(AF_INET, SOCK_STREAM, 0); }\nint main(void) {\n    struct sockaddr_in addr = { .sin_port = htons(80) };\n    int fd = make();\n    ${BIND};\n}`,
      ),
    ],
    [
      'with the socket from an out-parameter',
      posix(
        `static void make(int *out) { *out = socket(AF_INET, SOCK_STREAM, 0); }\nint main(void) {\n    int fd;\n    struct sockaddr_in addr = { .sin_port = htons(80) };\n    make(&fd);\n    ${BIND};\n}`,
      ),
    ],
    [
      'with the bind in a helper',
      posix(
        `static int attach(int fd, int port) {\n    struct sockaddr_in addr = { .sin_port = htons(port) };\n    return ${BIND};\n}\nint main(void) {\n    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    attach(fd, 80);\n}`,
      ),
    ],
    [
      'through getaddrinfo',
      posix(
        `int up(const char *port) {\n    struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE }, *all, *ai;\n    int fd = -1;\n    getaddrinfo(NULL, port, &hints, &all);\n    for (ai = all; ai; ai = ai->ai_next) {\n        fd = socket(ai->ai_family, ai->ai_socktype, ai->ai_protocol);\n        if (fd < 0) continue;\n        if (bind(fd, ai->ai_addr, ai->ai_addrlen) == 0) break;\n        close(fd);\n    }\n    return fd;\n}`,
      ),
    ],
    [
      'by the wrappers of another file',
      `#include "unp.h"\nint main(void) {\n    int fd = Socket(AF_INET, SOCK_STREAM, 0);\n    struct sockaddr_in addr;\n    addr.sin_port = htons(13);\n    Bind(fd, (SA *)&addr, sizeof(addr));\n    Listen(fd, 5);\n}`,
    ],
    [
      'in code that no C compiler reads',
      `${posix('')}int main( {{{\n    struct sockaddr_in addr; int fd = socket(AF_INET, SOCK_STREAM, 0);\n    addr.sin_port = htons(80);\n    ${BIND}; @@@`,
    ],
  ])('%s', (_, code) => {
    expect(inC(code)).toEqual(['require-reuse']);
  });

  it('when the socket of another call in the same variable has the option', () => {
    const code = server(`
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    ${OPTION}
    if (${BIND} < 0) return 1;
    fd = socket(AF_INET, SOCK_STREAM, 0);
    if (${BIND} < 0) return 1;`);
    expect(lint(code, { filename: 'server.c' }).map(({ line }) => line)).toEqual([21]);
  });

  it('when the option is set in the other branch', () => {
    const code = server(`
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (on) {
        ${OPTION}
        ${BIND};
    } else {
        ${BIND};
    }`);
    expect(lint(code, { filename: 'server.c' }).map(({ line }) => line)).toEqual([22]);
  });

  it('in a class that keeps the descriptor', () => {
    const code = posix(`
class Server {
    int fd_ = -1;
public:
    explicit Server(uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in addr{};
        addr.sin_port = htons(port);
        if (::bind(fd_, reinterpret_cast<sockaddr *>(&addr), sizeof addr) < 0) throw 1;
    }
};`);
    expect(inCpp(code)).toEqual(['require-reuse']);
  });

  it('in a method that is named as the function', () => {
    const code = posix(`
bool Server::bind(int port) {
    this->fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in addr{};
    addr.sin_port = htons(port);
    return ::bind(this->fd_, (sockaddr *)&addr, sizeof addr) == 0;
}`);
    expect(inCpp(code)).toEqual(['require-reuse']);
  });
});

describe('a socket in an object that owns it', () => {
  const owning = (constructor: string, bind = '::bind(s.fd(), (sockaddr *)&addr, sizeof addr)'): string =>
    posix(`
class Socket {
    int fd_;
public:
    explicit Socket(int fd) : fd_(fd) { ${constructor} }
    Socket(Socket &&other) : fd_(other.fd_) { other.fd_ = -1; }
    int fd() const { return fd_; }
};
void up() {
    Socket s(::socket(AF_INET, SOCK_STREAM, 0));
    sockaddr_in addr{};
    addr.sin_port = htons(80);
    ${bind};
    ::listen(s.fd(), 5);
}`);

  it('is followed through its constructor and the method that tells the descriptor', () => {
    expect(inCpp(owning(''))).toEqual(['require-reuse']);
  });

  it.each<[string, string]>([
    [
      'the braces',
      owning('').replace('s(::socket(AF_INET, SOCK_STREAM, 0))', 's{::socket(AF_INET, SOCK_STREAM, 0)}'),
    ],
    ['a smart pointer', owning('').replaceAll('s.fd()', 's->get()')],
    [
      'a known owner of another file',
      owning('')
        .replace(/class Socket \{[^]*?\n\};/, '')
        .replace('Socket s', 'base::unique_fd s'),
    ],
  ])('also with %s', (_, code) => {
    expect(inCpp(code)).toEqual(['require-reuse']);
  });

  it.each<[string, string]>([
    [
      'its constructor sets the option',
      owning('int on = 1; setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);'),
    ],
    [
      'the option is set through the object',
      owning(
        '',
        `int on = 1; ::setsockopt(s.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on); ::bind(s.fd(), (sockaddr *)&addr, sizeof addr)`,
      ),
    ],
    ['its class is of another file and may set it', owning('').replace(/class Socket \{[^]*?\n\};/, '')],
    [
      'a field of such a class holds it',
      posix(`
class Server {
    net::Socket socket_;
public:
    Server() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in addr{};
        addr.sin_port = htons(80);
        ::bind(socket_.fd(), (sockaddr *)&addr, sizeof addr);
    }
};`),
    ],
  ])('is not reported where %s', (_, code) => {
    expect(inCpp(code)).toEqual([]);
  });
});

describe('a server that says it is not', () => {
  it.each<[string, string]>([
    ['before the bind', listener(REUSE)],
    [
      'with another value',
      listener(`    int on = 1;\n    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));\n`),
    ],
    ['under a condition', listener(`    int on = 1;\n    if (getenv("REUSE")) ${OPTION}\n`)],
    [
      'in a helper',
      posix(
        `static void tune(int s) { int on = 1; setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)); }\nint main(void) {\n    struct sockaddr_in addr = { .sin_port = htons(80) };\n    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    tune(fd);\n    ${BIND};\n}`,
      ),
    ],
    [
      'in the caller',
      posix(
        `static int attach(int fd) {\n    struct sockaddr_in addr = { .sin_port = htons(80) };\n    return ${BIND};\n}\nint main(void) {\n    int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);\n    ${OPTION}\n    attach(fd);\n}`,
      ),
    ],
    [
      'where the socket is made',
      posix(
        `static int make(void) {\n    int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);\n    ${OPTION}\n    return fd;\n}\nint main(void) {\n    struct sockaddr_in addr = { .sin_port = htons(80) };\n    int fd = make();\n    ${BIND};\n}`,
      ),
    ],
    ['in a function of another file, by its name', listener('    set_reuseaddr(fd);\n')],
    [
      'by an option that a parameter names',
      posix(
        `int up(int fd0, int name) {\n    int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);\n    struct sockaddr_in addr = { .sin_port = htons(80) };\n    setsockopt(fd, SOL_SOCKET, name, &on, sizeof(on));\n    return ${BIND};\n}`,
      ),
    ],
    [
      'for a second try',
      server(
        `    int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);\n    if (${BIND} < 0) {\n        ${OPTION}\n        ${BIND};\n    }\n    listen(fd, 5);`,
      ),
    ],
    ['by libevent', listener('    evutil_make_listen_socket_reuseable(fd);\n')],
  ])('%s', (_, code) => {
    expect(inC(code)).toEqual([]);
  });

  it('in a method called before', () => {
    const code = posix(`
class Server {
    int fd_;
    void tune() { int on = 1; setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on); }
    void open() {
        fd_ = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in addr{};
        addr.sin_port = htons(80);
        tune();
        bind(fd_, (sockaddr *)&addr, sizeof addr);
    }
};`);
    expect(inCpp(code)).toEqual([]);
  });
});

describe('a bind that takes no fixed port is passed over', () => {
  const on = (port: string): string =>
    server(`    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    ${BIND};\n    listen(fd, 5);`, port);
  it.each<[string, string]>([
    ['port 0', on('0')],
    ['htons(0)', on('htons(0)')],
    ['a constant that is 0', on('htons(ANY)').replace('\n\n', '\n#define ANY 0\n\n')],
    ['a port that nothing sets', on('0').replace(/ {4}addr\.sin_port.*\n/, '')],
    [
      'an initialiser without a port',
      posix(
        `int main(void) {\n    struct sockaddr_in addr = { .sin_family = AF_INET };\n    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    ${BIND};\n}`,
      ),
    ],
    [
      'a service that is NULL',
      posix(
        `int up(void) {\n    struct addrinfo *ai;\n    getaddrinfo("localhost", NULL, NULL, &ai);\n    int fd = socket(ai->ai_family, SOCK_STREAM, 0);\n    return bind(fd, ai->ai_addr, ai->ai_addrlen);\n}`,
      ),
    ],
    [
      'a service that is "0"',
      posix(
        `int up(void) {\n    struct addrinfo *ai;\n    getaddrinfo("localhost", "0", NULL, &ai);\n    int fd = socket(ai->ai_family, SOCK_STREAM, 0);\n    return bind(fd, ai->ai_addr, ai->ai_addrlen);\n}`,
      ),
    ],
    [
      'a client',
      server(
        `    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    ${BIND};\n    connect(fd, (struct sockaddr *)&addr, sizeof(addr));`,
      ),
    ],
    [
      'a client that connects in a helper',
      posix(
        `static void go(int s) { connect(s, 0, 0); }\nint main(void) {\n    struct sockaddr_in addr = { .sin_port = htons(80) };\n    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    ${BIND};\n    go(fd);\n}`,
      ),
    ],
    [
      'the definition of a wrapper',
      posix(
        'int Bind(int fd, const struct sockaddr *to, socklen_t length) {\n    return bind(fd, to, length);\n}\nint main(void) { return Bind(3, 0, 0); }',
      ),
    ],
    [
      'the definition of a macro',
      '#define BIND(fd, addr) bind(fd, (struct sockaddr *)&addr, sizeof(addr))\n',
    ],
  ])('%s', (_, code) => {
    expect(inC(code)).toEqual([]);
  });

  it.each(['AF_UNIX', 'PF_LOCAL', 'AF_NETLINK', 'AF_PACKET', 'PF_CAN', 'AF_ALG', 'AF_BLUETOOTH', 'AF_VSOCK'])(
    '%s',
    (family) => {
      expect(inC(listener().replace('socket(AF_INET', `socket(${family}`))).toEqual([]);
    },
  );

  it.each([
    'sockaddr_un',
    'sockaddr_nl',
    'sockaddr_ll',
    'sockaddr_can',
    'sockaddr_alg',
    'sockaddr_rc',
    'sockaddr_vm',
  ])('a struct %s', (type) => {
    const code = posix(
      `int up(int family) {\n    struct ${type} addr;\n    int fd = socket(family, SOCK_STREAM, 0);\n    return ${BIND};\n}`,
    );
    expect(inC(code)).toEqual([]);
  });

  it.each(['addr->sun_path[0] = 0', 'addr->sll_ifindex = 1', '(*x).addr.sun_path[0] = 0'])(
    'an address of a type from elsewhere, by a field of it: %s',
    (written) => {
      const addr = written.startsWith('(') ? '&(*x).addr' : 'addr';
      const code = posix(
        `int up(int family, address *addr, server *x) {\n    int fd = socket(family, SOCK_STREAM, 0);\n    ${written};\n    return bind(fd, ${addr}, 16);\n}`,
      );
      expect(inC(code)).toEqual([]);
    },
  );

  it.each([
    'SOCK_STREAM, IPPROTO_SCTP',
    'SOCK_SEQPACKET, IPPROTO_SCTP',
    'SOCK_SEQPACKET, 0',
    'SOCK_DCCP, IPPROTO_DCCP',
  ])('socket(AF_INET, %s), of another transport', (given) => {
    expect(inC(listener().replace('SOCK_STREAM, 0', given))).toEqual([]);
    // what does nothing for TCP may do something for it
    expect(inC(listener('', REUSE).replace('SOCK_STREAM, 0', given))).toEqual([]);
  });

  it('another transport by a variable', () => {
    const code = listener().replace('SOCK_STREAM, 0', 'SOCK_STREAM, protocol');
    expect(inC(code.replace('    struct', '    int protocol = IPPROTO_SCTP;\n    struct'))).toEqual([]);
    expect(inC(code.replace('    struct', '    int protocol = IPPROTO_TCP;\n    struct'))).toEqual([
      'require-reuse',
    ]);
  });

  it('but not one that may be of TCP', () => {
    const code = server(`
    int fd;
    if (getenv("SCTP")) fd = socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP);
    else fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    ${BIND};
    listen(fd, 5);`);
    expect(inC(code)).toEqual(['require-reuse']);
    expect(inC(listener().replace('SOCK_STREAM, 0', 'SOCK_STREAM, IPPROTO_MPTCP'))).toEqual([
      'require-reuse',
    ]);
  });

  it('a family in a variable', () => {
    const code = listener()
      .replace('socket(AF_INET', 'socket(family')
      .replace('    struct', '    int family = PF_CAN;\n    struct');
    expect(inC(code)).toEqual([]);
  });
});

describe('what is no socket is passed over', () => {
  const FD = 'int fd = socket(AF_INET, SOCK_STREAM, 0); struct sockaddr_in addr; addr.sin_port = htons(80);';
  const ADDRESS = '(struct sockaddr *)&addr, sizeof addr';

  it.each<[string, string]>([
    ['std::bind', 'auto f = std::bind(&Server::run, this, _1);'],
    ['std::bind of a descriptor', `${FD} auto f = std::bind(handler, fd, std::placeholders::_1);`],
    ['bind of std, by using', 'using namespace std; auto f = bind(&Server::run, this, placeholders::_1);'],
    [
      'bind of std, of a function and a descriptor',
      `${FD} using namespace std; auto f = bind(handler, fd, 5);`,
    ],
    ['boost::bind', 'boost::bind(&Server::run, this, _1);'],
    ['bind of a lambda', `${FD} bind(fd, [] { return 1; }, sizeof addr);`],
    ['a variable of that name', `${FD} auto bind = [](int a, int b, int c) { return a; }; bind(fd, 2, 3);`],
    ['a function of a namespace or class', `${FD} Registry::bind(fd, ${ADDRESS});`],
    ['a method', 'statement.bind(1, name, sizeof(name)); query->bind(index, &value, length);'],
    [
      'a method with a descriptor and an address',
      `${FD} table.bind(fd, ${ADDRESS}); table->bind(fd, ${ADDRESS});`,
    ],
    ['a method template', `${FD} table.bind<int>(fd, ${ADDRESS}); table.template bind<int>(fd, ${ADDRESS});`],
    ['a callback', 'mod->cbs->bind(idx, ACTION_ADD, 0);'],
    ['functions that end in it', 'sqlite3_bind(statement, 1, 2); glBindTexture(1, 2);'],
    [
      'a method named listen',
      'observer.listen(8080); observer->listen(fd, 5); emitter.listen("event", run);',
    ],
    ['a function named listen', 'listen(8080);'],
    ['a declaration', 'int bind(int fd, const struct sockaddr *addr, socklen_t length);'],
    ['a comment and a string', '/* bind(fd, &addr, 4) */ puts("bind(fd, addr, len)");'],
  ])('%s', (_, code) => {
    const inFunction = posix(`void f() { ${code} }`);
    expect(inCpp(inFunction)).toEqual([]);
    // headers of C++ are read as C too
    expect(reports(inFunction, { filename: 'server.h' })).toEqual([]);
  });
});

describe('datagrams', () => {
  const receiver = (rest: string, before = ''): string =>
    server(`    int fd = socket(AF_INET, SOCK_DGRAM, 0);\n${before}    ${BIND};\n${rest}`);
  const JOIN =
    '    struct ip_mreq group;\n    setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof(group));\n';

  it('are to say that the port is not shared', () => {
    expect(lint(receiver(''), { filename: 'server.c' }).map(({ message, fix }) => [message, fix])).toEqual([
      [expect.stringContaining('which is right for unicast'), undefined],
    ]);
  });

  it('of a group need the option', () => {
    expect(lint(receiver(JOIN), { filename: 'server.c' }).map(({ message }) => message)).toEqual([
      expect.stringContaining('receives multicast without `SO_REUSEADDR`'),
    ]);
    expect(inC(receiver(JOIN, REUSE))).toEqual([]);
  });

  it('of a group, with the option off', () => {
    expect(inC(receiver(JOIN, REUSE.replace('on = 1', 'on = 0')))).toEqual(['no-disabled-reuse']);
  });

  it('of one host are open to others with the option', () => {
    expect(inC(receiver('', REUSE))).toEqual(['no-unsafe-reuse']);
  });

  it('may have a group where the socket leaves the file', () => {
    expect(inC(receiver('    start(fd);\n', REUSE))).toEqual([]);
  });
});

describe('an option that does nothing is reported', () => {
  it.each<[string, string]>([
    [
      'after the bind',
      server(
        `    int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);\n    ${BIND};\n    ${OPTION}\n    listen(fd, 5);`,
      ),
    ],
    [
      'after the bind, in a helper',
      posix(
        `static void tune(int s) { int on = 1; setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)); }\nint main(void) {\n    struct sockaddr_in addr = { .sin_port = htons(80) };\n    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    ${BIND};\n    tune(fd);\n}`,
      ),
    ],
    ['two names in one', listener(REUSE.replace('SO_REUSEADDR', 'SO_REUSEADDR | SO_REUSEPORT'))],
    [
      'on a connection',
      server(
        `    int on = 1, client, fd = socket(AF_INET, SOCK_STREAM, 0);\n    ${BIND};\n    listen(fd, 5);\n    client = accept(fd, NULL, NULL);\n    setsockopt(client, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));`,
      ),
    ],
  ])('%s', (_, code) => {
    expect(inC(code)).toEqual(['no-ineffective-reuse']);
  });

  it('and one that is switched off', () => {
    expect(inC(listener(REUSE.replace('on = 1', 'on = 0')))).toEqual(['no-disabled-reuse']);
  });

  it('but not in the other branch', () => {
    const code = posix(
      `static int later(int fd) { int on = 1; return ${OPTION.slice(0, -1)}; }\nint up(int quiet) {\n    struct sockaddr_in addr = { .sin_port = htons(80) };\n    int r, fd = socket(AF_INET, SOCK_STREAM, 0);\n    if (quiet) r = ${BIND};\n    else r = later(fd);\n    return r;\n}`,
    );
    expect(inC(code)).toEqual(['require-reuse']);
  });

  it('on a Unix domain socket, where SO_REUSEPORT is refused', () => {
    const code = posix(
      `int main(void) {\n    struct sockaddr_un addr;\n    int on = 1, fd = socket(AF_UNIX, SOCK_STREAM, 0);\n    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));\n    ${BIND};\n}`,
    );
    expect(inC(code)).toEqual(['no-unsafe-reuse']);
  });
});

describe('Winsock', () => {
  const windows = (option = '', bind = BIND): string => `#include <winsock2.h>
#include <ws2tcpip.h>

int main(void) {
    WSADATA data;
    BOOL on = TRUE;
    struct sockaddr_in addr = { .sin_port = htons(8080) };
    WSAStartup(MAKEWORD(2, 2), &data);
    SOCKET fd = socket(AF_INET, SOCK_STREAM, 0);
${option}    if (${bind} == SOCKET_ERROR) return 1;
    return listen(fd, 5);
}
`;
  const set = (name: string): string =>
    `    setsockopt(fd, SOL_SOCKET, ${name}, (const char *)&on, sizeof(on));\n`;

  it('wants the port for itself', () => {
    expect(lint(windows(), { filename: 'server.c' }).map(({ message }) => message)).toEqual([
      expect.stringContaining('has no SO_EXCLUSIVEADDRUSE'),
    ]);
    expect(inC(windows(set('SO_EXCLUSIVEADDRUSE')))).toEqual([]);
  });

  it('lets others take a port with SO_REUSEADDR', () => {
    expect(inC(windows(set('SO_REUSEADDR').replace('&on', '&(int){1}')))).toEqual(['no-unsafe-reuse']);
  });

  it('says nothing where Windows is no target', () => {
    expect(inC(windows(), { platforms: ['linux'] })).toEqual([]);
  });

  const shared = (option: string): string =>
    listener(option)
      .replace(/#include <(?:arpa|net|sys|unistd).*\n/g, '')
      .replace(
        '#include <stdio.h>',
        '#ifdef _WIN32\n#include <winsock2.h>\n#else\n#include <netinet/in.h>\n#endif\n#include <stdio.h>',
      );

  it('in a file for both is no place for SO_REUSEADDR without a guard', () => {
    expect(inC(shared(REUSE))).toEqual(['no-unsafe-reuse']);
    expect(inC(shared(`#ifndef _WIN32\n${REUSE}#endif\n`))).toEqual([]);
    expect(inC(shared(REUSE), { platforms: ['linux', 'darwin'] })).toEqual([]);
  });

  it('in a file for both leaves POSIX to be said', () => {
    const exclusive = `#ifdef _WIN32\n    int on = 1;\n    setsockopt(fd, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, (char *)&on, sizeof(on));\n#endif\n`;
    expect(inC(shared(exclusive))).toEqual(['require-reuse']);
  });
});

describe('the port in a message', () => {
  const portOf = (port: string, before = ''): string | undefined =>
    / on (.*?) has no/.exec(
      lint(
        server(
          `    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    ${BIND};\n    listen(fd, 5);`,
          port,
        ).replace('\n\n', `\n${before}\n`),
        { filename: 'server.c' },
      )[0]?.message ?? '',
    )?.[1];

  it.each<[string, string, string?]>([
    ['htons(8080)', 'port 8080'],
    ['htons((unsigned short)0x1F90)', 'port 8080'],
    ['htons(PORT)', 'port 9527', '#define PORT 9527'],
    ['htons(PORT)', 'port 9527', '#define PORT (9527) /* the port */'],
    ['htons(PORT)', 'port 9527', 'enum { PORT = 9527 };'],
    ['htons(PORT + 1)', 'port 9528', '#define PORT 9527'],
    ['htons(port)', 'port 9527', 'static const int port = 9527;'],
    ['htons(config.port)', 'the port in `config.port`'],
    ['htons(SERV_PORT)', 'the port in `SERV_PORT`'],
    ['htons(atoi(getenv("PORT")))', 'the port in PORT'],
    ['htons(getenv("PORT") ? atoi(getenv("PORT")) : 3000)', 'the port in PORT (3000 by default)'],
    ['htons(atoi("7000"))', 'port 7000'],
  ])('%s is %s', (port, said, before) => {
    expect(portOf(port, before)).toBe(said);
  });
});
