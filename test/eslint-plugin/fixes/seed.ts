/** Seed of all generated programs: the same programs in every run. Failures print it. */
export const SEED = 3000;

/** How many programs are generated. */
export const PROGRAMS = 2_000;
