const LONGEST = 120;

/**
 * A process's arguments on one line of text. Whoever started it chose them, so control characters, which a terminal
 * would obey, become spaces; what is long is cut.
 */
export function commandLine(command: readonly string[]): string {
  const line = command
    .join(' ')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
