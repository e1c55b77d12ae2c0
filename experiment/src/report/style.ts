import picocolors from 'picocolors';

export type Style = ReturnType<typeof picocolors.createColors>;

/** Colours where a terminal shows them, and nobody asked for none (https://no-color.org). */
export function styleFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Style {
  const { FORCE_COLOR, NO_COLOR, TERM } = env;
  const wanted = FORCE_COLOR !== undefined || (stream.isTTY && TERM !== 'dumb');
  return picocolors.createColors(wanted === true && !NO_COLOR);
}

/** "1 leftover", "2 leftovers". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
