import { isAssuming, isQuiet } from '../suggestion.ts';
import { applyFix, fixAll, lint, type Setup } from './lint.ts';
import type { Program } from './programs/draft.ts';

/** A change that promises to leave a program's behaviour as it is. */
export interface Change {
  readonly what: string;
  readonly setup: Setup;
  readonly program: Program;
  readonly changed: string;
  /** The one deliberate difference: a multicast receiver's port is reused. */
  readonly isMulticast: boolean;
}

/** The fixes of a program, and those suggestions that promise unchanged behaviour without assuming anything. */
export function quietChanges(program: Program, setup: Setup): Change[] {
  const { text, file } = program;
  const messages = lint(text, file, setup);
  const isMulticast = messages.some(
    ({ messageId }) => messageId === 'udpMulticast' || messageId === 'multicast',
  );
  const change = (what: string, changed: string): Change => ({ what, setup, program, changed, isMulticast });
  const suggestions = messages.flatMap(({ suggestions: offered = [] }) =>
    offered.filter((suggestion) => isQuiet(suggestion) && !isAssuming(suggestion)),
  );
  return [
    ...(messages.some(({ fix }) => fix) ? [change('--fix', fixAll(text, file, setup).output)] : []),
    ...suggestions.map(({ desc, fix }) => change(desc, applyFix(text, fix))),
  ];
}
