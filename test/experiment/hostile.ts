/** What somebody may write to have a terminal obey it, or a reader misled. Without `/` and NUL, so that a file may have it as a name. */
export const HOSTILE =
  'a\u001b]0;owned\u0007\u001b[2J\u001b]8;;x:y\u001b\\b\u001b]52;c;aGk=\u0007\u001bPq\u001b\\\u009b31m\u007f\u202etxt\u2066\u200e\u061c\r';

/** All of it, shown. */
export const SHOWN =
  'a\\x1b]0;owned\\x07\\x1b[2J\\x1b]8;;x:y\\x1b\\b\\x1b]52;c;aGk=\\x07\\x1bPq\\x1b\\\\x9b31m\\x7f\\u202etxt\\u2066\\u200e\\u061c\\r';

/** What a program printed that is neither text nor the end of a line. */
export function obeyed(output: string): string[] {
  return output.match(/(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/gu) ?? [];
}
