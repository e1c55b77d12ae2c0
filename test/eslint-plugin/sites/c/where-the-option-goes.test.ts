import { describe, expect, it } from 'vitest';
import { fix, lint } from '../../lint.ts';
import { BIND, posix } from './program.ts';

const OPTION = 'setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int))';

/** A function around statements, with a socket in `fd` unless they make one. */
const around = (statements: string, socket = '    int fd = socket(AF_INET, SOCK_STREAM, 0);\n'): string =>
  posix(
    `int listener(void) {\n    struct sockaddr_in addr = { .sin_port = htons(8080) };\n${socket}    puts("mixed");\n    int tries = 0;\n${statements.replace(/^\n/, '')}\n    return listen(fd, 5) < 0 ? -1 : fd;\n}`,
  );

const fixed = (code: string): string => fix(code, { filename: 'server.c' });

describe('a test whether the bind succeeded is never copied: the option is a statement of its own', () => {
  it.each([
    `if (${BIND} == 0)\n        return fd;`,
    `if (0 == ${BIND})\n        return fd;`,
    `if (!${BIND})\n        return fd;`,
    `if (${BIND} >= 0)\n        return fd;`,
    `if (${BIND} > -1)\n        return fd;`,
    `if (-1 < ${BIND})\n        return fd;`,
    `if (${BIND} != -1)\n        return fd;`,
    `if (-1 != ${BIND})\n        return fd;`,
    `if (!(${BIND} < 0))\n        return fd;`,
    `if (${BIND} == 0)\n        goto bound;\n    return -1;\nbound:`,
    `if (${BIND} == 0) {\n        puts("bound");\n    } else {\n        return -1;\n    }`,
    `if (${BIND} == 0 && listen(fd, 5) == 0)\n        return fd;`,
    `if (${BIND} < 0 || listen(fd, 5) < 0)\n        return -1;`,
    `int result = ${BIND} == 0 ? 0 : -1;`,
    `puts("binding"), ${BIND};`,
    `switch (${BIND}) {\n    case 0:\n        break;\n    default:\n        return -1;\n    }`,
    `assert(${BIND} == 0);`,
    `MUST(${BIND});`,
    `TRY(${BIND} == 0);`,
    `return ${BIND} || listen(fd, 5);`,
  ])('%s', (statement) => {
    const code = around(`    ${statement}`);
    expect(fixed(code)).toBe(code.replace(`    ${statement}`, `    ${OPTION};\n    ${statement}`));
  });

  it('nor one of a result in a variable', () => {
    const code = around(`    int e;\n    e = ${BIND};\n    if (e == 0)\n        return fd;`);
    expect(fixed(code)).toContain(`    ${OPTION};\n    e = bind(`);
  });
});

describe('a test whether the bind failed is copied, whichever way it is written', () => {
  it.each([
    `if (${BIND} < 0)\n        return -1;`,
    `if (0 > ${BIND})\n        return -1;`,
    `if (${BIND} == -1)\n        return -1;`,
    `if (-1 == ${BIND})\n        return -1;`,
    `if (${BIND} <= -1)\n        return -1;`,
    `if (${BIND} != 0)\n        return -1;`,
    `if (${BIND})\n        return -1;`,
  ])('%s', (statement) => {
    const code = around(`    ${statement}`);
    const check = statement.replace(BIND, OPTION);
    expect(fixed(code)).toBe(code.replace(`    ${statement}`, `    ${check}\n    ${statement}`));
  });

  it('but for a jump back to another try', () => {
    const code = around(`again:\n    if (${BIND} < 0)\n        goto again;`);
    expect(fixed(code)).toContain(`    ${OPTION};\nagain:\n    if (bind(`);
  });
});

describe('a bind that is tried again on one descriptor has the option set once, before the first try', () => {
  it.each([
    `while (${BIND} < 0)\n        if (++tries == 3) return -1;`,
    `for (tries = 0; tries < 3; tries++)\n        if (${BIND} == 0) break;`,
    `for (;;) {\n        if (${BIND} == 0)\n            break;\n        sleep(1);\n    }`,
    `do {\n        tries++;\n    } while (${BIND} < 0 && tries < 3);`,
    `for (int port = 8080; port < 8090; port++) {\n        addr.sin_port = htons(port);\n        if (${BIND} == 0)\n            break;\n    }`,
    `for (int a = 0; a < 2; a++)\n        for (int b = 0; b < 2; b++)\n            if (${BIND} == 0) return fd;`,
    `if (${BIND} < 0) {\n        addr.sin_port = htons(8081);\n        if (${BIND} < 0)\n            return -1;\n    }`,
  ])('%s', (statement) => {
    const code = around(`    ${statement}`);
    const found = fixed(code);
    expect(found.split('SO_REUSEADDR')).toHaveLength(2);
    expect(found.indexOf('SO_REUSEADDR')).toBeLessThan(found.indexOf(statement.slice(0, 5)) + 200);
    expect(found).toContain(`${OPTION};\n    `);
    expect(lint(found, { filename: 'server.c' })).toEqual([]);
  });

  it('but inside a loop that makes a socket each time', () => {
    const code = around(
      `    for (tries = 0; tries < 3; tries++) {\n        fd = socket(AF_INET, SOCK_STREAM, 0);\n        if (${BIND} == 0)\n            break;\n        close(fd);\n    }`,
      '    int fd = -1;\n',
    );
    expect(fixed(code)).toMatch(/SOCK_STREAM, 0\);\n {8}setsockopt\(/);
  });

  it('and for each of several descriptors in turn', () => {
    const code = around(
      `    for (int i = 0; i < 2; i++)\n        fds[i] = socket(AF_INET, SOCK_STREAM, 0);\n    for (int i = 0; i < 2; i++) {\n        bind(fds[i], (struct sockaddr *)&addr, sizeof(addr));\n        listen(fds[i], 5);\n    }`,
      '    int fds[2], fd = -1;\n',
    );
    expect(fixed(code)).toMatch(/\{\n {8}setsockopt\(fds\[i\], .*\n {8}bind\(fds\[i\]/);
  });
});

describe('where a socket is made in the statement that binds it, nothing is written', () => {
  it.each([
    `if ((fd = socket(AF_INET, SOCK_STREAM, 0)) < 0 || ${BIND} < 0)\n        return -1;`,
    `if (make(&fd) == 0 && ${BIND} == 0)\n        return fd;`,
    `while ((fd = socket(AF_INET, SOCK_STREAM, 0)) >= 0 && ${BIND} < 0)\n        close(fd);`,
    `do {\n        fd = socket(AF_INET, SOCK_STREAM, 0);\n    } while (${BIND} < 0);`,
  ])('%s', (statement) => {
    const code = `${around(`    ${statement}`, '    int fd;\n')}\nstatic int make(int *out) { *out = socket(AF_INET, SOCK_STREAM, 0); return 0; }\n`;
    expect(lint(code, { filename: 'server.c' }).map(({ ruleId }) => ruleId)).toEqual([
      'rebind/require-reuse',
    ]);
    expect(fixed(code)).toBe(code);
  });
});

describe('nothing comes between a comment and the bind it describes', () => {
  it.each<[string, string, string]>([
    ['above the statement', '    /* take the port */\n', `    ${OPTION};\n    /* take the port */\n    if (`],
    [
      'of two lines',
      '    // take\n    // the port\n',
      `    ${OPTION};\n    // take\n    // the port\n    if (`,
    ],
  ])('%s', (_, comment, written) => {
    expect(fixed(around(`${comment}    if (${BIND} == 0)\n        return fd;`))).toContain(written);
  });

  it('nor between it and a declaration that C89 wants before it', () => {
    const code = posix(
      `int attach(int fd, const struct sockaddr *to)\n{\n    /* take the port */\n    return bind(fd, to, 16);\n}\nint main(void)\n{\n    int fd;\n    fd = socket(AF_INET, SOCK_STREAM, 0);\n    attach(fd, 0);\n    return listen(fd, 5);\n}`,
    );
    expect(fixed(code)).toContain(
      '{\n    int reuse = 1;\n\n    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof(reuse));\n    /* take the port */\n    return bind(',
    );
  });
});
