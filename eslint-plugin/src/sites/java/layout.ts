import { memoize } from '../memoize.ts';
import type { Edit } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { TreeSitterSourceCode } from '../tree-sitter/source-code.ts';
import { isFirstOnLine as isFirst, lineStart } from '../tree-sitter/lines.ts';
import { ancestors, indexAmong } from '../tree-sitter/walk.ts';

/** How the text around an edit is laid out. */
export interface Layout {
  readonly text: string;
  readonly newline: string;
  /** One level of indentation. */
  readonly unit: string;
}

export const layoutOf = memoize(({ text }: TreeSitterSourceCode): Layout => {
  const indent = /^[ \t]*\S.*\{[ \t]*\r?\n([ \t]+)\S/m.exec(text);
  const outer = indent && /^[ \t]*/.exec(indent[0])?.[0];
  const inner = indent?.[1] ?? '';
  const unit = inner.slice((outer ?? '').length);
  return {
    text,
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    unit: unit !== '' && /^(?:\t+| +)$/.test(unit) ? unit : '    ',
  };
});

/** The white space a line begins with. */
export function indentAt({ text }: Layout, offset: number): string {
  const start = lineStart(text, offset);
  return /^[ \t]*/.exec(text.slice(start, start + 200))?.[0] ?? '';
}

/** Whether nothing but white space stands before an offset on its line. */
export function isFirstOnLine({ text }: Layout, offset: number): boolean {
  return isFirst(text, offset);
}

const BLOCKS = new Set(['block', 'constructor_body', 'switch_block_statement_group', 'program']);

/** The statement a node is in, and whether others may stand beside it there. */
export function statementOf(
  node: SyntaxNode,
): { readonly statement: SyntaxNode; readonly isInBlock: boolean } | undefined {
  let inner = node;
  for (const ancestor of ancestors(node)) {
    if (BLOCKS.has(ancestor.type)) {
      return { statement: inner, isInBlock: true };
    }
    if (isBody(ancestor, inner)) {
      return { statement: inner, isInBlock: false };
    }
    if (ancestor.type === 'lambda_expression' || ancestor.type === 'class_body') {
      return undefined;
    }
    inner = ancestor;
  }
  return undefined;
}

const HOLDERS =
  /^(?:if_statement|while_statement|for_statement|enhanced_for_statement|do_statement|switch_rule)$/;

/** A statement without braces after `if (...)`, `else` or `->`. */
function isBody({ type }: SyntaxNode, inner: SyntaxNode): boolean {
  return HOLDERS.test(type) && inner.type.endsWith('_statement');
}

/** Inserts lines before a statement; braces go around it where it stands alone. */
export function insertBefore(
  layout: Layout,
  statement: SyntaxNode,
  isInBlock: boolean,
  lines: readonly string[],
): Edit[] {
  return isInBlock
    ? [insertion(startWithComments(layout, statement), joined(layout, statement, lines, true))]
    : braced(layout, statement, lines, []);
}

/** Inserts lines that take a statement's work over: they come after the comments that speak of it. */
export function insertWithin(
  layout: Layout,
  statement: SyntaxNode,
  isInBlock: boolean,
  lines: readonly string[],
): Edit[] {
  return isInBlock
    ? [insertion(statement.start, joined(layout, statement, lines, true))]
    : braced(layout, statement, lines, []);
}

/** Where a statement begins with the comments right above it, or before it on its line, which speak of it. */
function startWithComments(layout: Layout, statement: SyntaxNode): number {
  const siblings = statement.parent?.children ?? [];
  let { start } = statement;
  for (let index = indexAmong(siblings, statement) - 1; index >= 0; index--) {
    const comment = siblings[index];
    const between = comment?.isComment === true ? layout.text.slice(comment.end, start) : 'code';
    const isAbove = /^[ \t]*\r?\n[ \t]*$/.test(between);
    if (!comment || !(isAbove ? isFirstOnLine(layout, comment.start) : /^[ \t]*$/.test(between))) {
      break;
    }
    ({ start } = comment);
  }
  return start;
}

/** Inserts lines after a statement. */
export function insertAfter(
  layout: Layout,
  statement: SyntaxNode,
  isInBlock: boolean,
  lines: readonly string[],
): Edit[] {
  return isInBlock
    ? [insertion(statement.end, joined(layout, statement, lines, false))]
    : braced(layout, statement, [], lines);
}

/** Lines on their own where the statement has its line, else on its line. */
function joined(layout: Layout, statement: SyntaxNode, lines: readonly string[], isBefore: boolean): string {
  const between = isFirstOnLine(layout, statement.start)
    ? `${layout.newline}${indentAt(layout, statement.start)}`
    : ' ';
  const flat = between === ' ' ? lines.map((line) => line.trim()) : lines;
  return flat.map((line) => (isBefore ? `${line}${between}` : `${between}${line}`)).join('');
}

function braced(
  layout: Layout,
  statement: SyntaxNode,
  before: readonly string[],
  after: readonly string[],
): Edit[] {
  const holder = statement.parent;
  if (!holder || holder.type === 'do_statement') {
    return [];
  }
  const { newline, unit, text } = layout;
  const indent = indentAt(layout, holder.start);
  const head = holder.children
    .slice(0, indexAmong(holder.children, statement))
    .findLast(({ isComment }) => !isComment);
  const opening = isFirstOnLine(layout, statement.start) && head ? insertion(head.end, ' {') : undefined;
  const inner = opening ? indentAt(layout, statement.start) : `${indent}${unit}`;
  const rest = /^[ \t]*\/\/.*/.exec(text.slice(statement.end))?.[0] ?? '';
  const end = statement.end + rest.length;
  const from = opening ? startWithComments(layout, statement) : statement.start;
  return [
    ...(opening ? [opening] : []),
    insertion(
      from,
      `${opening ? '' : `{${newline}${inner}`}${before.map((line) => `${line}${newline}${inner}`).join('')}`,
    ),
    insertion(end, `${after.map((line) => `${newline}${inner}${line}`).join('')}${newline}${indent}}`),
  ];
}

export function insertion(offset: number, text: string): Edit {
  return { range: [offset, offset], text };
}

/** The comment that ends a statement's line, with the space before it. */
export function trailingComment({ text }: Layout, { end }: SyntaxNode): string {
  return /^[ \t]*\/\/[^\r\n]*/.exec(text.slice(end, end + 500))?.[0] ?? '';
}

/** Takes a statement and the comment after it out, with their line where they have one of their own. */
export function removal(layout: Layout, statement: SyntaxNode): Edit {
  const { text } = layout;
  const { start } = statement;
  const end = statement.end + trailingComment(layout, statement).length;
  const from = lineStart(text, start);
  const rest = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(end))?.[0];
  return text.slice(from, start).trim() === '' && rest !== undefined
    ? { range: [from, end + rest.length], text: '' }
    : { range: [start, statement.end], text: '' };
}
