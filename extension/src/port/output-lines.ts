import { stripVTControlCharacters } from 'node:util';
import { LONGEST_LINE } from './address-in-use.ts';

/** Cuts a stream of output into lines without control sequences; pieces may end anywhere. */
export class OutputLines {
  #rest = '';

  /** @returns the lines that are complete now */
  push(chunk: string): string[] {
    const lines = (this.#rest + chunk).split(/\r\n|\n|\r/);
    this.#rest = (lines.pop() ?? '').slice(-LONGEST_LINE);
    return lines.map(clean);
  }

  /** @returns what came after the last line's end */
  end(): string[] {
    const rest = this.#rest;
    this.#rest = '';
    return rest === '' ? [] : [clean(rest)];
  }
}

function clean(line: string): string {
  return stripVTControlCharacters(line.slice(0, LONGEST_LINE));
}
