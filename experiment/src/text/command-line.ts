import { printable } from './printable.ts';
import { withoutSecrets } from './secrets.ts';

const LONGEST = 120;

/**
 * A process's arguments on one line of text. Whoever started it chose them, so that nothing of them is obeyed by a
 * terminal, what looks like a secret is left out, and what is long is cut.
 */
export function commandLine(command: readonly string[]): string {
  const line = printable(withoutSecrets(command).join(' ').trim());
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
