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

/**
 * How the texts of a language are parsed: the first that can. ESLint's own parser for JavaScript, as in most projects; a language of the
 * plugin is named as its id.
 */
export function parsersOf({ id, treeSitter }: Language): readonly Linter.Config[] {
  if (treeSitter) {
    return [{ files, language: `rebind/${id}` }];
  }
  return id.startsWith('javascript') ? [espree, babel] : [babel];
}
