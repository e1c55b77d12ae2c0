/** How a file falls into pieces that can be read each without the others, and which of them matter. */
export interface Pieces {
  /** The line that ends a piece. */
  readonly end: RegExp;
  /** What a piece that matters mentions. */
  readonly mention: RegExp;
  /** Lines that matter wherever they stand. */
  readonly always: RegExp;
}

/** Offsets in a text, the second one not included. */
export type TextRange = readonly [start: number, end: number];

/**
 * Where the pieces of a text are that matter, in source order.
 * @returns undefined where they have more than `most` characters in all
 */
export function excerptOf(
  text: string,
  { end, mention, always }: Pieces,
  most: number,
): readonly TextRange[] | undefined {
  const ranges: [number, number][] = [];
  let kept = 0;
  const keep = (from: number, to: number): void => {
    kept += to - from;
    const last = ranges.at(-1);
    if (last?.[1] === from) {
      last[1] = to;
    } else if (from < to) {
      ranges.push([from, to]);
    }
  };
  let start = 0;
  const ends = [...text.matchAll(end)].map(({ 0: line, index }) => index + line.length);
  for (const to of [...ends, text.length]) {
    const piece = text.slice(start, to);
    const from = start;
    if (mention.test(piece)) {
      keep(from, to);
    } else {
      for (const { 0: line, index } of piece.matchAll(always)) {
        keep(from + index, from + index + line.length);
      }
    }
    if (kept > most) {
      return undefined;
    }
    start = to;
  }
  return ranges;
}
