import type { Edit } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { OwnClass } from '../lower/classes.ts';
import { aboveComments, indentOf, lineEnd, ownLines } from '../dialect/edit.ts';
import type { PythonFile } from '../lower/file.ts';

/** Writes an attribute at the head of a class's body, behind its docstring. */
export function writeInClass(
  file: PythonFile,
  { definition }: OwnClass,
  statement: string,
): Edit[] | undefined {
  const { text } = file;
  const body = file.nodeOf(definition).field('body');
  const [first, second] = body?.named ?? [];
  if (!body || !first || first.isError) {
    return undefined;
  }
  if (first.type === 'pass_statement' && !second) {
    return [{ range: [first.start, first.end], text: statement }];
  }
  const indent = indentOf(text, first);
  if (indent === undefined) {
    // `class Server(TCPServer): timeout = 5`
    return [{ range: [first.start, first.start], text: `${statement}; ` }];
  }
  const end = lineEnd(text, first.start);
  const isDocstring =
    first.type === 'expression_statement' && /^(?:concatenated_)?string$/u.test(first.named[0]?.type ?? '');
  if (!isDocstring) {
    const at = aboveComments(text, first);
    return [{ range: [at, at], text: `${indent}${statement}${end}${isMethod(first) ? end : ''}` }];
  }
  const own = ownLines(text, first);
  if (!own) {
    return undefined;
  }
  const at = first.start + own.content.length;
  const next = second && aboveComments(text, second);
  const isNextToIt = next !== undefined && /^(?:\r\n|\r|\n)$/u.test(text.slice(at, next));
  return [
    {
      range: [at, at],
      text: `${isNextToIt && !isMethod(second) ? '' : end}${end}${indent}${statement}${isNextToIt && isMethod(second) ? end : ''}`,
    },
  ];
}

const isMethod = (statement: SyntaxNode | undefined): boolean =>
  /^(?:function|class|decorated)_definition$/u.test(statement?.type ?? '');
