import { spend } from '../../effort.ts';
import { ownLines as linesOf, startWithComments } from '../../flow/edits/comments.ts';
import * as flow from '../../flow/edits/insert.ts';
import {
  beginsLine,
  layoutAt,
  indentStep as stepOf,
  newlineAt,
  type Code,
  type Conventions,
  type Layout,
} from '../../flow/edits/layout.ts';
import {
  ownStatement as ownAmong,
  placeAround,
  type Place,
  type Statements,
} from '../../flow/edits/statement.ts';
import type { Edit } from '../../site.ts';
import { lineEnd as endOfLine, lineStart } from '../../tree-sitter/lines.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';

const STATEMENTS: Statements = {
  lists: /^(?:block|module)$/u,
  isStatement: ({ type }) => type !== 'ERROR',
  isDeferred: ({ type }) =>
    /^(?:lambda|generator_expression|parameters|lambda_parameters|decorator|ERROR)$|_definition$/u.test(type),
  // a comprehension runs for each element, an `elif` where the conditions before it fail
  isPassedOver: (node, part) =>
    (node.type === 'boolean_operator' && node.named[0] !== part) ||
    (node.type === 'conditional_expression' && node.named[1] !== part) ||
    /_comprehension$|^(?:elif_clause|case_clause|except_clause|except_group_clause)$/u.test(node.type),
  isOnly: ({ type, named: [only] }, call) => type === 'expression_statement' && only === call,
};

/** The statement that evaluates an expression; undefined where the expression is evaluated later than it stands. */
export const statementAround = (expression: SyntaxNode): Place | undefined =>
  placeAround(expression, STATEMENTS);

/** The statement that evaluates an expression whenever it runs; undefined where there is none. */
export function statementOf(expression: SyntaxNode): SyntaxNode | undefined {
  const around = statementAround(expression);
  return around?.isCertain === true ? around.statement : undefined;
}

const CONVENTIONS: Conventions = {
  opening:
    /^(?<outer>[ \t]*)(?:async\s+)?(?:class|def|if|else|for|while|with|try|except|finally)\b[^\r\n]*:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r(?!\n))(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r(?!\n)))*(?<inner>\k<outer>[ \t]+)\S/gmu,
  between: '; ',
  trailing: /^[ \t]*(?:#.*)?$/u,
  continued: /\\[\r\n]+$/u,
  takeApart,
};

const layoutOf = (text: string, { start }: Pick<SyntaxNode, 'start'>): Layout =>
  layoutAt(text, start, CONVENTIONS);

export const lineEnd = newlineAt;

/** The indentation of a statement that starts its line; undefined where something stands before it. */
export const indentOf = (text: string, { start }: Pick<SyntaxNode, 'start'>): string | undefined =>
  beginsLine(text, start, CONVENTIONS) ? text.slice(lineStart(text, start), start) : undefined;

/** One step of indentation, as the file writes it. */
export const indentStep = (text: string): string => stepOf(text, CONVENTIONS);

/** Where a statement's line starts, or the first of the comment lines right above it: they speak of it and stay with it. */
export const aboveComments = (text: string, statement: SyntaxNode): number =>
  lineStart(text, startWithComments(statement, layoutOf(text, statement)));

/** Writes statements before another one: on lines of their own, or beside it where it shares its line. */
export const insertBefore = (text: string, statement: SyntaxNode, code: Code): Edit[] | undefined =>
  flow.insertBefore({ statement, isCertain: true }, code, layoutOf(text, statement));

/** What shares a line, `if ready: a(); b()`, taken apart before one of its statements. */
function takeApart(
  statement: SyntaxNode,
  { lines }: Code,
  { text, newline, unit }: Layout,
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
  const end = `${newline}${outer}${isSuite ? unit : ''}`;
  /** From the end of what stands before a node on its line. */
  const gap = ({ start }: SyntaxNode): [number, number] => [endBefore(text, start), start];
  return [
    ...(isSuite && first.start < statement.start ? [{ range: gap(first), text: end }] : []),
    { range: gap(statement), text: `${end}${lines.join(end)}${end}` },
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

/** The statement of a call that does nothing else. */
export const ownStatement = (call: SyntaxNode): SyntaxNode | undefined => ownAmong(call, STATEMENTS);

/** A statement with the comment behind it, where it has its lines to itself. */
export function ownLines(
  text: string,
  statement: Pick<SyntaxNode, 'start' | 'end'>,
): { readonly range: [number, number]; readonly content: string } | undefined {
  const range = linesOf(statement, layoutOf(text, statement));
  return range && { range, content: text.slice(statement.start, endOfLine(text, statement.end)) };
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
