import { mentionsOf } from './javascript/front-end.ts';
import type { Language } from './languages.ts';
import type { AdditionalListener } from './targets.ts';

const NONE: readonly AdditionalListener[] = [];

/** Whether a text can hold a listen call: one search, so that most files are never parsed. */
export function mayListen(
  { treeSitter: facts }: Language,
  text: string,
  additionalListeners: readonly AdditionalListener[] = NONE,
): boolean {
  return facts ? facts.mention.test(text) : mentionsOf(text, { additionalListeners }) !== undefined;
}
