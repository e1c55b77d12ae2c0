import type { GivenOption, NoEffect } from '../site.ts';

/** The steps that set options on a socket, by when they do. */
export interface Moments<S> {
  /** Before the bind, or before the next try of it. */
  readonly before: Iterable<S>;
  readonly after: Iterable<S>;
  /** On the connections that the socket accepts. */
  readonly accepted: Iterable<S>;
}

/** Why a step comes to nothing, by its moment alone. */
export type TooLate = Extract<NoEffect['because'], 'after-bind' | 'accepted'>;

/** What a step gives, with the changes that mend it; `tooLate` where its moment leaves it without effect. */
export type ReadStep<S> = (step: S, tooLate?: TooLate) => readonly GivenOption[];

/**
 * The reuse options that the steps of a socket give, in their order. Where any comes before the bind, later ones may repeat it
 * and say nothing. Else the first of the later ones is told, since what is told of the others depends on its cure.
 * @param byItself what the socket sets without being told
 */
export function givenOptions<S>(
  { before, after, accepted }: Moments<S>,
  read: ReadStep<S>,
  byItself: readonly GivenOption[] = [],
): GivenOption[] {
  const set = withoutRepeated([...before].flatMap((step) => read(step)));
  if (set.length > 0) {
    return set;
  }
  if (byItself.length > 0) {
    return [...byItself];
  }
  const late = [...after].flatMap((step) => read(step, 'after-bind'));
  return [...late, ...(late.length > 0 ? [] : [...accepted].flatMap((step) => read(step, 'accepted')))].slice(
    0,
    1,
  );
}

/** What the first of several sockets gets is no fault where each of them gets it too. */
function withoutRepeated(set: readonly GivenOption[]): GivenOption[] {
  const everywhere = new Set(set.flatMap(({ name, noEffect }) => (noEffect ? [] : [name])));
  return set.filter(({ name, noEffect }) => noEffect?.because !== 'first-only' || !everywhere.has(name));
}

/** Why an option that is set under a condition does nothing for the second socket. */
export const onFirstOnly = (condition: string): NoEffect => ({
  because: 'first-only',
  where: `if ${condition}`,
});
