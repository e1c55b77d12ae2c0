import { describe, expect, it } from 'vitest';
import { fix, lint } from '../lint.ts';

const IMPORT = "import net from 'node:net';\n";
const LISTEN = 'net.createServer().listen(3000);';
const FIXED = 'net.createServer().listen({ port: 3000, reusePort: false });';

const places = (code: string): string[] =>
  lint(code).map(
    ({ ruleId, line, column, endColumn, message }) =>
      `${line}:${column}-${endColumn ?? ''} ${ruleId ?? message}`,
  );

describe('generated files of a megabyte', () => {
  const functions = (count: number): string =>
    Array.from(
      { length: count },
      (_, n) =>
        `export function f${n}(a, b) { const c${n} = a.bind(b, ${n}); /* generated */ return c${n}({ n: [${n}, 'text'] }); }\n`,
    ).join('');

  it('have their listen calls found and fixed', () => {
    const servers = Array.from({ length: 100 }, (_, n) => `net.createServer().listen(${3000 + n});\n`);
    const code = `${IMPORT}${functions(10_000)}${servers.join('')}`;
    expect(code.length).toBeGreaterThan(1_000_000);
    const fixed = fix(code);
    expect(fixed.match(/\.listen\(\{ port: 3\d+, reusePort: false \}\)/g)).toHaveLength(100);
    expect(fixed).toContain(functions(10_000));
  });

  it('do not hold up ESLint with ten thousand assignments to one variable', () => {
    const code = `${IMPORT}let s;\n${'s = net.createServer();\n'.repeat(10_000)}${'s.listen(3000);\n'.repeat(50)}`;
    expect(places(code)).toHaveLength(50);
  });
});

/** How deep espree can go with the stack that Node gives it depends on the construct; beyond, it refuses the file. */
describe('deep nesting', () => {
  const deep = (depth: number, open: string, inner: string, close: string): string =>
    `${IMPORT}${open.repeat(depth)}${inner}${close.repeat(depth)}\n`;

  it.each([
    ['blocks', deep(2_000, '{', LISTEN, '}')],
    ['arrays', `${deep(500, '[', 'net.createServer().listen(3000)', ']').trimEnd()};\n`],
    ['parentheses', deep(500, '(', 'net.createServer().listen(3000)', ')')],
    ['binary expressions', `${IMPORT}const x = ${'1 + '.repeat(2_000)}1;\n${LISTEN}\n`],
    ['conditions', `${IMPORT}const s = ${'a ? b : '.repeat(2_000)}net.createServer();\ns.listen(3000);\n`],
    [
      'a port of two thousand alternatives',
      `${IMPORT}net.createServer().listen(${'a || '.repeat(2_000)}3000);\n`,
    ],
    ['calls', deep(500, 'f(', 'net.createServer().listen(3000)', ')')],
    ['chains', `${IMPORT}net.createServer()${'.on("x", f)'.repeat(2_000)}.listen(3000);\n`],
    [
      'aliases',
      `${IMPORT}const s0 = net.createServer();\n${Array.from({ length: 2_000 }, (_, n) => `const s${n + 1} = s${n};\n`).join('')}s2000.listen(3000);\n`,
    ],
  ])('of %s hides no call', (_, code) => {
    const found = lint(code);
    expect(found.map(({ ruleId }) => ruleId)).toEqual(['rebind/prefer-explicit-reuse']);
  });
});

describe('what stands before a call', () => {
  it.each([
    ['a byte order mark', `\uFEFF${LISTEN}`, '1:20-26', `\uFEFF${FIXED}`],
    ['a byte order mark and a line', `\uFEFF\n${LISTEN}`, '2:20-26', `\uFEFF\n${FIXED}`],
    ['astral characters', `/* 😀𝒳 */ ${LISTEN}`, '1:31-37', `/* 😀𝒳 */ ${FIXED}`],
    ['carriage returns', `'a';\r\n'b';\r\n${LISTEN}\r\n`, '3:20-26', `'a';\r\n'b';\r\n${FIXED}\r\n`],
    ['old line ends', `'a';\r${LISTEN}\r`, '2:20-26', `'a';\r${FIXED}\r`],
    ['line separators', `'a';\u2028${LISTEN}`, '2:20-26', `'a';\u2028${FIXED}`],
    ['a #! line', `#!/usr/bin/env node\n${LISTEN}`, '2:20-26', `#!/usr/bin/env node\n${FIXED}`],
  ])('leaves columns and fixes right: %s', (_, text, place, fixed) => {
    const declared = "; import net from 'net';";
    expect(places(text + declared)).toEqual([`${place} rebind/prefer-explicit-reuse`]);
    expect(fix(text + declared)).toBe(fixed + declared);
  });
});
