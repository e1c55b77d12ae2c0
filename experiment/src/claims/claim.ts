import type { Lab } from './lab.ts';
import type { Seen } from './seen.ts';

export type ClaimVerdict = 'holds' | 'does not hold' | 'cannot be tested here';

interface Finding extends Seen {
  readonly holds: boolean;
}

/** Something that is said about address reuse, and how to find out. */
export interface Claim {
  readonly id: string;
  readonly text: string;
  /** What is known of a platform, by measurement or from its documentation. */
  readonly documented: Partial<Readonly<Record<NodeJS.Platform, ClaimVerdict>>>;
  readonly test: (lab: Lab) => Finding;
}

export const HOLDS = { linux: 'holds' } as const;
export const DOES_NOT_HOLD = { linux: 'does not hold' } as const;
