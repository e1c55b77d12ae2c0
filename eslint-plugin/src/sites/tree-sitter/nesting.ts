/** Brackets one inside the other; a parser's stack and ours end somewhere above, and no file of people comes near. */
const MOST_BRACKETS = 5_000;

/** The same of `<`, each of which the parser of C++ takes for two things at once. */
const MOST_ANGLES = 500;

const SEMICOLON = 0x3b;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const OPENING = codesOf('([{');
const CLOSING = codesOf(')]}');

function codesOf(characters: string): ReadonlySet<number> {
  return new Set(Array.from(characters, (character) => character.charCodeAt(0)));
}

/** Whether a text nests deeper than parsers are given, wherever its strings and comments may be: a look at each character. */
export function isTooDeep(text: string): boolean {
  let brackets = 0;
  let angles = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === LESS) {
      const next = text.charCodeAt(index + 1);
      if (next === LESS || next === EQUALS) {
        index += 1;
      } else if ((angles += 1) > MOST_ANGLES) {
        return true;
      }
    } else if (code === GREATER) {
      angles = Math.max(0, angles - 1);
    } else if (code === SEMICOLON) {
      angles = 0;
    } else if (OPENING.has(code)) {
      if ((brackets += 1) > MOST_BRACKETS) {
        return true;
      }
    } else if (CLOSING.has(code)) {
      brackets = Math.max(0, brackets - 1);
    }
  }
  return false;
}
