import type { Language } from 'eslint-plugin-rebind/languages';
import { type AdditionalListener, mayListen as programMayListen } from 'eslint-plugin-rebind/sites';

/** The beginning of XML, which is a program in none of the languages: Qt Linguist's translations are named `.ts` too. */
const XML = /^\s*<(?:\?xml|!DOCTYPE)\s/;

/** Whether a text can hold a listen call: what cannot is not parsed, and no server is started for it. */
export function mayListen(
  language: Language,
  text: string,
  listeners: readonly AdditionalListener[],
): boolean {
  return !XML.test(text) && programMayListen(language, text, listeners);
}
