import { describe, expect, it } from 'vitest';
import {
  printable,
  printableAll,
  printableJson,
  printableLines,
} from '../../../experiment/src/text/printable.ts';

describe('what a terminal or a reader would obey is shown', () => {
  it.each([
    ['a colour (CSI)', '\u001b[31mred', String.raw`\x1b[31mred`],
    ['a title (OSC 0)', '\u001b]0;owned\u0007', String.raw`\x1b]0;owned\x07`],
    ['a link (OSC 8)', '\u001b]8;;http://x\u001b\\y', '\\x1b]8;;http://x\\x1b\\y'],
    ['the clipboard (OSC 52)', '\u001b]52;c;aGk=\u0007', String.raw`\x1b]52;c;aGk=\x07`],
    ['a device control string (DCS)', '\u001bPq#0\u001b\\', '\\x1bPq#0\\x1b\\'],
    ['C1 controls', '\u009b2J\u009d0;x\u009c\u0085', String.raw`\x9b2J\x9d0;x\x9c\x85`],
    ['lines', 'a\nb\rc\td\u2028e\u2029', String.raw`a\nb\rc\td\u2028e\u2029`],
    ['DEL, BEL, NUL', '\u007f\u0007\0', String.raw`\x7f\x07\x00`],
    ['bidi embeddings', '\u202a\u202b\u202c\u202d\u202e', String.raw`\u202a\u202b\u202c\u202d\u202e`],
    ['bidi isolates', '\u2066\u2067\u2068\u2069', String.raw`\u2066\u2067\u2068\u2069`],
    ['bidi marks', '\u200e\u200f\u061c', String.raw`\u200e\u200f\u061c`],
    ['lone surrogates', 'a\ud800b\udc00', String.raw`a\ud800b\udc00`],
    ['invisible letters', '\u200b\u2060\ufeff\u00ad', String.raw`\u200b\u2060\ufeff\xad`],
    ['tags, invisible and read by models', '\u{e0041}', String.raw`\u{e0041}`],
  ])('%s', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it.each(['plain', 'C:\\temp', 'é ü 中文 עברית العربية', '😀 👩‍💻', 'می‌خواهم', '✓ ↔ …'])(
    'and %s stays as it is',
    (text) => {
      expect(printable(text)).toBe(text);
    },
  );
});

it('of a report every text is, and its shape stays', () => {
  const report = { a: ['\u001b', 1, null, true], b: { c: '\u202e' }, d: undefined };
  expect(printableAll(report)).toEqual({ a: ['\\x1b', 1, null, true], b: { c: '\\u202e' }, d: undefined });
});

it("of a text of one's own the lines stay", () => {
  expect(printableLines('a\u001b\nb')).toBe('a\\x1b\nb');
});

it('JSON reads back as what it was, and has nothing to obey', () => {
  const value = { text: '\u001b\u009b\u007f\u202e\ud800\u{e0041}\n😀' };
  const json = printableJson(value, 2);
  expect(JSON.parse(json)).toEqual(value);
  expect(json).toMatch(/^[\n -~😀]*$/u);
});
