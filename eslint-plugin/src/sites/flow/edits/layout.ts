import { memoize } from '../../memoize.ts';
import type { Edit } from '../../site.ts';
import { endingBefore, lineStart, nextLineStart } from '../../tree-sitter/lines.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';

/** Statements to write. */
export interface Code {
  /** The lines without their common indentation. */
  readonly lines: readonly string[];
  /** Several lines that hang together, and fit beside no other statement. */
  readonly isCompound?: boolean;
  /** Lines before and behind them that start where lines do: `#ifndef _WIN32` and `#endif`. */
  readonly guard?: readonly [before: string, behind: string] | undefined;
}

/** How a language lays its statements out. */
export interface Conventions {
  /** A line that opens a block and the first one in it, with the white space of each, `outer` and `inner`; global. */
  readonly opening: RegExp;
  /** What stands behind a statement on a line that it shares with others. */
  readonly between: string;
  /** What may follow a statement on its line and speaks of it: blanks, and a comment that ends the line. */
  readonly trailing: RegExp;
  /** A comment before a statement on its own line speaks of it too. */
  readonly hasCommentsBefore?: boolean;
  /** Lines are inserted behind the indentation that is there. */
  readonly insertsBehindIndent?: boolean;
  /** What means something else when its lines move: raw strings, lines continued by a backslash. */
  readonly fixed?: RegExp;
  /** What in a statement is as far in as those beside it, where that is not its start: what a label stands before. */
  readonly aligned?: (statement: SyntaxNode) => SyntaxNode | undefined;
  /** Inserts lines of their own before a statement that shares its line. */
  readonly takeApart?: (statement: SyntaxNode, code: Code, layout: Layout) => Edit[] | undefined;
}

/** How the text around an edit is laid out, so that what is inserted looks alike. */
export interface Layout {
  readonly text: string;
  readonly newline: string;
  /** One step of indentation. */
  readonly unit: string;
  readonly conventions: Conventions;
}

/** The layout of a text around an offset: after tabs come tabs. */
export function layoutAt(
  source: { readonly text: string },
  offset: number,
  conventions: Conventions,
): Layout {
  const { text } = source;
  const unit = indentAt(text, offset).startsWith('\t') ? '\t' : stepOf(source, conventions);
  return { text, newline: newlineAt(text, offset), unit, conventions };
}

const stepOf = memoize(({ text }: { readonly text: string }, { opening }: Conventions) =>
  indentStep(text, opening),
);

/** One step of indentation: the most frequent difference between a line that opens a block and the one inside. */
export function indentStep(text: string, opening: RegExp): string {
  const counts = new Map<string, number>();
  for (const { groups: { outer = '', inner = '' } = {} } of text.matchAll(opening)) {
    if (inner.startsWith(outer) && inner.length > outer.length) {
      const step = inner.slice(outer.length);
      counts.set(step, (counts.get(step) ?? 0) + 1);
    }
  }
  const [best] = [...counts].sort(([, one], [, other]) => other - one);
  return best?.[0] ?? '    ';
}

/** The white space that the line of an offset begins with, before the offset. */
export const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';

/** How far behind an offset the end of its line is looked for. */
const NEAR = 10_000;

/** How lines end around an offset; as the first one does where the next end is far. */
export function newlineAt(text: string, offset: number): string {
  const next = nextLineStart(text, offset);
  const behind = next !== undefined && next <= offset + NEAR ? next : nextLineStart(text, 0);
  return behind === undefined ? '\n' : endingBefore(text, behind);
}

/** Lines as they stand in another place, indented as that is. */
export const reindented = (text: string, from: string, to: string): string =>
  from === to
    ? text
    : text
        .split('\n')
        .map((line) => (line.startsWith(from) ? to + line.slice(from.length) : line))
        .join('\n');
