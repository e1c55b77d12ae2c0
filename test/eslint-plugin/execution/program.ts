import type { Choices } from './choices.ts';
import type { Role } from './roles.ts';

export const LANGUAGES = ['c', 'cpp', 'java', 'python'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * The roles whose sockets `--fix` owes an option: they are proven to be what they are, and there is a place for a statement.
 * No other socket gets one.
 */
export type Due = ReadonlySet<Role>;

/** A program as its choices make it. */
export interface Rendered {
  readonly text: string;
  readonly due: Due;
  /** Whether it has a server, which has to be reported. */
  readonly isServer: boolean;
}

/** A generated program. */
export interface Program extends Rendered {
  readonly language: Language;
  readonly choices: Choices;
  readonly settings: Readonly<Record<string, unknown>>;
}
