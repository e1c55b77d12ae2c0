import * as l10n from '@vscode/l10n';
import { l10n as editor } from 'vscode';

/**
 * Gives the text of this bundle the language of the editor. Text is made by `@vscode/l10n`, which needs no editor, so that
 * what makes it can be tested as it is; each file that is loaded by itself has its own copy of it.
 */
export function speakTheEditorsLanguage(): void {
  l10n.config({ contents: editor.bundle ?? {} });
}
