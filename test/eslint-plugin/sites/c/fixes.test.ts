import { describe, expect, it } from 'vitest';
import { missing } from '../../../examples/support/toolchain.ts';
import { fix, lint } from '../../lint.ts';
import { strace, straceRuns } from '../javascript/catalogue/strace.ts';
import { compile, withFolder } from './compiler.ts';
import { BIND, listener, posix, server } from './program.ts';

interface Case {
  readonly name: string;
  readonly code: string;
  readonly file?: string;
  readonly flags?: readonly string[];
  /** What the fixed file must contain. */
  readonly holds: string;
}

const SOCKET = '    int fd = socket(AF_INET, SOCK_STREAM, 0);\n';
const OPTION = 'setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int))';

const CASES: readonly Case[] = [
  {
    name: 'checks for errors as the bind does',
    code: server(`
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    for (int tries = 0; tries < 1; tries++)
        puts("once");
    if (${BIND} == -1) {
        perror("server: bind");
        close(fd);
        return 1;
    }`),
    holds: `    if (${OPTION} == -1) {\n        perror("server: setsockopt");\n        close(fd);\n        return 1;\n    }\n    if (bind(`,
  },
  {
    name: 'checks the result in a variable as the bind does',
    code: server(`
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    puts("mixed");
    int rc;
    rc = ${BIND};
    if (rc < 0) {
        perror("bind");
        return 1;
    }`),
    holds: `    rc = ${OPTION};\n    if (rc < 0) {\n        perror("setsockopt");\n        return 1;\n    }\n    rc = bind(`,
  },
  {
    name: 'does not check where the message could not be told of another call',
    code: server(
      `${SOCKET}    puts("mixed");\n    int on;\n    (void)on;\n    if (${BIND} < 0) {\n        fprintf(stderr, "cannot listen\\n");\n        return 1;\n    }`,
    ),
    holds: `    ${OPTION};\n    if (bind(`,
  },
  {
    name: 'is put before a loop that retries the bind',
    code: server(
      `${SOCKET}    puts("mixed");\n    int tries = 0;\n    while (${BIND} < 0)\n        if (++tries == 3) return 1;`,
    ),
    holds: `    ${OPTION};\n    while (bind(`,
  },
  {
    name: 'declares a variable where C89 wants it',
    flags: ['-std=gnu89', '-Wdeclaration-after-statement'],
    code: posix(`
int main(void)
{
    struct sockaddr_in addr;
    int fd;

    fd = socket(AF_INET, SOCK_STREAM, 0);
    memset(&addr, 0, sizeof(addr));
    addr.sin_family = AF_INET;
    addr.sin_port = htons(8080);
    if (${BIND} < 0) {
        perror("bind");
        return 1;
    }
    return 0;
}`),
    holds: `    int fd;\n    int reuse = 1;\n`,
  },
  {
    name: 'takes the variable that is there',
    code: server(
      `    int on = 1;\n    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));\n    ${BIND};`,
    ),
    holds: `    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));\n    bind(`,
  },
  {
    name: 'puts braces where a statement becomes two',
    code: server(
      `${SOCKET}    puts("mixed");\n    int quiet = 0;\n    if (quiet)\n        puts("quiet");\n    else\n        ${BIND}; // the port`,
    ),
    holds: `    else {\n        ${OPTION};\n        bind(fd, (struct sockaddr *)&addr, sizeof(addr)); // the port\n    }\n`,
  },
  {
    name: 'puts braces around the rest of an else-if chain',
    code: posix(`
int main(void) {
    int fd;
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(8080) };
    if ((fd = socket(AF_INET, SOCK_STREAM, 0)) < 0) {
        perror("socket");
    } else if (${BIND} < 0) {
        perror("bind");
    } else {
        puts("bound");
    }
    return 0;
}`),
    holds: `    } else {\n        if (${OPTION} < 0) {\n            perror("setsockopt");\n        }\n        if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0) {\n            perror("bind");\n        } else {\n            puts("bound");\n        }\n    }\n`,
  },
  {
    name: 'is a constant in C++',
    file: 'server.cpp',
    code: server(`${SOCKET}    if (::${BIND} < 0) {\n        perror("bind");\n        return 1;\n    }`),
    holds: `    const int reuse = 1;\n    if (::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof(reuse)) < 0) {\n        perror("setsockopt");\n        return 1;\n    }\n    if (::bind(`,
  },
  {
    name: 'is a block where a goto jumps over it in C++',
    file: 'server.cpp',
    code: server(`${SOCKET}    if (fd < 0) goto out;\n    ${BIND};\nout:\n    close(fd);`),
    holds: `    {\n        const int reuse = 1;\n        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof(reuse));\n    }\n    bind(`,
  },
  {
    name: 'takes a free name',
    file: 'server.cpp',
    code: server(`    int reuse = 2;\n${SOCKET}    ${BIND};\n    return reuse - 2;`),
    holds: `    const int reuse_addr = 1;\n    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse_addr, sizeof(reuse_addr));\n`,
  },
  {
    name: 'keeps the comment above the bind above the bind',
    code: server(
      `${SOCKET}    puts("mixed");\n    int on;\n    (void)on;\n\n    /* take the port */\n    ${BIND};`,
    ),
    holds: `\n    ${OPTION};\n    /* take the port */\n    bind(`,
  },
  {
    name: 'keeps tabs, GNU spaces and line ends',
    code: posix(
      `int\nmain (void)\n{\n\tstruct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons (8080) };\n\tint fd = socket (AF_INET, SOCK_STREAM, 0);\n\n\tif (bind (fd, (struct sockaddr *) &addr, sizeof addr) < 0)\n\t\treturn 1;\n\treturn 0;\n}`,
    ).replaceAll('\n', '\r\n'),
    holds: `\tif (setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)) < 0)\r\n\t\treturn 1;\r\n\tif (bind (`,
  },
  {
    name: 'works in a switch',
    code: server(
      `${SOCKET}    puts("mixed");\n    int kind = 1;\n    switch (kind) {\n    case 1:\n        ${BIND};\n        break;\n    default:\n        break;\n    }`,
    ),
    holds: `    case 1:\n        ${OPTION};\n        bind(`,
  },
  {
    name: 'is checked by the function that checks the bind',
    file: 'server.cpp',
    code: posix(
      `static void check(int result, const char *what) {\n    if (result == -1) {\n        perror(what);\n        exit(1);\n    }\n}\nint main() {\n    sockaddr_in addr{};\n    addr.sin_family = AF_INET;\n    addr.sin_port = htons(8080);\n    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    check(::${BIND}, "bind");\n    return 0;\n}`,
    ),
    holds:
      '    const int reuse = 1;\n    check(::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof(reuse)), "setsockopt");\n    check(::bind(',
  },
  {
    name: 'is not given to a function that does more than check',
    file: 'server.cpp',
    code: posix(
      `static void opened(int result) { printf("%d", result); }\nint main() {\n    sockaddr_in addr{};\n    addr.sin_family = AF_INET;\n    addr.sin_port = htons(8080);\n    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    opened(${BIND});\n    return 0;\n}`,
    ),
    holds: '    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof(reuse));\n    opened(bind(',
  },
  {
    name: 'reaches a socket through the object that owns it',
    file: 'server.cpp',
    code: posix(
      `struct Socket {\n    int fd_;\n    explicit Socket(int fd) : fd_(fd) {}\n    int fd() const { return fd_; }\n};\nint main() {\n    sockaddr_in addr{};\n    addr.sin_family = AF_INET;\n    addr.sin_port = htons(8080);\n    Socket s(socket(AF_INET, SOCK_STREAM, 0));\n    if (${BIND.replace('fd', 's.fd()')} < 0) return 1;\n    return 0;\n}`,
    ),
    holds: '    if (setsockopt(s.fd(), SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof(reuse)) < 0) return 1;\n',
  },
  {
    name: 'moves an option before the bind',
    code: server(
      `    int on = 1;\n${SOCKET}    if (${BIND} < 0)\n        return 1;\n    /* so that it restarts */\n    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));`,
    ),
    holds: `    /* so that it restarts */\n    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));\n    if (bind(`,
  },
  {
    name: 'makes two calls of two names',
    code: listener(
      '    int on = 1;\n    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR | SO_REUSEPORT, &on, sizeof(on));\n',
    ),
    holds:
      '    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));\n    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));\n',
  },
  {
    name: 'switches on what is off',
    code: listener('    int on = 0;\n    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));\n'),
    holds: '    int on = 1;\n',
  },
  {
    name: 'sets the options of a receiver of multicast, SO_REUSEPORT for macOS',
    code: server(
      `    struct ip_mreq group = { { htonl(0xe0000001) }, { 0 } };\n    int fd = socket(AF_INET, SOCK_DGRAM, 0);\n    ${BIND};\n    setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof(group));`,
    ),
    holds: `    ${OPTION};\n    ${OPTION.replace('ADDR', 'PORT')};\n    bind(`,
  },
];

describe.skipIf(missing('gcc'))('the fix of a C file (needs Linux and gcc)', () => {
  it.each(CASES)('$name', async ({ code, file = 'server.c', flags = [], holds }) => {
    const fixed = fix(code, { filename: file });
    expect(fixed).toContain(holds);
    expect(lint(fixed, { filename: file })).toEqual([]);
    expect(fix(fixed, { filename: file })).toBe(fixed);
    await withFolder(async (folder) => {
      expect(await compile(folder, file, code, flags)).toMatchObject({ ok: true, said: '' });
      const compiled = await compile(folder, file, fixed, flags);
      expect(compiled).toMatchObject({ ok: true, said: '' });
      if (straceRuns || process.env.CI === 'true') {
        const { sockets } = await strace(compiled.program, [], {
          cwd: new URL(`file://${folder}/`),
          refuseBinds: true,
        });
        expect(sockets[0]).toMatchObject({
          port: 8080,
          options: expect.arrayContaining(['SO_REUSEADDR']) as string[],
        });
      }
    });
  });

  it('is guarded where Windows compiles the file too', () => {
    const code = listener()
      .replace(/#include <(?:arpa|net|sys|unistd).*\n/g, '')
      .replace(
        '#include <stdio.h>',
        '#ifdef _WIN32\n#include <winsock2.h>\n#else\n#include <netinet/in.h>\n#endif\n#include <stdio.h>',
      );
    expect(fix(code, { filename: 'server.cpp' })).toContain(
      `#ifndef _WIN32\n    const int reuse = 1;\n    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof(reuse)) < 0) {\n        perror("setsockopt");\n        return 1;\n    }\n#endif\n    if (bind(`,
    );
  });

  it('is the exclusive option on Windows', () => {
    const code =
      '#include <winsock2.h>\nvoid up(void) {\n    struct sockaddr_in addr;\n    SOCKET s = socket(AF_INET, SOCK_STREAM, 0);\n    addr.sin_port = htons(80);\n    bind(s, (SOCKADDR *)&addr, sizeof(addr));\n}\n';
    expect(fix(code, { filename: 'server.cpp' })).toContain(
      '    const int reuse = 1;\n    setsockopt(s, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, reinterpret_cast<const char *>(&reuse), sizeof(reuse));\n    bind(',
    );
  });

  it.each<[string, string]>([
    [
      'the socket is made in the same expression',
      `    int fd;\n    if ((fd = socket(AF_INET, SOCK_STREAM, 0)) < 0 || ${BIND} < 0) return 1;`,
    ],
    [
      'the descriptor would be evaluated twice',
      `    int fds[1], n = 0;\n    fds[0] = socket(AF_INET, SOCK_STREAM, 0);\n    bind(fds[0 * n++], (struct sockaddr *)&addr, sizeof(addr));`,
    ],
  ])('is not written where %s', (_, statements) => {
    expect(
      lint(server(statements), { filename: 'server.c' }).map(({ fix: edit }) => edit),
    ).not.toContainEqual(expect.anything());
  });

  it('is described where it cannot be written', () => {
    const code = server(
      `    int fd;\n    if ((fd = socket(AF_INET, SOCK_STREAM, 0)) < 0 || ${BIND} < 0) return 1;`,
    );
    expect(lint(code, { filename: 'server.c' })[0]?.message).toContain(
      'Set it after the socket is made on line 17, before this call.',
    );
  });

  it('of a stream is written beside a datagram socket whose variable would stand in the same place', () => {
    const code = posix(
      'int up(void) {\n    struct sockaddr_in addr;\n    int fd, other;\n    addr.sin_port = htons(80);\n    fd = socket(AF_INET, SOCK_STREAM, 0);\n    bind(fd, (struct sockaddr *)&addr, sizeof(addr));\n    other = socket(AF_INET, SOCK_DGRAM, 0);\n    bind(other, (struct sockaddr *)&addr, sizeof(addr));\n    return 0;\n}',
    );
    expect(fix(code, { filename: 'server.c' })).toContain(
      '    int fd, other;\n    int reuse = 1;\n    addr.sin_port = htons(80);\n    fd = socket(AF_INET, SOCK_STREAM, 0);\n    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof(reuse));\n',
    );
  });

  it('of two sockets in one function has two names', () => {
    const code = posix(
      'void up(int a, int b) {\n    sockaddr_in addr{};\n    addr.sin_port = htons(80);\n    a = socket(AF_INET, SOCK_STREAM, 0);\n    bind(a, (sockaddr *)&addr, sizeof addr);\n    b = socket(AF_INET, SOCK_STREAM, 0);\n    bind(b, (sockaddr *)&addr, sizeof addr);\n}',
    );
    expect(fix(code, { filename: 'server.cpp' }).match(/const int \w+/g)).toEqual([
      'const int reuse',
      'const int reuse_addr',
    ]);
  });
});
