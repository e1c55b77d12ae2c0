import { BRACES } from '../../flow/edits/braces.ts';
import { insertion, asLines } from '../../flow/edits/insert.ts';
import * as flow from '../../flow/edits/layout.ts';
import { lineStart } from '../../tree-sitter/lines.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { TreeSitterSourceCode } from '../../tree-sitter/source-code.ts';

const CONVENTIONS: flow.Conventions = {
  ...BRACES,
  fixed: /R"|\\\r?\n/,
  aligned: ({ type, named }) => (type === 'labeled_statement' ? named.at(-1) : undefined),
  takeApart,
};

export const layoutAt = (sourceCode: TreeSitterSourceCode, offset: number): flow.Layout =>
  flow.layoutAt(sourceCode.text, offset, CONVENTIONS);

function takeApart({ start }: SyntaxNode, code: flow.Code, { text, newline, unit }: flow.Layout) {
  const isInside = /[:{]\s*$/.test(text.slice(lineStart(text, start), start));
  // statements that share a line, `case 1: bind(...); break;`, have one more
  const indent = `${flow.indentAt(text, start)}${isInside ? unit : ''}`;
  return [insertion(start, `${newline}${asLines(code, indent, newline)}${indent}`)];
}
