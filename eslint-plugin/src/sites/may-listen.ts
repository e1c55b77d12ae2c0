import { mentionsOf } from './javascript/front-end.ts';
import type { Language } from './languages.ts';
import { type AdditionalListener, readTargets } from './targets.ts';

const targets = new WeakMap<readonly AdditionalListener[], ReturnType<typeof readTargets>>();

function targetsWith(listeners: readonly AdditionalListener[]) {
  let known = targets.get(listeners);
  if (!known) {
    known = { ...readTargets({}), additionalListeners: listeners };
    targets.set(listeners, known);
  }
  return known;
}

/** Whether a text can hold a listen call: one search, so that most files are never parsed. */
export function mayListen(
  { treeSitter: facts }: Language,
  text: string,
  listeners: readonly AdditionalListener[] = [],
): boolean {
  return facts ? facts.mention.test(text) : mentionsOf(text, targetsWith(listeners)) !== undefined;
}
