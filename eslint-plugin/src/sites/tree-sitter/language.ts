import type { Language } from '@eslint/core';
import { TreeSitterSourceCode, type LanguageFacts, type Program } from './source-code.ts';

/**
 * An ESLint language on a tree-sitter grammar. Code that does not parse fully is linted as far as it parses: there are no
 * fatal errors, since macros alone make many C files no C.
 */
export function treeSitterLanguage(facts: LanguageFacts): Language {
  return {
    fileType: 'text',
    lineStart: 1,
    columnStart: 0,
    nodeTypeKey: 'type',
    validateLanguageOptions() {
      // there are none
    },
    parse({ body }) {
      return { ok: true, ast: emptyProgram(String(body)) };
    },
    createSourceCode({ body }, { ast }) {
      return new TreeSitterSourceCode(facts, String(body), ast as Program) as never;
    },
  };
}

function emptyProgram(text: string): Program {
  return {
    type: 'Program',
    range: [0, text.length],
    // ESLint wants a location of the root; nothing is reported there
    loc: { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } },
    body: [],
  };
}
