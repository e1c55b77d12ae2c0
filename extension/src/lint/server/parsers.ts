import type { Linter } from 'eslint';
import { babelParser } from 'eslint-plugin-rebind/editor';
import type { Language } from 'eslint-plugin-rebind/languages';

// ESLint lints no file for the pattern of all files alone
const files = ['**/*.*'];

const espree: Linter.Config = {
  files,
  languageOptions: { sourceType: 'module', parserOptions: { ecmaFeatures: { jsx: true } } },
};
const babel: Linter.Config = { files, languageOptions: { parser: babelParser, sourceType: 'module' } };

/** How the texts of a language are parsed: the first that can. ESLint's own parser for JavaScript, as in most projects. */
const PARSERS: Readonly<Record<string, readonly Linter.Config[]>> = {
  javascript: [espree, babel],
  javascriptreact: [espree, babel],
  typescript: [babel],
  typescriptreact: [babel],
  c: [{ files, language: 'rebind/c' }],
  cpp: [{ files, language: 'rebind/cpp' }],
  java: [{ files, language: 'rebind/java' }],
  python: [{ files, language: 'rebind/python' }],
};

export function parsersOf({ id }: Language): readonly Linter.Config[] {
  return PARSERS[id] ?? [];
}
