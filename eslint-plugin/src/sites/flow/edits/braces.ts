import type { Conventions } from './layout.ts';

/** What languages with braces have in common. */
export const BRACES = {
  opening: /^(?<outer>[ \t]*)\S.*\{[ \t]*\r?\n(?<inner>[ \t]+)\S/gm,
  between: ' ',
  trailing: /^[ \t]*(?:\/\/.*|\/\*[^*]*\*\/[ \t]*)?$/,
} as const satisfies Conventions;
