import type { History } from './history.ts';
import { keepsNothing } from './keeps-nothing.ts';

type Known = Pick<
  History<unknown, unknown, unknown>,
  'uses' | 'receivers' | 'isShared' | 'isOutside' | 'accepted'
>;

/** Names of functions that ask for a port's state, or for a free one. */
const QUESTION =
  /free|avail|probe|in_?use|used|busy|taken|occupied|usable|bindable|check|test|try|^(?:is|can|has|find|pick|choose|get|next|scan)(?:_|[A-Z])/i;

/**
 * Whether a socket asks a port's state and serves nobody: it is bound, or listens too, and is closed without anything else,
 * within what the file shows.
 * @param asker the name of the function that binds: a program as a whole asks nothing, and a listening socket that is closed at
 * once is a probe where this says so
 */
export function isProbe({ uses, receivers, isShared, isOutside }: Known, asker: string): boolean {
  const others = [...uses].filter((use) => use !== 'close' && use !== 'listen');
  return (
    uses.has('close') &&
    others.length === 0 &&
    !isShared &&
    !/^(?:main)?$/.test(asker) &&
    !isOutside &&
    [...receivers].every(({ name, owner }) => owner === undefined && keepsNothing(name)) &&
    (!uses.has('listen') || QUESTION.test(asker))
  );
}
