import { spend } from '../../effort.ts';
import { memoize } from '../../memoize.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { Words } from '../../tree-sitter/words.ts';

/** What a file assigns, found word by word as it is asked for. */
const writesIn = memoize(({ text }: SyntaxNode) => ({
  text,
  words: new Words(text),
  known: new Map<string, readonly number[]>(),
}));

/** Where a file may give a name another value, in order; the port that a bound socket got is none that is bound later. */
export function writesOf(root: SyntaxNode, name: string): readonly number[] {
  const { text, words, known } = writesIn(root);
  let found = known.get(name);
  if (!found) {
    const offsets = /^[\p{L}\p{N}_]+$/u.test(name) ? words.of(name) : spelledIn(text, name);
    found = [...offsets].flatMap((at) => (isWrite(text, at, at + name.length) ? [root.start + at] : []));
    known.set(name, found);
  }
  return found;
}

/** Where a name stands that is no word alone, such as `a$b`. */
function* spelledIn(text: string, name: string): Generator<number> {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
    spend();
    yield at;
  }
}

const AFTER = /\s*(?:(?:[-+*/%&|^]|<<|>>>?)?=(?!=)\s*|(\+\+|--))/y;
const BEFORE = /(?:\+\+|--)\s*$/;

/** More blanks are not looked over between `++` and a name. */
const LONGEST_GAP = 20;

/** Longer values are not asked whether they are the port of a bound socket. */
const LONGEST_VALUE = 1000;

function isWrite(text: string, start: number, end: number): boolean {
  AFTER.lastIndex = end;
  const after = AFTER.exec(text);
  if (!after) {
    return BEFORE.test(text.slice(Math.max(0, start - LONGEST_GAP), start));
  }
  const [value = ''] = text.slice(AFTER.lastIndex, AFTER.lastIndex + LONGEST_VALUE).split(';', 1);
  return after[1] !== undefined || !/get(?:Local)?Port\s*\(|^0\s*$/.test(value);
}
