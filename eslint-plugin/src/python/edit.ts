import type { Edit } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';

/** A statement to write: a line, or lines that need a place of their own. */
export interface Written {
  readonly lines: readonly string[];
  /** Several lines that hang together by their indentation. */
  readonly isCompound?: boolean;
}

const SIMPLE = /^(?:expression_statement|return_statement|assert_statement)$/u;
const PASSED =
  /^(?:call|argument_list|attribute|await|assignment|named_expression|comparison_operator|not_operator|parenthesized_expression|keyword_argument)$/u;

/**
 * The statement before which something can be done that is to happen before a call; undefined where the call may be
 * reached without what stands there, or what it needs is made in the same statement.
 */
export function statementOf(call: SyntaxNode): SyntaxNode | undefined {
  let node = call;
  for (let { parent } = node; parent; { parent } = parent) {
    if (parent.type === 'block' || parent.type === 'module') {
      return node.type === 'ERROR' ? undefined : node;
    }
    const isCondition =
      /^(?:if_statement|while_statement)$/u.test(parent.type) && parent.field('condition') === node;
    if (!PASSED.test(parent.type) && !SIMPLE.test(parent.type) && !isCondition) {
      return undefined;
    }
    node = parent;
  }
  return undefined;
}

/** Where the line of an offset starts. */
export function lineStart(text: string, offset: number): number {
  const from = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  // looked for in this line alone, as most files have none
  return from + text.slice(from, offset).lastIndexOf('\r') + 1;
}

/** How lines end around an offset. */
export function lineEnd(text: string, offset: number): string {
  const match = /\r\n|\n|\r/u.exec(text.slice(offset, offset + 10_000)) ?? /\r\n|\n|\r/u.exec(text);
  return match?.[0] ?? '\n';
}

/** The indentation of a statement that starts its line; undefined where something stands before it. */
export function indentOf(text: string, { start }: Pick<SyntaxNode, 'start'>): string | undefined {
  const from = lineStart(text, start);
  const before = text.slice(from, start);
  const isContinued = /\\[\r\n]+$/u.test(text.slice(0, from).slice(-3));
  return /^[ \t\f]*$/u.test(before) && !isContinued ? before : undefined;
}

/** One step of indentation, as the file writes it. */
export function indentStep(text: string): string {
  return /^(\t| {2,8})\S/mu.exec(text)?.[1] ?? '    ';
}

/** Writes statements before another one: on lines of their own, or beside it where it shares its line. */
export function insertBefore(
  text: string,
  statement: SyntaxNode,
  { lines, isCompound }: Written,
): Edit | undefined {
  const { start } = statement;
  const indent = indentOf(text, statement);
  if (indent === undefined) {
    return isCompound === true ? undefined : { range: [start, start], text: `${lines.join('; ')}; ` };
  }
  const end = `${lineEnd(text, start)}${indent}`;
  return { range: [start, start], text: `${lines.join(end)}${end}` };
}

/** A statement with the comment behind it, where it has its lines to itself. */
export function ownLines(
  text: string,
  { start, end }: Pick<SyntaxNode, 'start' | 'end'>,
): { readonly range: [number, number]; readonly content: string } | undefined {
  const rest = /^[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r|$)/u.exec(text.slice(end, end + 2_000));
  if (indentOf(text, { start }) === undefined || !rest) {
    return undefined;
  }
  const after = end + rest[0].length;
  return {
    range: [lineStart(text, start), after],
    content: text.slice(start, after).replace(/[\r\n]+$/u, ''),
  };
}

/** Takes a statement out with its lines; undefined where its block would be empty or its line is shared. */
export function removeStatement(text: string, statement: SyntaxNode): Edit | undefined {
  const own = ownLines(text, statement);
  const siblings = statement.parent?.named.length ?? 0;
  return own && siblings > 1 ? { range: own.range, text: '' } : undefined;
}

/** Adds a keyword argument as the last one of a call. */
export function addKeyword(text: string, call: SyntaxNode, keyword: string): Edit | undefined {
  const list = call.field('arguments');
  if (
    list?.type !== 'argument_list' ||
    list.children.some(({ isError, isMissing }) => isError || isMissing)
  ) {
    return undefined;
  }
  const last = list.named.at(-1);
  if (!last) {
    return { range: [list.start + 1, list.start + 1], text: keyword };
  }
  const indent = indentOf(text, last);
  // arguments on lines of their own get one more line
  const gap = indent === undefined ? ' ' : `${lineEnd(text, last.start)}${indent}`;
  return { range: [last.end, last.end], text: `,${gap}${keyword}` };
}

/** Takes a keyword argument out of its call, with the comma before it. */
export function removeArgument(text: string, argument: SyntaxNode): Edit {
  const before = text.slice(0, argument.start).trimEnd();
  if (before.endsWith(',')) {
    return { range: [before.length - 1, argument.end], text: '' };
  }
  const after = /^\s*,\s*/u.exec(text.slice(argument.end));
  return { range: [argument.start, argument.end + (after?.[0].length ?? 0)], text: '' };
}
