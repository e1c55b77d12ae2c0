import type { Edit } from '../../site.ts';
import { endingBefore, isFirstOnLine, lineStart, nextLineStart } from '../../tree-sitter/lines.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';

const DEFAULT_STEP = '    ';

/** The blocks whose indentation is read; people agree with themselves. */
const MAX_BLOCKS = 1_000;

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
  /** What a line ends in that goes on in the next one. */
  readonly continued?: RegExp;
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
export function layoutAt(text: string, offset: number, conventions: Conventions): Layout {
  const unit = indentAt(text, offset).startsWith('\t') ? '\t' : indentStep(text, conventions);
  return { text, newline: newlineAt(text, offset), unit, conventions };
}

/** The text asked of last: what edits a file asks of no other, for each site again. */
let last = { text: '', step: DEFAULT_STEP };

/** One step of indentation, as a text writes it. */
export function indentStep(text: string, { opening }: Conventions): string {
  if (text !== last.text) {
    last = { text, step: readStep(text, opening) };
  }
  return last.step;
}

/** The most frequent difference between a line that opens a block and the one inside, of the first blocks. */
function readStep(text: string, opening: RegExp): string {
  const counts = new Map<string, number>();
  let blocks = 0;
  for (const { groups: { outer = '', inner = '' } = {} } of text.matchAll(opening)) {
    blocks += 1;
    if (blocks > MAX_BLOCKS) {
      break;
    }
    if (inner.startsWith(outer) && inner.length > outer.length) {
      const step = inner.slice(outer.length);
      counts.set(step, (counts.get(step) ?? 0) + 1);
    }
  }
  const [best] = [...counts].sort(([, one], [, other]) => other - one);
  return best?.[0] ?? DEFAULT_STEP;
}

/** The white space that the line of an offset begins with, before the offset. */
export const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';

/** Whether a statement at an offset has the beginning of its line to itself. */
export function beginsLine(text: string, offset: number, { continued }: Conventions): boolean {
  const start = lineStart(text, offset);
  return isFirstOnLine(text, offset) && continued?.test(text.slice(Math.max(0, start - 3), start)) !== true;
}

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
