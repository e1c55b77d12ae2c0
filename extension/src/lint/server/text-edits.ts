import type { TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/** A replacement by offsets, as ESLint gives it. */
export interface OffsetEdit {
  readonly range: readonly [number, number];
  readonly text: string;
}

export function toTextEdit(document: TextDocument, { range: [start, end], text }: OffsetEdit): TextEdit {
  return { range: { start: document.positionAt(start), end: document.positionAt(end) }, newText: text };
}

/** Edits that can be made at once, in order; undefined where two of them touch. */
export function together(edits: readonly OffsetEdit[]): OffsetEdit[] | undefined {
  const sorted = edits.toSorted(
    (one, other) => one.range[0] - other.range[0] || one.range[1] - other.range[1],
  );
  const touch = sorted.some((edit, index) => {
    const before = sorted[index - 1];
    return before !== undefined && edit.range[0] <= before.range[1];
  });
  return touch ? undefined : sorted;
}

/** The one edit that makes a text of another: what lies between their common beginning and end. */
export function difference(before: string, after: string): OffsetEdit | undefined {
  if (before === after) {
    return undefined;
  }
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) {
    start += 1;
  }
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end += 1;
  }
  return { range: [start, before.length - end], text: after.slice(start, after.length - end) };
}
