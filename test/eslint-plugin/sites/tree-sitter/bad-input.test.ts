import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import rebind from '../../../../eslint-plugin/src/index.ts';

const ROOT = path.join(import.meta.dirname, '../../../..');

/** A file of each language that has something to say in it. */
const FILES = {
  'server.c': readFileSync(path.join(ROOT, 'examples/c/s1_server.c'), 'utf8'),
  'server.cpp': readFileSync(path.join(ROOT, 'examples/cpp/s6_server.cpp'), 'utf8'),
  'Server.java': readFileSync(path.join(ROOT, 'examples/java/GreetingServer.java'), 'utf8'),
  'server.py': readFileSync(path.join(ROOT, 'examples/python/s11_chat_server.py'), 'utf8'),
};

function lint(filename: string, code: string): Linter.LintMessage[] {
  return new Linter().verify(code, rebind.configs.all, { filename });
}

const isFatal = ({ fatal, ruleId }: Linter.LintMessage): boolean => fatal === true || ruleId === null;

/** Every byte value in turn, again and again: no text in any encoding. */
const BINARY = Buffer.from(Array.from({ length: 65_536 }, (_, n) => (n * 7 + (n >> 8)) & 0xff));

describe.each(Object.entries(FILES))('%s', (filename, text) => {
  it.each([
    ['nothing', ''],
    ['a byte order mark alone', '\uFEFF'],
    ['bytes that are no text', `${BINARY.toString('latin1')}\nbind(listen, eslint)\n`],
    ['bytes that are no UTF-8', `${BINARY.toString('utf8')}\nbind(listen, eslint)\n`],
    ['zeros', `\0\0\0 bind( \0 ServerSocket( \0 ${text}`],
    ['half of a file', text.slice(0, text.length / 2)],
    ['a file without its beginning', text.slice(text.length / 2)],
    ['an unterminated string', text.replace('bind', '"bind')],
    ['an unterminated comment', `${text}\n/* eslint-disable `],
    ['brackets that close nothing', `}}})))]]]\n${text}`],
    ['brackets that nothing closes', `${text}\n{{{((([[[`],
    ['conditions that never end', `#if 1\n#ifdef A\n#else\n#else\n${text}\n#elif\n#endif\n#endif\n#endif`],
    ['astral characters', text.replaceAll(' ', ' /* 😀𝒳 */ ')],
    ['one line of it all', text.replaceAll('\n', ' ')],
    ['old line ends', text.replaceAll('\n', '\r')],
  ])('of %s is linted without a fatal error', (_, code) => {
    expect(lint(filename, code).filter(isFatal)).toEqual([]);
  });

  it.each([
    ['parentheses', '(', ')'],
    ['braces', '{', '}'],
    ['calls', 'bind(', ')'],
    ['brackets', '[', ']'],
    ['conditions', 'if (x) { ', '}'],
  ])('of %s a thousand deep is linted', (_, open, close) => {
    const code = `${text}\n${open.repeat(1000)}bind(listen, ServerSocket)${close.repeat(1000)}\n`;
    expect(lint(filename, code).filter(isFatal)).toEqual([]);
  });

  it.each([
    ['a string literal', `"${'x'.repeat(80_000)}"`],
    ['blanks', ' '.repeat(80_000)],
    ['brackets', '()'.repeat(40_000)],
  ])('with 80 KB of %s in one line is linted and fixed in four seconds', (_, long) => {
    const code = `${text}\n${long}\n${text.replace(/ /, () => ` ${long.startsWith(' ') ? long : ''}`)}`;
    const start = process.cpuUsage();
    expect(lint(filename, code).filter(isFatal)).toEqual([]);
    new Linter().verifyAndFix(code, rebind.configs.all, { filename });
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(4);
  });

  it('of ten megabytes is linted in two seconds, or passed over', () => {
    const code = text.repeat(Math.ceil(10_000_000 / text.length));
    const start = process.cpuUsage();
    lint(filename, `// eslint\n${code}`);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(4);
  });
});

describe('a file that brings the parser down', () => {
  // each is below the nesting that a parser is not given at all
  const KILLERS: readonly (readonly [string, string])[] = [
    ['templates', 'std::vector<'.repeat(3_000)],
    ['more templates', 'std::vector<'.repeat(5_000)],
    ['templates that end each line', 'std::vector<;\n'.repeat(5_000)],
    ['comparisons', 'a<;'.repeat(5_000)],
  ];

  it.each(KILLERS)('of %s leaves the files after it as they are', (_, killer) => {
    for (const [filename, text] of Object.entries(FILES)) {
      const before = lint(filename, text);
      expect(lint(filename, `${text}\n${killer}\n`).filter(isFatal)).toEqual([]);
      expect(lint(filename, text)).toEqual(before);
    }
  });

  it('is no more than a report that is missing where a name is', () => {
    expect(lint('server.py', 'uvicorn.run(port=)\nimport uvicorn\nexcept').filter(isFatal)).toEqual([]);
  });
});

it('a block that stands in no function is mended once, with its field', () => {
  const text =
    'using boost::asio::ip::tcp;\nclass Server(io& i) : acceptor_(i), fd_(1) {\n  acceptor_.open(e.protocol());\n  acceptor_.bind(e);\n} private: tcp::acceptor acceptor_; };\n';
  const fix = (code: string): string =>
    new Linter().verifyAndFix(code, rebind.configs.all, { filename: 'a.cpp' }).output;
  const fixed = fix(text);
  expect(fixed).toContain(
    '  acceptor_.set_option(tcp::acceptor::reuse_address(true));\n  acceptor_.bind(e);',
  );
  expect(fixed.match(/set_option/g)).toHaveLength(1);
  expect(fix(fixed)).toBe(fixed);
});
