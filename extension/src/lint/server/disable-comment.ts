import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver';
import type { Language } from 'eslint-plugin-rebind/languages';

const DIRECTIVE = 'eslint-disable-next-line';

/**
 * The edit that disables a rule for a line, in the language's own comment style: names the rule in the comment above the
 * line where there is one, else adds one. Undefined where no comment can stand: the line above ends in a backslash.
 */
export function disableEdit(
  document: TextDocument,
  line: number,
  rule: string,
  { lineComment }: Pick<Language, 'lineComment'>,
): TextEdit | undefined {
  const text = lineAt(document, line);
  const above = line > 0 ? lineAt(document, line - 1) : '';
  if (above.trimEnd().endsWith('\\')) {
    return undefined;
  }
  const known = new RegExp(
    String.raw`^\s*${lineComment}\s*${DIRECTIVE}\s+(?<rules>[^\s].*?)(?=\s+--|\s*$)`,
    'd',
  );
  const rules = known.exec(above)?.indices?.groups?.rules;
  if (rules) {
    const position = { line: line - 1, character: rules[1] };
    return { range: { start: position, end: position }, newText: `, ${rule}` };
  }
  const start = { line, character: 0 };
  const indent = /^\s*/.exec(text)?.[0] ?? '';
  return {
    range: { start, end: start },
    newText: `${indent}${lineComment} ${DIRECTIVE} ${rule}${lineEnd(document)}`,
  };
}

function lineAt(document: TextDocument, line: number): string {
  return document
    .getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } })
    .replace(/[\r\n]+$/, '');
}

function lineEnd(document: TextDocument): string {
  return document.getText().includes('\r\n') ? '\r\n' : '\n';
}
