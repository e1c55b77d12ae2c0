/** What `rebind` exits with. */
export const EXIT = { fine: 0, badNews: 1, wrongUse: 2, cannotRun: 3, interrupted: 130 } as const;

/** A mistake of whoever typed the command; one line says which. */
export class UsageError extends Error {}
