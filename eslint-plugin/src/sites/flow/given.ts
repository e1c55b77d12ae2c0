import type { RemedyId } from '../ids.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { FirstOnly } from './first-only.ts';
import type { Edit, GivenOption, NoEffect, OptionChange, OptionName, OptionValue } from '../site.ts';

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

/** Whether an option comes to nothing by its moment. */
export const isTooLate = (noEffect: NoEffect | undefined): boolean =>
  noEffect?.because === 'after-bind' || noEffect?.because === 'accepted';

/** How a language mends an option that comes to nothing by its moment. */
interface Mend<S> {
  /** What it comes after, or is set on instead: `the bind on line 7`. */
  readonly where: (step: S) => string;
  readonly changes: (step: S, option: GivenOption) => readonly OptionChange[];
}

/** How a language reads the steps that set options. */
export interface Reader<S> extends Readonly<Record<TooLate, Mend<S>>> {
  /** What a step gives; `noEffect` where its moment, or a condition, leaves it without. */
  readonly read: (step: S, noEffect?: NoEffect) => readonly GivenOption[];
  /** The changes of what is set in time. */
  readonly changes: (step: S, option: GivenOption) => readonly OptionChange[] | undefined;
  /** The `if` that lets a step set the option on the first of several sockets alone, and the changes that mend it. */
  readonly firstOnly: (step: S) => FirstOnly | undefined;
  readonly onEach: (step: S, option: GivenOption, around: SyntaxNode) => readonly OptionChange[];
}

/**
 * The reuse options that the steps of a socket give, in their order. Where any comes before the bind, later ones may repeat it
 * and say nothing. Else the first of the later ones is told, since what is told of the others depends on its cure.
 * @param byItself what the socket sets without being told
 */
export function givenOptions<S>(
  { before, after, accepted }: Moments<S>,
  reader: Reader<S>,
  byItself: readonly GivenOption[] = [],
): GivenOption[] {
  const set = withoutRepeated([...before].flatMap((step) => readInTime(step, reader)));
  if (set.length > 0) {
    return set;
  }
  if (byItself.length > 0) {
    return [...byItself];
  }
  const late = [...after].flatMap((step) => readLate(step, 'after-bind', reader));
  const first = late.length > 0 ? late : [...accepted].flatMap((step) => readLate(step, 'accepted', reader));
  return first.slice(0, 1);
}

function readInTime<S>(step: S, { read, changes, firstOnly, onEach }: Reader<S>): GivenOption[] {
  const once = firstOnly(step);
  const noEffect: NoEffect | undefined = once && {
    because: 'first-only',
    where: `if ${once.condition.text}`,
  };
  return read(step, noEffect).map((option) => ({
    ...option,
    changes: once && option.noEffect === noEffect ? onEach(step, option, once.around) : changes(step, option),
  }));
}

function readLate<S>(step: S, because: TooLate, { read, ...mends }: Reader<S>): GivenOption[] {
  const { where, changes } = mends[because];
  return read(step, { because, where: where(step) }).map((option) => ({
    ...option,
    changes: changes(step, option),
  }));
}

/** What the first of several sockets gets is no fault where each of them gets it too. */
function withoutRepeated(set: readonly GivenOption[]): GivenOption[] {
  const everywhere = new Set(set.flatMap(({ name, noEffect }) => (noEffect ? [] : [name])));
  return set.filter(({ name, noEffect }) => noEffect?.because !== 'first-only' || !everywhere.has(name));
}

/** The change after which an option is given with a value; none where it cannot be written. */
export const changeTo = (
  id: RemedyId,
  [name, value]: readonly [OptionName, OptionValue],
  edits: readonly Edit[] | undefined,
  isFix = false,
): OptionChange[] => (edits ? [{ id, edits, isFix, gives: { name, value } }] : []);
