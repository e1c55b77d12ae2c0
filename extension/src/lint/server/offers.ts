import { consequenceOf, remediesOf, titleFor } from 'eslint-plugin-rebind/editor';
import type { Linted } from './linted.ts';
import type { Problem } from './linter.ts';

/** A change that answers a problem, in words. */
interface Offer {
  /** Whether it is what ESLint was given as the fix. */
  readonly isFix: boolean;
  readonly title: string;
  /** What follows from it, where its title does not say so. */
  readonly consequence: string | undefined;
}

/** What is offered at a problem: the fix, where there is one, then the suggestions. */
export function offersAt({ result: { analysis } }: Linted, { judged: { site, verdict } }: Problem): Offer[] {
  const remedies = analysis
    ? remediesOf({ site, verdict, targets: analysis.targets, sharing: analysis.sharing })
    : [];
  const fix = remedies.find(({ isFix }) => isFix);
  return [...(fix ? [fix] : []), ...remedies.filter((remedy) => remedy !== fix)].map((remedy) => ({
    isFix: remedy === fix,
    title: titleFor(remedy, site, verdict),
    consequence: consequenceOf(remedy, site, verdict),
  }));
}
