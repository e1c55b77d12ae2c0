import { firstNotBelow } from './bisect.ts';

/** Where the lines of a text begin. The one asked of last is kept: what edits a file asks of no other, for each site again. */
let last: { readonly text: string; readonly starts: readonly number[] } = { text: '', starts: [0] };

function startsOf(text: string): readonly number[] {
  if (text !== last.text) {
    const starts = [0];
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) {
      starts.push(end + 1);
    }
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

/** The end of the line an offset is on, without its line end. */
export function lineEnd(text: string, offset: number): number {
  const starts = startsOf(text);
  const next = starts[lineBehind(starts, offset)];
  const end = next === undefined ? text.length : next - 1;
  return next !== undefined && text[end - 1] === '\r' ? end - 1 : end;
}

/** Whether only white space stands before an offset on its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  let at = offset - 1;
  while (at >= 0 && text[at] !== '\n' && /\s/.test(text[at] ?? '')) {
    at -= 1;
  }
  return at < 0 || text[at] === '\n';
}
