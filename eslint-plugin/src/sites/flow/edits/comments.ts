import { spend } from '../../effort.ts';
import type { Edit } from '../../site.ts';
import { isFirstOnLine, lineEnd, lineStart, nextLineStart } from '../../tree-sitter/lines.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { nodeAt } from '../../tree-sitter/walk.ts';
import { beginsLine, indentAt, type Layout } from './layout.ts';

/** Where a statement starts with the comments that speak of it: those right above, as far in as it is. They stay with it. */
export function startWithComments(statement: SyntaxNode, { text, conventions }: Layout): number {
  const indent = indentAt(text, statement.start);
  let { start } = statement;
  for (;;) {
    const isFirst = isFirstOnLine(text, start);
    const comment =
      isFirst || conventions.hasCommentsBefore ? commentBefore(text, statement, start) : undefined;
    const isOf =
      comment &&
      // a script's first line is for the system
      !text.startsWith('#!', comment.start) &&
      (!isFirst || (isFirstOnLine(text, comment.start) && indentAt(text, comment.start) === indent));
    if (!isOf) {
      return start;
    }
    ({ start } = comment);
  }
}

/** The comment right before an offset: on its line, or on the one above where the offset is the first of its line. */
function commentBefore(text: string, statement: SyntaxNode, offset: number): SyntaxNode | undefined {
  const line = lineStart(text, offset);
  const from = isFirstOnLine(text, offset) && line > 0 ? lineStart(text, line - 1) : line;
  const before = text.slice(from, offset).trimEnd();
  const found = before === '' ? undefined : nodeBefore(statement, from + before.length - 1);
  return found?.isComment === true && found.end <= offset ? found : undefined;
}

/** The node at an offset before a statement; sought from there, since statements may nest thousands deep. */
function nodeBefore(statement: SyntaxNode, offset: number): SyntaxNode {
  let around = statement;
  for (let { parent } = around; parent && around.start > offset; { parent } = around) {
    spend();
    around = parent;
  }
  return nodeAt(around, offset);
}

/** Where a statement ends with the comment that ends its line; its own end where something else follows it there. */
export function endWithComment({ end }: Pick<SyntaxNode, 'end'>, { text, conventions }: Layout): number {
  const behind = lineEnd(text, end);
  return conventions.trailing.test(text.slice(end, behind)) ? behind : end;
}

/** The lines of a statement from a start on, with their line ends, where nothing else stands on them but its comment. */
export function ownLines(
  statement: Pick<SyntaxNode, 'start' | 'end'>,
  layout: Layout,
  start = statement.start,
): [start: number, end: number] | undefined {
  const { text, conventions } = layout;
  return beginsLine(text, start, conventions) &&
    endWithComment(statement, layout) === lineEnd(text, statement.end)
    ? [lineStart(text, start), nextLineStart(text, statement.end) ?? text.length]
    : undefined;
}

/**
 * A statement with the comment behind it, as whole lines where nothing else stands on them.
 * @param start where it begins: with its comments
 */
export const rangeWithComments = (
  statement: SyntaxNode,
  layout: Layout,
  start = startWithComments(statement, layout),
): [start: number, end: number] => ownLines(statement, layout, start) ?? [statement.start, statement.end];

/** Takes a statement out. */
export const removal = (...taken: Parameters<typeof rangeWithComments>): Edit => ({
  range: rangeWithComments(...taken),
  text: '',
});
