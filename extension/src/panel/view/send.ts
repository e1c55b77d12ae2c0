import type { Action } from '../page.ts';

/** Tells the host what the user did. */
export type Send = (action: Action) => void;
