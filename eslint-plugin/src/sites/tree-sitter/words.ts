import { spend } from '../effort.ts';
import { grouped } from '../grouped.ts';
import { positionIn } from './bisect.ts';

/** Words looked for one by one; whoever asks for more is answered from an index of them all. */
const MAX_SEARCHES = 100;

/** Where the words of a text stand. */
export class Words {
  readonly #text: string;
  #searches = 0;
  #index: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The offsets of a word within a range, in order; of no word, what a tree has for a name that is missing, none. */
  *of(word: string, start = 0, end = this.#text.length): Generator<number, void, undefined> {
    if (word === '') {
      return;
    }
    if (this.#searches < MAX_SEARCHES) {
      this.#searches++;
      yield* this.#search(word, start, end);
      return;
    }
    this.#index ??= offsetsOf(this.#text, /[\p{L}\p{N}_]+/gu);
    const offsets = this.#index.get(word) ?? [];
    for (let at = positionIn(offsets, start); at < offsets.length; at++) {
      spend();
      const offset = offsets[at] ?? end;
      if (offset >= end) {
        return;
      }
      yield offset;
    }
  }

  *#search(word: string, start: number, end: number): Generator<number, void, undefined> {
    // a word that is not there is not looked for in what follows
    const text = this.#text.slice(start, end);
    for (let index = text.indexOf(word); index !== -1; index = text.indexOf(word, index + word.length)) {
      spend();
      if (!isPart(text[index - 1]) && !isPart(text[index + word.length])) {
        yield start + index;
      }
    }
  }
}

/** Where a text has each word that a global pattern finds. */
export function offsetsOf(text: string, pattern: RegExp): ReadonlyMap<string, readonly number[]> {
  return grouped(matchesOf(text, pattern));
}

function* matchesOf(text: string, pattern: RegExp): Generator<[word: string, offset: number]> {
  for (const { index, 0: word } of text.matchAll(pattern)) {
    yield [word, index];
  }
}

const isPart = (character: string | undefined): boolean => /^[\p{L}\p{N}_]$/u.test(character ?? '');
