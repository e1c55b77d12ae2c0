import type { Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Language } from 'eslint-plugin-rebind/languages';
import type { LintSettings } from '../protocol.ts';
import { toRange } from './diagnostics.ts';
import type { LintResult, Problem } from './linter.ts';

/** A linted document. */
export interface Linted {
  readonly document: TextDocument;
  readonly language: Language;
  readonly fileName: string;
  readonly settings: LintSettings;
  readonly result: LintResult;
}

/** The problems with a place in common with a range. */
export function problemsAt({ result }: Linted, range: Range): Problem[] {
  return result.problems.filter(({ judged }) => overlap(toRange(judged.site.loc), range));
}

function overlap(one: Range, other: Range): boolean {
  const before = (a: Range, b: Range): boolean =>
    a.end.line < b.start.line || (a.end.line === b.start.line && a.end.character < b.start.character);
  return !before(one, other) && !before(other, one);
}
