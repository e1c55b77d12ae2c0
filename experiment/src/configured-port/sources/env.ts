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
  const values = text.includes('$')
    ? parsing(() => expand({ parsed: { ...raw }, processEnv: {} }).parsed ?? raw)
    : raw;
  const candidates = assignments(text);
  return Object.keys(raw).flatMap((name) => {
    const offset = placeOfValue(text, name, candidates.get(name) ?? []);
    const value = values[name];
    return offset === undefined || value === undefined ? [] : [{ name, value, offset }];
  });
}

/** Where values seem to begin, by variable: before the quote if there is one, and behind it. */
type Candidate = [start: number, end: number];

/** What looks like assignments, also inside quoted values of several lines. */
function assignments(text: string): ReadonlyMap<string, Candidate[]> {
  const found = new Map<string, Candidate[]>();
  const assignment = /^[^\S\r\n]*(?:export\s+)?([\w.-]+)(?:\s*=[^\S\r\n]*|:[^\S\r\n]+)(["'`]?)/gm;
  for (const { index, 0: match, 1: name = '', 2: quote = '' } of text.matchAll(assignment)) {
    const end = index + match.length;
    found.set(name, [...(found.get(name) ?? []).slice(-3), [end - quote.length, end]]);
  }
  return found;
}

/**
 * dotenv tells no positions. The last line that looks like the assignment is the one, unless it stands inside a quoted value
 * of several lines; it is one if dotenv reads something else when it is changed.
 */
function placeOfValue(text: string, name: string, candidates: readonly Candidate[]): number | undefined {
  const isOne = ([start]: Candidate): boolean =>
    candidates.length === 1 ||
    parse(`${text.slice(0, start)}rebind-was-here\n${text.slice(start)}`)[name] === 'rebind-was-here';
  return candidates.findLast(isOne)?.[1];
}
