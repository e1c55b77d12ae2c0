import { spend } from '../effort.ts';
import { firstNotBelow } from './bisect.ts';

/** How lines of source code end. */
const LINE_END = /\r\n|[\n\r]/gu;

/** Where the lines of a text begin. The one asked of last is kept: what edits a file asks of no other, for each site again. */
let last: { readonly text: string; readonly starts: readonly number[] } = { text: '', starts: [0] };

function startsOf(text: string): readonly number[] {
  if (text !== last.text) {
    const starts = [0];
    for (const { 0: end, index } of text.matchAll(LINE_END)) {
      starts.push(index + end.length);
    }
    spend(starts.length);
    last = { text, starts };
  }
  return last.starts;
}

/** The index of the first line that begins behind an offset. */
const lineBehind = (starts: readonly number[], offset: number): number =>
  firstNotBelow(starts, offset + 1, (start) => start);

/** The start of the line an offset is on. */
export function lineStart(text: string, offset: number): number {
  const starts = startsOf(text);
  return starts[lineBehind(starts, offset) - 1] ?? 0;
}

/** Where a line starts, the first of which is 1; behind the last one, where the text ends. */
export const startOfLine = (text: string, line: number): number => startsOf(text)[line - 1] ?? text.length;

/** Where the line behind that of an offset starts; undefined where it is the last. */
export function nextLineStart(text: string, offset: number): number | undefined {
  const starts = startsOf(text);
  return starts[lineBehind(starts, offset)];
}

/** How the line before an offset ends, at which another starts. */
export const endingBefore = (text: string, start: number): string =>
  text.startsWith('\r\n', start - 2) ? '\r\n' : text.charAt(start - 1);

/** The end of the line an offset is on, without its line end. */
export function lineEnd(text: string, offset: number): number {
  const next = nextLineStart(text, offset);
  return next === undefined ? text.length : next - endingBefore(text, next).length;
}

/** Whether only white space stands before an offset on its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  let at = offset - 1;
  while (at >= 0 && !/[\S\n\r]/.test(text.charAt(at))) {
    at -= 1;
  }
  return at < 0 || /[\n\r]/.test(text.charAt(at));
}
