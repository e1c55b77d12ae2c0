import type { Edit } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { indexAmong } from '../tree-sitter/walk.ts';
import { isFirstOnLine, lineEnd, lineStart } from '../tree-sitter/lines.ts';
import { indentAt, type Layout } from './layout.ts';
import type { Place } from './statement.ts';

const insert = (offset: number, text: string): Edit => ({ range: [offset, offset], text });

/** Lines of code for one place; `guard` puts them between `#ifndef` and `#endif`. */
export interface Code {
  /** The lines without their common indentation. */
  readonly lines: readonly string[];
  readonly guard?: string | undefined;
}

/** Inserts lines before a statement, in braces where it is the only one of a branch. */
export function insertBefore({ statement, owner, isElseIf }: Place, code: Code, layout: Layout): Edit[] {
  if (!owner) {
    return [insertLines(statement, code, layout)];
  }
  return isElseIf ? wrapElseIf(statement, owner, code, layout) : wrapBody(statement, owner, code, layout);
}

/** The offset of the comments that stand right above a statement, and belong to it. */
export function startWithComments(statement: SyntaxNode, { text }: Layout): number {
  const siblings = statement.parent?.children ?? [];
  let { start } = statement;
  for (let index = indexAmong(siblings, statement) - 1; index >= 0; index--) {
    const comment = siblings[index];
    const between = comment?.isComment === true ? text.slice(comment.end, start) : undefined;
    if (
      !comment ||
      between === undefined ||
      !/^[ \t]*\r?\n[ \t]*$/.test(between) ||
      !isFirstOnLine(text, comment.start) ||
      indentAt(text, comment.start) !== indentAt(text, statement.start)
    ) {
      break;
    }
    ({ start } = comment);
  }
  return start;
}

function insertLines(statement: SyntaxNode, code: Code, layout: Layout): Edit {
  const { text, newline, unit } = layout;
  if (isFirstOnLine(text, statement.start)) {
    const start = startWithComments(statement, layout);
    // labels stand further out than the statements around them
    const inside = statement.type === 'labeled_statement' ? statement.named.at(-1) : undefined;
    const indent = indentAt(text, inside && isFirstOnLine(text, inside.start) ? inside.start : start);
    return insert(lineStart(text, start), block(code, indent, newline));
  }
  const isBlock = code.guard !== undefined || code.lines.some((line) => line.includes('\n'));
  // statements that share a line, `case 1: bind(...); break;`, have one more
  const indent = `${indentAt(text, statement.start)}${/[:{]\s*$/.test(text.slice(lineStart(text, statement.start), statement.start)) ? unit : ''}`;
  return isBlock
    ? insert(statement.start, `${newline}${block(code, indent, newline)}${indent}`)
    : insert(statement.start, `${code.lines.map((line) => line.trim()).join(' ')} `);
}

/** Whole lines, each with its line end. */
function block({ lines, guard }: Code, indent: string, newline: string): string {
  const body = lines.map((line) => `${indent}${line}${newline}`).join('');
  return guard === undefined ? body : `#ifndef ${guard}${newline}${body}#endif${newline}`;
}

function headerEnd(owner: SyntaxNode, statement: SyntaxNode): number {
  const before = owner.children.filter((child) => child.end <= statement.start && !child.isComment);
  return before.at(-1)?.end ?? statement.start;
}

/** `if (x) bind(...);` becomes a block. */
function wrapBody(statement: SyntaxNode, owner: SyntaxNode, code: Code, layout: Layout): Edit[] {
  const { text, newline, unit } = layout;
  const outer = indentAt(text, owner.start);
  const header = headerEnd(owner, statement);
  const isOwnLine = isFirstOnLine(text, statement.start);
  const inner = isOwnLine ? indentAt(text, statement.start) : `${outer}${unit}`;
  const open = isOwnLine
    ? [insert(header, ' {'), insert(lineStart(text, statement.start), block(code, inner, newline))]
    : [
        {
          range: [header, statement.start] as [number, number],
          text: ` {${newline}${block(code, inner, newline)}${inner}`,
        },
      ];
  return [...open, insert(closing(statement, text), `${newline}${outer}}`)];
}

/** `else if (bind(...))` becomes a block of its own with the rest of the chain. */
function wrapElseIf(statement: SyntaxNode, owner: SyntaxNode, code: Code, layout: Layout): Edit[] {
  const { text, newline, unit } = layout;
  const outer = indentAt(text, owner.start);
  const inner = `${outer}${unit}`;
  const header = headerEnd(owner, statement);
  return [
    { range: [header, statement.start], text: ` {${newline}${block(code, inner, newline)}${inner}` },
    ...indented(statement, unit),
    insert(closing(statement, text), `${newline}${outer}}`),
  ];
}

/** One more step of indentation for the lines of a statement after its first. */
function indented(statement: SyntaxNode, unit: string): Edit[] {
  const { text, start } = statement;
  if (/R"|\\\r?\n/.test(text)) {
    return [];
  }
  return [...text.matchAll(/\n(?=[^\r\n#])(?![ \t]*#)/g)].map(({ index }) => insert(start + index + 1, unit));
}

/** After a statement, and after a comment that ends its line. */
function closing(statement: SyntaxNode, text: string): number {
  const end = lineEnd(text, statement.end);
  return /^[ \t]*(?:\/\/.*|\/\*[^*]*\*\/[ \t]*)?$/.test(text.slice(statement.end, end)) ? end : statement.end;
}

/** A statement with its comments, as whole lines where nothing else stands on them. */
export function rangeWithComments(statement: SyntaxNode, layout: Layout): [start: number, end: number] {
  const { text } = layout;
  const end = closing(statement, text);
  if (!isFirstOnLine(text, statement.start) || end !== lineEnd(text, statement.end)) {
    return [statement.start, statement.end];
  }
  const start = lineStart(text, startWithComments(statement, layout));
  const next = text.indexOf('\n', end);
  return [start, next === -1 ? text.length : next + 1];
}
