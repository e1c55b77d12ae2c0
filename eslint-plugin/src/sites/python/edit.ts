import { spend } from '../effort.ts';
import type { Edit } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { endingBefore, lineStart, nextLineStart } from '../tree-sitter/lines.ts';
import { ancestors, nodeAt } from '../tree-sitter/walk.ts';

/** A statement to write: a line, or lines that need a place of their own. */
export interface Written {
  readonly lines: readonly string[];
  /** Several lines that hang together by their indentation. */
  readonly isCompound?: boolean;
}

/** A statement around an expression, and whether it evaluates the expression whenever it runs. */
export interface StatementAround {
  readonly statement: SyntaxNode;
  readonly isCertain: boolean;
}

/** What is evaluated later, or elsewhere. */
const DEFERRED =
  /^(?:lambda|generator_expression|parameters|lambda_parameters|decorator|ERROR)$|_definition$/u;

/** What may pass over a part: a comprehension runs for each element, an `elif` where the conditions before it fail. */
const CHOOSING = /_comprehension$|^(?:elif_clause|case_clause|except_clause|except_group_clause)$/u;

/** The statement that evaluates an expression; undefined where the expression is evaluated later than it stands. */
export function statementAround(expression: SyntaxNode): StatementAround | undefined {
  let node = expression;
  let isCertain = true;
  for (let { parent } = node; parent; { parent } = parent) {
    if (parent.type === 'block' || parent.type === 'module') {
      return node.type === 'ERROR' ? undefined : { statement: node, isCertain };
    }
    if (DEFERRED.test(parent.type)) {
      return undefined;
    }
    const isPassedOver =
      (parent.type === 'boolean_operator' && parent.named[0] !== node) ||
      (parent.type === 'conditional_expression' && parent.named[1] !== node) ||
      CHOOSING.test(parent.type);
    isCertain &&= !isPassedOver;
    node = parent;
  }
  return undefined;
}

/** The statement that evaluates an expression whenever it runs; undefined where there is none. */
export function statementOf(expression: SyntaxNode): SyntaxNode | undefined {
  const around = statementAround(expression);
  return around?.isCertain === true ? around.statement : undefined;
}

/** How lines end around an offset; as the first one does where the next end is far. */
export function lineEnd(text: string, offset: number): string {
  const next = nextLineStart(text, offset);
  const behind = next !== undefined && next <= offset + 10_000 ? next : nextLineStart(text, 0);
  return behind === undefined ? '\n' : endingBefore(text, behind);
}

/** The indentation of a statement that starts its line; undefined where something stands before it. */
export function indentOf(text: string, { start }: Pick<SyntaxNode, 'start'>): string | undefined {
  const from = lineStart(text, start);
  const before = text.slice(from, start);
  const isContinued = /\\[\r\n]+$/u.test(text.slice(0, from).slice(-3));
  return /^[ \t\f]*$/u.test(before) && !isContinued ? before : undefined;
}

/** A block's header and the indentation of its first line, beyond the header's own. */
const BLOCK =
  /^([ \t]*)(?:async\s+)?(?:class|def|if|else|for|while|with|try|except|finally)\b[^\r\n]*:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r(?!\n))(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r(?!\n)))*\1([ \t]+)\S/mu;

/** One step of indentation, as the file writes it. */
export function indentStep(text: string): string {
  return BLOCK.exec(text)?.[2] ?? '    ';
}

/** Where a statement's line starts, or the first of the comment lines right above it: they speak of it and stay with it. */
export function aboveComments(text: string, statement: SyntaxNode): number {
  const root = [...ancestors(statement)].at(-1) ?? statement;
  let from = lineStart(text, statement.start);
  for (let above = from; above > 0; from = above) {
    above = lineStart(text, above - (text.slice(above - 2, above) === '\r\n' ? 2 : 1));
    const [blank = ''] = /^[ \t\f]*/u.exec(text.slice(above, from)) ?? [];
    if (!nodeAt(root, above + blank.length).isComment || text.startsWith('#!', above)) {
      break;
    }
  }
  return from;
}

/** Writes statements before another one: on lines of their own, or beside it where it shares its line. */
export function insertBefore(
  text: string,
  statement: SyntaxNode,
  { lines, isCompound }: Written,
): Edit[] | undefined {
  const { start } = statement;
  const indent = indentOf(text, statement);
  const end = lineEnd(text, start);
  if (indent !== undefined) {
    const at = aboveComments(text, statement);
    return [{ range: [at, at], text: lines.map((line) => `${indent}${line}${end}`).join('') }];
  }
  return isCompound === true
    ? onLinesOfTheirOwn(text, statement, lines)
    : [{ range: [start, start], text: `${lines.join('; ')}; ` }];
}

/** What shares a line, `if ready: a(); b()`, taken apart before one of its statements. */
function onLinesOfTheirOwn(
  text: string,
  statement: SyntaxNode,
  lines: readonly string[],
): Edit[] | undefined {
  const { parent: block } = statement;
  const [first] = block?.named ?? [];
  if (!block || !first) {
    return undefined;
  }
  const isSuite = block.type === 'block' && indentOf(text, first) === undefined;
  const header = isSuite ? block.parent : first;
  const outer = header && indentOf(text, header);
  if (outer === undefined) {
    return undefined;
  }
  const indent = isSuite ? `${outer}${indentStep(text)}` : outer;
  const end = `${lineEnd(text, statement.start)}${indent}`;
  /** From the end of what stands before a node on its line. */
  const gap = ({ start }: SyntaxNode): [number, number] => [endBefore(text, start), start];
  const [from, to] = gap(statement);
  return [
    ...(isSuite && first.start < statement.start ? [{ range: gap(first), text: end }] : []),
    { range: [from, to], text: `${end}${lines.join(end)}${end}` },
  ];
}

/** The end of what stands before an offset: blanks, semicolons and continued lines are passed over. */
function endBefore(text: string, offset: number): number {
  let end = offset;
  for (;;) {
    spend();
    const width = /[ \t;]$|\\\r?\n$/u.exec(text.slice(Math.max(0, end - 3), end))?.[0].length;
    if (width === undefined) {
      return end;
    }
    end -= width;
  }
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
    content: withoutLineEnds(text.slice(start, after)),
  };
}

function withoutLineEnds(text: string): string {
  let end = text.length;
  while (/[\r\n]/u.test(text.charAt(end - 1))) {
    end -= 1;
  }
  return text.slice(0, end);
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
