import type { Linter } from 'eslint';
import { consequences } from '../../eslint-plugin/src/messages.ts';

/** Whether a suggestion takes something for granted, which its title then says. */
export function isAssuming({ desc }: Pick<Linter.LintSuggestion, 'desc'>): boolean {
  return / if (?:a |types )/.test(desc);
}

/** Whether a suggestion promises unchanged behaviour. */
export function isQuiet({ messageId = '' }: Pick<Linter.LintSuggestion, 'messageId'>): boolean {
  const all: Readonly<Record<string, string>> = consequences;
  return all[messageId] === consequences.stateNotShared;
}
