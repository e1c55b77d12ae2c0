import { parsePieces } from './pieces.mjs';

/**
 * @import { Random } from './random.mjs'
 * @import { Seed } from './seeds.mjs'
 */

/** What comes into a text that somebody types. */
const TYPED = [
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '`',
  ';',
  ',',
  '.',
  ':',
  '\n',
  '\r\n',
  '\t',
  '=',
  '//',
  '/*',
  '#',
  '😀',
  '\u2028',
  '\0',
  '<',
  '\\',
];

/**
 * @typedef {object} Input
 * @property {Seed['language']} language
 * @property {string} text
 */

/**
 * An input made of a seed: pieces of its syntax are replaced by pieces of the same kind, from it or from another text of its
 * language, doubled or left out. What of C, C++, Java and Python need not parse is torn besides.
 *
 * @param {readonly Seed[]} seeds
 * @param {Random} random
 * @returns {Input}
 */
export function mutate(seeds, random) {
  const seed = random.oneOf(seeds);
  const { language } = seed;
  const others = seeds.filter((one) => one.language === language);
  let { text } = seed;
  const isScript = language === 'javascript' || language === 'typescript';
  for (let left = 1 + random.below(5); left > 0; left -= 1) {
    const chance = random.below(10);
    if (isScript || chance < 7) {
      text = splice(text, language, random.oneOf(others), random);
    } else {
      text = tear(text, random);
    }
  }
  return { language, text };
}

/**
 * @param {string} text
 * @param {Seed['language']} language
 * @param {Seed} other
 * @param {Random} random
 */
function splice(text, language, other, random) {
  const pieces = parsePieces(text, language);
  if (pieces.length === 0) {
    return text;
  }
  const target = random.oneOf(pieces);
  switch (random.below(8)) {
    case 0:
      // left out, where the kind may be
      return target.isList ? text.slice(0, target.start) + text.slice(target.end) : text;
    case 1:
      return target.isList
        ? `${text.slice(0, target.end)}${target.separator}${text.slice(target.start)}`
        : text;
    default: {
      const donors = random.below(3) === 0 ? pieces : parsePieces(other.text, language);
      const from = donors === pieces ? text : other.text;
      const same = donors.filter(({ kind }) => kind === target.kind);
      const donor = same.length > 0 ? random.oneOf(same) : undefined;
      return donor
        ? text.slice(0, target.start) + from.slice(donor.start, donor.end) + text.slice(target.end)
        : text;
    }
  }
}

/**
 * @param {string} text
 * @param {Random} random
 */
function tear(text, random) {
  const at = random.below(text.length + 1);
  switch (random.below(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + random.below(40));
    case 1:
      return text.slice(0, at) + random.oneOf(TYPED) + text.slice(at);
    case 2:
      return text.slice(0, at);
    default:
      return text.replaceAll('\n', random.oneOf(['\r\n', '\r', ' ', '\n\n']));
  }
}
