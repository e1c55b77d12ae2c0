import { parse } from 'dotenv';
import type { TextFile } from '../finding.ts';
import { interpolate, shellSubstitution } from '../interpolate.ts';
import { MalformedError, parsing } from '../finding.ts';

export interface EnvEntry {
  name: string;
  value: string;
  offset: number;
}

/** Finding the places costs a reading of the file for each variable. */
const longestFile = 65_536;

/** The variables a `.env` file sets, as dotenv reads them, with references replaced and the place of each value. */
export function interpretEnv({ text }: TextFile): EnvEntry[] {
  if (text.length > longestFile) {
    throw new MalformedError(`longer than ${longestFile} characters`);
  }
  const raw = parsing(() => parse(text));
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(raw)) {
    values.set(name, expand(value, values));
  }
  const candidates = assignments(text);
  return Object.keys(raw).flatMap((name) => {
    const offset = placeOfValue(text, name, candidates.get(name) ?? []);
    const value = values.get(name);
    return offset === undefined || value === undefined ? [] : [{ name, value, offset }];
  });
}

/**
 * Replaces `${NAME}` by what stands above it, as Vite, Next.js and dotenv-expand do. Not by dotenv-expand: version 12 does not end on
 * some values that name themselves, and its search would ask the environment of this process.
 */
function expand(value: string, above: ReadonlyMap<string, string>): string {
  const substitute = shellSubstitution((name) => {
    const known = above.get(name);
    return known === undefined ? undefined : { value: known };
  });
  return interpolate(value, (name, word) => substitute(name, word) ?? '', 'shell')?.text ?? value;
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
