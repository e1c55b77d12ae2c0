import { languageOf } from 'eslint-plugin-rebind/languages';
import { DEFAULTS } from '../default-settings.ts';
import { forgetWords, lint } from './linter.ts';

/**
 * Lints a sample, so that what the first lint of a language loads and compiles is there when the client has said which
 * documents are open: the client's library takes longer to load than the server.
 * @param languageId of the document for whose sake the server was started
 */
export function warmUp(languageId: string): void {
  const language = languageOf(languageId);
  if (language) {
    lint(language.sample, language, `warm-up${language.extensions[0] ?? ''}`, DEFAULTS);
    forgetWords();
  }
}
