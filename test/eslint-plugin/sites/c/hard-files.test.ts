import { describe, expect, it } from 'vitest';
import { expectLinear } from '../../linear.ts';
import { lint, reports } from '../../lint.ts';
import { BIND, posix, server } from './program.ts';

const DEPTH = 4000;
const UP = `struct sockaddr_in addr; addr.sin_port = htons(80); int fd = socket(AF_INET, SOCK_STREAM, 0); ${BIND};`;
const around = (open: string, inside: string, close: string): string =>
  posix(`void up(int x) {\n${open.repeat(DEPTH)}${inside}${close.repeat(DEPTH)}\n}`);

describe('nesting thousands deep hides no bind', () => {
  it.each<[string, string]>([
    ['blocks', around('{', UP, '}')],
    ['blocks with declarations', around('{ int on = 1; use(on);', UP, '}')],
    ['conditions', around('if (x) {', UP, '}')],
    ['else after else', around('if (x) x--; else ', `{ ${UP} }`, '')],
    ['conditions of the preprocessor', around('#if X\n', `${UP}\n`, '#endif\n')],
    ['parentheses', posix(`void up(void) { int x = ${'('.repeat(DEPTH)}1${')'.repeat(DEPTH)}; ${UP} }`)],
    [
      'parentheses round the descriptor',
      posix(`void up(void) { ${UP.replace('bind(fd', `bind(${'('.repeat(DEPTH)}fd${')'.repeat(DEPTH)}`)} }`),
    ],
    ['calls', posix(`int up(void) { ${UP} return ${'f('.repeat(DEPTH)}1${')'.repeat(DEPTH)}; }`)],
    ['assignments', posix(`void up(void) { ${UP} ${'a = '.repeat(DEPTH)}fd; }`)],
    ['choices', posix(`void up(int x) { int y = ${'x ? 1 : '.repeat(DEPTH)}2; ${UP} }`)],
  ])('%s', (_, code) => {
    expect(reports(code, { filename: 'server.c' })).toEqual(['require-reuse']);
  });

  it('namespaces', () => {
    const code = `${posix('')}${'namespace a {\n'.repeat(DEPTH)}void up() { ${UP} }\n${'}\n'.repeat(DEPTH)}`;
    expect(reports(code, { filename: 'server.cpp' })).toEqual(['require-reuse']);
  });
});

it('a generated file has each of its servers reported', () => {
  const filler = 'static int f(int a) { return a ? f(a - 1) : 0; }\n'.repeat(5000);
  const servers = Array.from({ length: 50 }, (_, n) =>
    server(`    int fd = socket(AF_INET, SOCK_STREAM, 0);\n    ${BIND};\n    listen(fd, 5);`).replace(
      'main',
      `main${n}`,
    ),
  );
  const code = servers.join(filler.slice(0, 4900)) + filler;
  expect(lint(code, { filename: 'server.c' })).toHaveLength(50);
});

describe('a file of thousands of sockets has each reported, in a time that grows with their number', () => {
  const each = (count: number, write: (n: number) => string): string =>
    Array.from({ length: count }, (_, n) => write(n)).join('');
  const bind = (n: number): string => `bind(s${n}, (struct sockaddr *)&a${n}, sizeof(a${n}));\n`;
  const made = (n: number): string =>
    `struct sockaddr_in a${n};\na${n}.sin_port = htons(${n + 1});\nint s${n} = socket(AF_INET, SOCK_STREAM, 0);\n`;
  it.each<[string, string, (count: number) => string]>([
    [
      'in one function',
      'server.c',
      (count) => posix(`void up(void) {\n${each(count, (n) => made(n) + bind(n))}}`),
    ],
    [
      'in one function that declares all first',
      'server.c',
      (count) =>
        posix(
          `void up(void) {\n${each(count, (n) => `int s${n};\nstruct sockaddr_in a${n};\n`)}${each(count, (n) => `s${n} = socket(AF_INET, SOCK_STREAM, 0);\na${n}.sin_port = htons(${n + 1});\n${bind(n)}`)}}`,
        ),
    ],
    [
      'with one address',
      'server.c',
      (count) =>
        posix(
          `void up(void) {\nstruct sockaddr_in addr;\n${each(count, (n) => `addr.sin_port = htons(${n + 1});\nint s${n} = socket(AF_INET, SOCK_STREAM, 0);\nbind(s${n}, (struct sockaddr *)&addr, sizeof(addr));\n`)}}`,
        ),
    ],
    [
      'with addresses that a helper fills',
      'server.c',
      (count) =>
        posix(
          `void fill(struct sockaddr_in *a, int p) { a->sin_port = htons(p); }\nvoid up(void) {\n${each(count, (n) => `struct sockaddr_in a${n};\nfill(&a${n}, ${n + 1});\nint s${n} = socket(AF_INET, SOCK_STREAM, 0);\n${bind(n)}`)}}`,
        ),
    ],
    [
      'with the option set too late',
      'server.c',
      (count) =>
        posix(
          `void up(void) {\nint on = 1;\n${each(count, (n) => `${made(n)}${bind(n)}setsockopt(s${n}, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));\n`)}}`,
        ),
    ],
    [
      'in fields',
      'server.cpp',
      (count) =>
        posix(
          `struct A {\n${each(count, (n) => `int s${n};\nsockaddr_in a${n};\n`)}void f() {\n${each(count, (n) => `s${n} = socket(AF_INET, SOCK_STREAM, 0);\na${n}.sin_port = htons(${n + 1});\n`)}}\nvoid g() {\n${each(count, (n) => `::${bind(n)}`)}}\n};`,
        ),
    ],
  ])('%s', (_, filename, make) => {
    expectLinear((count) => {
      expect(lint(make(count), { filename })).toHaveLength(count);
    });
  });
});
