import { expect, it } from 'vitest';
import { languageOf } from '../../../../eslint-plugin/src/sites/languages.ts';
import { treeSitterLanguage } from '../../../../eslint-plugin/src/sites/tree-sitter/language.ts';
import { TreeSitterSourceCode } from '../../../../eslint-plugin/src/sites/tree-sitter/source-code.ts';

/** A file in C, as ESLint hands it over. */
function sourceCodeOf(body: string): TreeSitterSourceCode {
  const facts = languageOf('c')?.treeSitter;
  const language = facts && treeSitterLanguage(facts);
  const file = { body, path: 'a.c', physicalPath: 'a.c', bom: false };
  const parsed = language?.parse(file, {} as never);
  const sourceCode = parsed?.ok === true ? language?.createSourceCode(file, parsed, {} as never) : undefined;
  if (!((sourceCode as unknown) instanceof TreeSitterSourceCode)) {
    throw new TypeError('not a file in C');
  }
  return sourceCode as unknown as TreeSitterSourceCode;
}

it('gives whoever asks while a tree is read that same tree, and parses anew afterwards', () => {
  const sourceCode = sourceCodeOf('int port = 8080;');
  const [outer, inner] = sourceCode.withTree((root) => [root, sourceCode.withTree((same) => same)]) ?? [];
  expect(outer).toBeDefined();
  expect(inner).toBe(outer);
  expect(sourceCode.withTree((root) => root)).not.toBe(outer);
});

it('forgets a tree whose reader fails', () => {
  const sourceCode = sourceCodeOf('int port = 8080;');
  expect(() => {
    sourceCode.withTree(() => {
      throw new Error('unread');
    });
  }).toThrow('unread');
  expect(sourceCode.withTree(({ text }) => text)).toBe('int port = 8080;');
});
