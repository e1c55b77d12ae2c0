import { spend } from '../effort.ts';
import { grouped } from '../grouped.ts';
import { positionIn } from './bisect.ts';

/** Words looked for one by one; whoever asks for more is answered from an index of them all. */
const MAX_SEARCHES = 100;

/** What stands in the index of words; anything else, such as `~Server`, is looked for each time. */
const WORD = /[\p{L}\p{N}_]+/u;
const WORD_ALONE = new RegExp(`^${WORD.source}$`, 'u');

/** Where the words of a text stand. */
export class Words {
  readonly #text: string;
  /** Where the text begins in its file. */
  readonly #start: number;
  #searches = 0;
  #index: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(text: string, start = 0) {
    this.#text = text;
    this.#start = start;
  }

  /** The offsets of a word within a range, in order; of no word, what a tree has for a name that is missing, none. */
  *of(word: string, start = this.#start, end = Infinity): Generator<number, void, undefined> {
    if (word === '') {
      return;
    }
    const from = Math.max(0, start - this.#start);
    const to = end - this.#start;
    if (this.#searches < MAX_SEARCHES || !WORD_ALONE.test(word)) {
      this.#searches++;
      yield* this.#search(word, from, to);
      return;
    }
    this.#index ??= offsetsOf(this.#text, new RegExp(WORD, 'gu'));
    const offsets = this.#index.get(word) ?? [];
    for (let at = positionIn(offsets, from); at < offsets.length; at++) {
      spend();
      const offset = offsets[at] ?? to;
      if (offset >= to) {
        return;
      }
      yield this.#start + offset;
    }
  }

  *#search(word: string, start: number, end: number): Generator<number, void, undefined> {
    // a word that is not there is not looked for in what follows
    const text = this.#text.slice(start, end);
    for (let index = text.indexOf(word); index !== -1; index = text.indexOf(word, index + word.length)) {
      spend();
      if (!isPart(text[index - 1]) && !isPart(text[index + word.length])) {
        yield this.#start + start + index;
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
