import { memoize } from '../memoize.ts';
import { lineStart } from '../tree-sitter/lines.ts';
import type { TreeSitterSourceCode } from '../tree-sitter/source-code.ts';

/** How a file is laid out around an offset, so that what is inserted looks alike. */
export interface Layout {
  readonly text: string;
  readonly newline: string;
  /** One step of indentation. */
  readonly unit: string;
}

export const layoutOf = memoize(({ text }: TreeSitterSourceCode): Layout => {
  const newline = /\r?\n/.exec(text)?.[0] ?? '\n';
  return { text, newline, unit: indentUnit(text) };
});

/** The layout of a file around an offset: after tabs come tabs. */
export function layoutAt(sourceCode: TreeSitterSourceCode, offset: number): Layout {
  const layout = layoutOf(sourceCode);
  return indentAt(layout.text, offset).startsWith('\t') ? { ...layout, unit: '\t' } : layout;
}

/** The difference between a line that ends in a brace and the next one, the most frequent in the file. */
function indentUnit(text: string): string {
  const counts = new Map<string, number>();
  for (const [, outer = '', inner = ''] of text.matchAll(/^([ \t]*)\S.*\{[ \t]*\r?\n([ \t]+)\S/gm)) {
    if (inner.startsWith(outer) && inner.length > outer.length) {
      const unit = inner.slice(outer.length);
      counts.set(unit, (counts.get(unit) ?? 0) + 1);
    }
  }
  const [best] = [...counts].sort(([, one], [, other]) => other - one);
  return best?.[0] ?? '    ';
}

/** The white space a line begins with. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';
}
