import { describe, expect, it } from 'vitest';
import { excerptOf, type TextRange } from '../../../../eslint-plugin/src/sites/tree-sitter/excerpt.ts';
import { languageOf } from '../../../../eslint-plugin/src/sites/languages.ts';
import { lint } from '../../lint.ts';
import { listener } from '../c/program.ts';

const pieces = languageOf('c')?.treeSitter?.pieces;
if (!pieces) {
  throw new Error('C has pieces');
}

const FILLER = 'static int f(int a)\n{\n    return a ? f(a - 1) : 0; /* filler */\n}\n';

describe('the excerpt of a large file', () => {
  const unix = `${FILLER}#define A \\\n  1\n${FILLER}#ifdef _WIN32\n${FILLER}#endif\n${listener()}${FILLER}`;
  const textOf = (text: string, ranges: readonly TextRange[] = []): string =>
    ranges.map(([start, end]) => text.slice(start, end)).join('|');

  it.each([
    ['\\n', unix],
    ['\\r\\n', unix.replaceAll('\n', '\r\n')],
  ])('has the functions with sockets and the lines that say what is compiled, ended by %s', (_, text) => {
    expect(textOf(text, excerptOf(text, pieces, Infinity)).replaceAll('\r', '')).toBe(
      `#define A \\\n  1\n|#ifdef _WIN32\n|#endif\n${listener()}`,
    );
  });

  it('is not there where too much matters', () => {
    expect(excerptOf(listener().repeat(100), pieces, 10_000)).toBeUndefined();
  });

  it.each(['server.c', 'server.cpp'])('is linted where the whole takes too long: %s', (filename) => {
    // what the grammar has no rule for takes it longest; no machine parses this in the time it is given
    const hard = `int f(int a)\n{\n${' int ( * ( a ) [ ; = , <'.repeat(3)}\n}\n`.repeat(100_000);
    const option = '    int on = 1;\n    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));\n';
    const silenced = listener().replace(/^ *if \(bind/m, '    // eslint-disable-next-line\n$&');
    const code = `${hard}${listener()}${listener(option)}${hard}${silenced}`;
    const bind = code.indexOf('if (bind');
    expect(lint(code, { filename }).map(({ ruleId, line }) => [ruleId, line])).toEqual([
      ['rebind/require-reuse', code.slice(0, bind).split('\n').length],
    ]);
  });
});
