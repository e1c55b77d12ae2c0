import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectLinear } from '../../linear.ts';
import { fix, lint } from '../../lint.ts';
import { method } from './java.ts';

const JAVA = { filename: 'Server.java' };
const EXAMPLES = path.join(import.meta.dirname, '../../../../examples/java');

const seeds = [
  ...readdirSync(EXAMPLES).map((file) => readFileSync(path.join(EXAMPLES, file), 'utf8')),
  method(
    'if (port > 0)\n  new ServerSocket(port).close();\nelse { ServerSocket s = new ServerSocket(); s.bind(address); s.setReuseAddress(true); }',
  ),
  method('try (var c = ServerSocketChannel.open().bind(address)) { c.socket().setReuseAddress(false); }'),
];

describe('hard files of Java', () => {
  it.each([
    ['binary', '\u0000\u0001ServerSocket\ufffd bind(\u0000)'],
    [
      'an unterminated string',
      'import java.net.*; class A { String s = "new ServerSocket(80); void f() { new ServerSocket(80); }',
    ],
    ['an unterminated comment', '/* new ServerSocket(80)'],
    ['nothing but a call', 'new ServerSocket(80)'],
    ['an import without an end', 'import java.net.ServerSocket'],
  ])('%s', (_, code) => {
    expect(lint(code, JAVA).filter(({ fatal }) => fatal)).toEqual([]);
  });

  it.each([
    ['blocks', `${'{'.repeat(5000)} new ServerSocket(80); ${'}'.repeat(5000)}`],
    ['parentheses', `s.bind(${'('.repeat(5000)}1${')'.repeat(5000)});`],
    ['a chain', `new ServerSocket(80)${'.a()'.repeat(5000)};`],
    ['conditions', `${'if (a) '.repeat(3000)} new ServerSocket(80);`],
  ])('thousands of nested %s', (_, body) => {
    const code = `import java.net.*;\nclass A { void f() throws Exception { ${body} } }`;
    expect(lint(code, JAVA).filter(({ fatal }) => fatal)).toEqual([]);
  });

  it('ten megabytes, within the budget of a parse', () => {
    const line = '  int field = 1; // bind ServerSocket\n';
    const code = `import java.net.*;\nclass A {\n${line.repeat(10_000_000 / line.length)}}\n`;
    const start = performance.now();
    lint(code, JAVA);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  const each = (count: number, write: (n: number) => string): string =>
    Array.from({ length: count }, (_, n) => write(n)).join('');
  it.each<[string, (count: number) => string]>([
    [
      'constructors in one method',
      (count) => method(each(count, (n) => `ServerSocket s${n} = new ServerSocket(${n + 1});\n`)),
    ],
    [
      'binds in one method',
      (count) =>
        method(
          each(
            count,
            (n) => `ServerSocket s${n} = new ServerSocket();\ns${n}.bind(new InetSocketAddress(${n + 1}));\n`,
          ),
        ),
    ],
    [
      'fields of one class',
      (count) =>
        `import java.net.*;\nclass A {\n${each(count, (n) => `  ServerSocket s${n};\n`)}  void f() throws Exception {\n${each(count, (n) => `    s${n} = new ServerSocket();\n`)}  }\n  void g() throws Exception {\n${each(count, (n) => `    s${n}.bind(new InetSocketAddress(${n + 1}));\n`)}  }\n}\n`,
    ],
  ])('thousands of %s, in a time that grows with their number', (_, make) => {
    expectLinear((count) => {
      expect(lint(make(count), JAVA)).toHaveLength(count);
    });
  });

  it('mutated at random: no crash, and a fix that is done once', () => {
    const seed = fc.constantFrom(...seeds);
    const cut = fc.tuple(
      fc.nat(),
      fc.nat(40),
      fc.constantFrom('', '{', '}', '(', ')', ';', '"', '//', '\r\n', 'é', 'null'),
    );
    fc.assert(
      fc.property(seed, fc.array(cut, { minLength: 1, maxLength: 4 }), (code, cuts) => {
        let text = code;
        for (const [at, length, put] of cuts) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + put + text.slice(start + length);
        }
        expect(lint(text, JAVA).filter(({ fatal }) => fatal)).toEqual([]);
        const fixed = fix(text, JAVA);
        expect(fix(fixed, JAVA)).toBe(fixed);
      }),
      { seed: 20261126, numRuns: 150 },
    );
  });
});
