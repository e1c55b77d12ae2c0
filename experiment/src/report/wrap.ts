import { stripVTControlCharacters } from 'node:util';
import { Help } from 'commander';

const help = new Help();
/** What a line's later parts stand below: behind its indentation, and behind a bullet or the id of a claim. */
const HANGING = /^ *(?:- |C\d+ +)?/;

/**
 * Breaks the lines of a text that are longer than a terminal is wide, at spaces.
 * @param width in columns; undefined where nothing is to be broken
 */
export function wrap(text: string, width: number | undefined): string {
  return width === undefined
    ? text
    : text
        .split('\n')
        .map((line) => wrapLine(line, width))
        .join('\n');
}

function wrapLine(line: string, width: number): string {
  const plain = stripVTControlCharacters(line);
  const indent = HANGING.exec(plain)?.[0].length ?? 0;
  if (plain.length <= width) {
    return line;
  }
  // the first part begins where it stands, the others are moved
  const [first = '', ...others] = help.boxWrap(line, width).split('\n');
  const rest = help.boxWrap(others.join(' '), width - indent);
  return others.length === 0 ? first : `${first}\n${rest.replace(/^/gm, ' '.repeat(indent))}`;
}
