import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sample } from '../../../examples/support/toolchain.ts';
import { SEED } from '../../fixes/seed.ts';
import { expectLinear } from '../../linear.ts';
import { fix, lint, reports } from '../../lint.ts';

const python = { filename: 'server.py' };
const SERVER = 'import socket\ns = socket.socket()\ns.bind(("", 8000))\n';

describe('bad input', () => {
  it.each([
    ['binary', `${SERVER}\0\u0001\uFFFD${'\0'.repeat(1000)}`],
    ['invalid UTF-8', Buffer.from([0xff, 0xfe, ...Buffer.from(SERVER), 0xc3, 0x28]).toString()],
    ['an unterminated string', `${SERVER}x = "abc\ny = '''def\n`],
    ['open brackets', `${SERVER}f(((([[[{{{ s.bind(`],
    ['broken indentation', `${SERVER}   if x:\n  s.bind(("", 1))\n\t s.bind(`],
    ['Python 2', `${SERVER}print "hello", s\nexec "x"\nraise E, "x"\n`],
    ['nothing but a mention', 'bind'],
  ])('does not stop ESLint: %s', (_, code) => {
    expect(lint(code, python).filter(({ fatal }) => fatal)).toEqual([]);
    expect(fix(fix(code, python), python)).toBe(fix(code, python));
  });

  it.each([
    ['parentheses', `${SERVER}x = ${'('.repeat(3_000)}1${')'.repeat(3_000)}\n`],
    ['calls', `${SERVER}x = ${'f('.repeat(3_000)}1${')'.repeat(3_000)}\n`],
    [
      'blocks',
      `${SERVER}${Array.from({ length: 90 }, (_, depth) => `${' '.repeat(depth)}if x:\n`).join('')}${' '.repeat(90)}pass\n`,
    ],
    [
      'aliases',
      `import socket\ns0 = socket.socket()\n${Array.from({ length: 500 }, (_, n) => `s${n + 1} = s${n}\n`).join('')}s500.bind(("", 8000))\n`,
    ],
    ['sums', `${SERVER}x = ${'1 + '.repeat(3_000)}1\n`],
  ])('nested deep in %s hides no call', (_, code) => {
    expect(reports(code, python)).toEqual(['require-reuse']);
  });

  it.each([
    // \r\n as one line's end or as two would double the ways at each line
    ['empty lines that end in \\r\\n', `class A:\r\n${'\r\n'.repeat(60)}x = 1\r\n`],
    ['blanks in an import', `from a import (${' '.repeat(200_000)}b)\n`],
    ['blanks behind names of an import', `from a import (b${' '.repeat(200_000)}\n)\n`],
    [
      'blanks in a question for the platform',
      `import sys\nif sys.platform ==${' '.repeat(200_000)}a:\n    pass\n`,
    ],
  ])('is read at once: %s', (_, before) => {
    const code = `${before}import os\n${SERVER}s.listen()\n`;
    const start = performance.now();
    expect(
      lint(code, { ...python, settings: { platforms: ['linux', 'win32'] } }).map(({ ruleId }) => ruleId),
    ).toEqual(['rebind/require-reuse']);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('of 10 MB is done within 2 s of its parse', () => {
    const line = 'table["key"] = [1, 2, 3, "a text of some length", {"bind": 4}]\n';
    const code = `${SERVER}${line.repeat(10_000_000 / line.length)}`;
    const start = performance.now();
    lint(code, python);
    expect(performance.now() - start).toBeLessThan(process.env.CI === 'true' ? 4_000 : 8_000);
  });

  const each = (count: number, write: (n: number) => string): string =>
    Array.from({ length: count }, (_, n) => write(n)).join('');
  it.each<[string, (count: number) => string]>([
    [
      'many functions',
      (count) =>
        `import socket\n${each(count, (n) => `def f${n}():\n    s = socket.socket()\n    s.bind(("", ${n + 1}))\n    s.listen()\n`)}`,
    ],
    [
      'one function',
      (count) =>
        `import socket\ndef f():\n${each(count, (n) => `    s${n} = socket.socket()\n    s${n}.bind(("", ${n + 1}))\n    s${n}.listen()\n`)}`,
    ],
    [
      'one function that makes all first',
      (count) =>
        `import socket\ndef f():\n${each(count, (n) => `    s${n} = socket.socket()\n`)}${each(count, (n) => `    s${n}.bind(("", ${n + 1}))\n`)}`,
    ],
    [
      'one class',
      (count) =>
        `import socket\nclass A:\n  def f(self):\n${each(count, (n) => `    self.s${n} = socket.socket()\n`)}  def g(self):\n${each(count, (n) => `    self.s${n}.bind(("", ${n + 1}))\n`)}`,
    ],
  ])(
    'of thousands of sockets in %s is reported for each, in a time that grows with their number',
    (_, make) => {
      expectLinear((count) => {
        expect(lint(make(count), python)).toHaveLength(count);
      });
    },
  );
});

/** A generator of numbers below a bound, the same in every run. */
function numbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

describe('mutated programs', () => {
  const files = readdirSync(sample('python')).map((name) => readFileSync(sample(`python/${name}`), 'utf8'));
  const below = numbers(SEED);
  const MUTATIONS: readonly ((code: string) => string)[] = [
    (code) => code.slice(0, below(code.length)),
    (code) => {
      const at = below(code.length);
      return code.slice(0, at) + code.slice(at + below(40));
    },
    (code) => {
      const at = below(code.length);
      const inserted = ['(', ')', '"', '\\\n', '\t', ':', ';', '\r\n', '#'][below(9)] ?? '';
      return code.slice(0, at) + inserted + code.slice(at);
    },
    (code) => {
      const lines = code.split('\n');
      const [line = ''] = lines.splice(below(lines.length), 1);
      lines.splice(below(lines.length), 0, line);
      return lines.join('\n');
    },
  ];

  it.each(Array.from({ length: 150 }, (_, index) => index))(
    'do not stop ESLint, and are fixed once: %i',
    () => {
      let code = `${files[below(files.length)] ?? ''}${SERVER}`;
      for (let count = below(4) + 1; count > 0; count--) {
        code = MUTATIONS[below(MUTATIONS.length)]?.(code) ?? code;
      }
      const fixed = fix(code, python);
      expect(lint(code, python).filter(({ fatal }) => fatal)).toEqual([]);
      expect(fix(fixed, python)).toBe(fixed);
    },
  );
});
