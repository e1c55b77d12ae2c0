/** A system call on a socket, with ports counted from the first of the run. */
export interface Call {
  readonly name: string;
  /** The number of the socket among those of the program, from 1. */
  readonly socket: number;
  readonly text: string;
}

/** What a program did. */
export interface Outcome {
  readonly calls: readonly Call[];
  /** How it ended: `exit 0`, `signal 6`. */
  readonly status: string;
  readonly output: string;
}

/** What meets the programs: free ports; a socket of the machine on each first port; a kernel that refuses the first bind. */
export const SITUATIONS = ['free', 'held', 'refused once'] as const;
export type Situation = (typeof SITUATIONS)[number];

/** What became of a text: it ran in every situation, or what its compiler said. */
export type Ran =
  | { readonly outcomes: ReadonlyMap<Situation, Outcome>; readonly warnings: readonly string[] }
  | { readonly refused: string };
