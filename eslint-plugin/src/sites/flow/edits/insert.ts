import type { Edit } from '../../site.ts';
import { isFirstOnLine, lineStart } from '../../tree-sitter/lines.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { endWithComment, startWithComments } from './comments.ts';
import { beginsLine, indentAt, type Code, type Layout } from './layout.ts';
import type { Place } from './statement.ts';

export const insertion = (offset: number, text: string): Edit => ({ range: [offset, offset], text });

/** An import or a variable inserted, which sites may ask for at one place without sharing anything else. */
export const declaration = (offset: number, text: string): Edit => ({
  ...insertion(offset, text),
  isDeclaration: true,
});

/** Whole lines, each with its line end. */
export function asLines({ lines, guard }: Code, indent: string, newline: string): string {
  const [before = [], after = []] = guard?.map((line) => [line]) ?? [];
  const all = [...before, ...lines.map((line) => `${indent}${line}`), ...after];
  return all.map((line) => `${line}${newline}`).join('');
}

/**
 * Inserts statements before another one: on lines of their own where it has its own, beside it where not, in braces where it
 * is the only one of a branch. Undefined where they do not fit.
 * @param start where it begins for those who read it: with its comments
 */
export function insertBefore(
  place: Place,
  code: Code,
  layout: Layout,
  start = startWithComments(place.statement, layout),
): Edit[] | undefined {
  const { statement, owner } = place;
  const { text, conventions } = layout;
  if (owner) {
    return inBraces(statement, owner, { before: code, start }, layout);
  }
  if (beginsLine(text, statement.start, conventions)) {
    const aligned = conventions.aligned?.(statement);
    const indent = indentAt(
      text,
      aligned && isFirstOnLine(text, aligned.start) ? aligned.start : statement.start,
    );
    return [linesBefore(start, indent, code, layout)];
  }
  return code.isCompound === true && conventions.takeApart
    ? conventions.takeApart(statement, code, layout)
    : [insertion(start, code.lines.map((line) => `${line.trim()}${conventions.between}`).join(''))];
}

/** Inserts statements right after another one. */
export function insertAfter({ statement, owner }: Place, code: Code, layout: Layout): Edit[] {
  const { text, newline } = layout;
  if (owner) {
    return inBraces(statement, owner, { after: code, start: statement.start }, layout);
  }
  const lines = isFirstOnLine(text, statement.start)
    ? code.lines.map((line) => `${newline}${indentAt(text, statement.start)}${line}`)
    : code.lines.map((line) => ` ${line.trim()}`);
  return [insertion(statement.end, lines.join(''))];
}

function linesBefore(
  start: number,
  indent: string,
  code: Code,
  { text, newline, conventions }: Layout,
): Edit {
  const lines = asLines(code, indent, newline);
  return conventions.insertsBehindIndent === true
    ? insertion(start, lines.slice(indent.length) + indent)
    : insertion(lineStart(text, start), lines);
}

interface Around {
  readonly before?: Code;
  readonly after?: Code;
  /** Where the statement starts, with its comments. */
  readonly start: number;
}

/** `if (x) bind(...);` becomes a block. */
function inBraces(
  statement: SyntaxNode,
  owner: SyntaxNode,
  { before, after, start }: Around,
  layout: Layout,
): Edit[] {
  const { text, newline, unit } = layout;
  const outer = indentAt(text, owner.start);
  const header = headerEnd(owner, statement);
  const isOwnLine = isFirstOnLine(text, statement.start);
  const inner = isOwnLine ? indentAt(text, statement.start) : `${outer}${unit}`;
  const open = isOwnLine
    ? [insertion(header, ' {'), ...(before ? [linesBefore(start, inner, before, layout)] : [])]
    : [
        opening(
          header,
          statement,
          `${newline}${before ? asLines(before, inner, newline) : ''}${inner}`,
          layout,
        ),
        ...indented(statement, layout),
      ];
  const behind = after?.lines.map((line) => `${newline}${inner}${line}`).join('') ?? '';
  return [...open, insertion(endWithComment(statement, layout), `${behind}${newline}${outer}}`)];
}

/** The end of what stands before a statement in what it is a part of, comments left out. */
function headerEnd({ children }: SyntaxNode, { start }: SyntaxNode): number {
  return children.findLast(({ end, isComment }) => end <= start && !isComment)?.end ?? start;
}

/** A brace in the place of the blanks before a statement, or behind a comment there. */
function opening(header: number, { start }: SyntaxNode, lines: string, { text }: Layout): Edit {
  return text.slice(header, start).trim() === ''
    ? { range: [header, start], text: ` {${lines}` }
    : insertion(start, `{${lines}`);
}

/** One more step of indentation for the lines of a statement after its first. */
function indented({ text, start }: SyntaxNode, { unit, conventions: { fixed } }: Layout): Edit[] {
  return fixed?.test(text) === true
    ? []
    : [...text.matchAll(/\n(?=[^\r\n#])(?![ \t]*#)/g)].map(({ index }) => insertion(start + index + 1, unit));
}
