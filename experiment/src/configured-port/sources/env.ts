import { parse } from 'dotenv';
import { expand } from 'dotenv-expand';
import type { TextFile } from '../finding.ts';
import { MalformedError, parsing } from '../finding.ts';

export interface EnvEntry {
  name: string;
  value: string;
  offset: number;
}

/** Finding the places costs a reading of the file for each variable. */
const longestFile = 65_536;

/** The variables a `.env` file sets, as dotenv and dotenv-expand read them, with the place of each value. */
export function interpretEnv({ text }: TextFile): EnvEntry[] {
  if (text.length > longestFile) {
    throw new MalformedError(`longer than ${longestFile} characters`);
  }
  const raw = parsing(() => parse(text));
  // an empty processEnv: the environment of this process must not leak into the answer
  const values = parsing(() => expand({ parsed: { ...raw }, processEnv: {} }).parsed ?? raw);
  return Object.keys(raw).flatMap((name) => {
    const offset = placeOfValue(text, name);
    const value = values[name];
    return offset === undefined || value === undefined ? [] : [{ name, value, offset }];
  });
}

/**
 * dotenv tells no positions. The last line that looks like the assignment is the one, unless it stands inside a quoted value
 * of several lines; it is one if dotenv reads something else when it is changed.
 */
function placeOfValue(text: string, name: string): number | undefined {
  const assignment = new RegExp(
    String.raw`^[^\S\r\n]*(?:export\s+)?${name.replaceAll(/[.-]/g, String.raw`\$&`)}(?:\s*=[^\S\r\n]*|:[^\S\r\n]+)(["'\x60]?)`,
    'gm',
  );
  const candidates = [...text.matchAll(assignment)].reverse().slice(0, 4);
  for (const { index, 0: match, 1: quote } of candidates) {
    const end = index + match.length;
    const start = end - (quote ?? '').length;
    const changed = `${text.slice(0, start)}rebind-was-here\n${text.slice(start)}`;
    if (candidates.length === 1 || parse(changed)[name] === 'rebind-was-here') {
      return end;
    }
  }
  return undefined;
}
