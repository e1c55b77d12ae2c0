/**
 * What a terminal or a reader would obey instead of show: control characters (C0, DEL, C1: all that starts an escape
 * sequence), the separators of lines, format characters (the bidi controls of Unicode's UAX 9, invisible ones, tags) and
 * lone surrogates. The joiners of words and emoji are the two that people write.
 */
const UNPRINTABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const EACH_UNPRINTABLE = new RegExp(UNPRINTABLE, 'gu');

const NAMED: Readonly<Partial<Record<string, string>>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A text that somebody else wrote, on one line, harmless, with what it would not have shown: `\x1b]0;owned\x07`. For
 * every way out; packages such as strip-ansi leave out what should be seen, and know nothing of bidi controls.
 */
export function printable(text: string): string {
  return UNPRINTABLE.test(text) ? text.replace(EACH_UNPRINTABLE, escaped) : text;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return (
    NAMED[character] ??
    (code < 0x100
      ? `\\x${hex.padStart(2, '0')}`
      : code < 0x1_0000
        ? `\\u${hex.padStart(4, '0')}`
        : `\\u{${hex}}`)
  );
}

/** The same for every text in a report, whatever its shape; names of its fields are ours. */
export function printableAll<T>(report: T): T {
  return mapped(report) as T;
}

function mapped(value: unknown): unknown {
  if (typeof value === 'string') {
    return printable(value);
  }
  if (Array.isArray(value)) {
    return value.map(mapped);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapped(item)]))
    : value;
}

/** The same for a text of our own that has lines: these stay. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** JSON that a terminal shows as it is, and that reads back as what it was: the same characters, escaped as JSON does. */
export function printableJson(value: unknown, indent?: number): string {
  return printableJsonText(JSON.stringify(value, null, indent));
}

function printableJsonText(json: string): string {
  return json.replace(EACH_UNPRINTABLE, (character) =>
    character === '\n'
      ? character // of the indentation: one in a text is escaped already
      : character
          .split('')
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          .join(''),
  );
}
