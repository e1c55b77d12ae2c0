import { deeper } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { PLATFORMS, type Platform } from '../site.ts';

/** The platforms on which a condition may hold, and those on which it may fail. */
export interface Truth {
  readonly holds: readonly Platform[];
  readonly fails: readonly Platform[];
}

/** What a condition in the words of a language asks; undefined where it says nothing of platforms. */
export type Condition<N> =
  | { readonly is: 'not'; readonly of: N }
  | { readonly is: 'and' | 'or'; readonly of: readonly N[] }
  /** Another one by a name: a variable that holds a test, parentheses. */
  | { readonly is: 'same'; readonly as: N }
  | { readonly is: 'known'; readonly truth: Truth };

export const UNKNOWN: Truth = { holds: PLATFORMS, fails: PLATFORMS };

export const both = (one: readonly Platform[], other: readonly Platform[]): readonly Platform[] =>
  PLATFORMS.filter((platform) => one.includes(platform) && other.includes(platform));

const either = (one: readonly Platform[], other: readonly Platform[]): readonly Platform[] =>
  PLATFORMS.filter((platform) => one.includes(platform) || other.includes(platform));

export const not = ({ holds, fails }: Truth): Truth => ({ holds: fails, fails: holds });

/** Holds on some platforms, and fails on all others. */
export const onlyOn = (...platforms: readonly Platform[]): Truth => ({
  holds: platforms,
  fails: PLATFORMS.filter((platform) => !platforms.includes(platform)),
});

/** Holds on some platforms at most, and may fail there too. */
export const atMostOn = (...platforms: readonly Platform[]): Truth => ({
  holds: platforms,
  fails: PLATFORMS,
});

/** What holds, fails, or may do either, by the platform. */
export function truthByPlatform(holdsOn: (platform: Platform) => boolean | undefined): Truth {
  const known = PLATFORMS.map((platform) => ({ platform, holds: holdsOn(platform) }));
  const where = (excluded: boolean) =>
    known.filter(({ holds }) => holds !== excluded).map(({ platform }) => platform);
  return { holds: where(false), fails: where(true) };
}

const and = (one: Truth, other: Truth): Truth => ({
  holds: both(one.holds, other.holds),
  fails: either(one.fails, other.fails),
});

const or = (one: Truth, other: Truth): Truth => not(and(not(one), not(other)));

/** Answers where conditions hold, each once, by what a language reads in them. */
export function truths<N extends object>(lower: (test: N) => Condition<N> | undefined): (test: N) => Truth {
  const truthOf = memoize((test: N): Truth => {
    const condition = lower(test);
    switch (condition?.is) {
      case 'not':
        return not(ask(condition.of));
      case 'and':
        return condition.of.map(ask).reduce(and);
      case 'or':
        return condition.of.map(ask).reduce(or);
      case 'same':
        return ask(condition.as);
      case 'known':
        return condition.truth;
      case undefined:
        return UNKNOWN;
    }
  });
  // a test may nest as deep as its text does, and a variable may be set from itself
  const ask = (test: N): Truth => deeper(() => truthOf(test), UNKNOWN);
  return ask;
}

/** Where a condition holds, by the platform alone; undefined where it asks something else too. */
export const decidedBy = ({ holds, fails }: Truth): readonly Platform[] | undefined =>
  holds.some((platform) => fails.includes(platform)) ? undefined : holds;
