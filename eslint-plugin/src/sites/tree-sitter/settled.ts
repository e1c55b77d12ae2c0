import type { Moment } from '../flow/keeps-until.ts';
import type { ApiFacts, GivenOption, ListenSite, OptionName, OptionValue } from '../site.ts';

const NAMES: readonly OptionName[] = ['reuseAddr', 'reusePort', 'exclusiveAddrUse'];
const VALUES: readonly OptionValue[] = ['on', 'off', 'on-linux', 'on-posix'];

/** The answers of a function of an option and its value, without the function. */
function answered<T>(ask: (option: OptionName, value: OptionValue) => T) {
  const answers = new Map(
    NAMES.flatMap((option) => VALUES.map((value) => [`${option} ${value}`, ask(option, value)] as const)),
  );
  return lookUp(answers);
}

/** A function keeps all that any function beside it uses: this one has none beside it. */
function lookUp<T>(answers: ReadonlyMap<string, T>) {
  return (option: OptionName, value: OptionValue): T | undefined => answers.get(`${option} ${value}`);
}

function settledApi(api: ApiFacts): ApiFacts {
  if (!api.statement) {
    return api;
  }
  const text = answered(api.statement);
  return { ...api, statement: (option, value) => text(option, value) ?? '' };
}

function settledOption(given: GivenOption): GivenOption {
  const { replace, remove } = given;
  return {
    ...given,
    ...(replace && { replace: replaceFrom(answered((_, value) => replace(value))) }),
    ...(remove && { remove: removeFrom(remove()) }),
  };
}

type Edits = ReturnType<NonNullable<GivenOption['remove']>>;

const replaceFrom =
  (edits: (option: OptionName, value: OptionValue) => Edits | undefined) =>
  (value: OptionValue): Edits =>
    edits('reuseAddr', value) ?? [];

const removeFrom = (edits: Edits) => (): Edits => edits;

/** A site whose functions read the tree, and may be asked while that is there alone. */
export interface UnsettledSite extends Omit<ListenSite, 'hasFlag' | 'byHand'> {
  /** Where to set the option by hand, for a site that none can be written at. */
  readonly byHand?: () => string;
  /** When it binds; absent where that is not known. */
  readonly moment?: Moment;
}

const hasNoFlag = (): boolean => false;

/**
 * A site that keeps nothing of the tree it was read from: nodes are most of what a large file takes, and a site is kept for as
 * long as somebody has the file open.
 */
export function settled({ byHand, moment: _, ...site }: UnsettledSite): ListenSite {
  const write = answered(site.write);
  const isWritten = NAMES.some((option) => VALUES.some((value) => write(option, value)));
  return {
    ...site,
    byHand: isWritten ? undefined : byHand?.(),
    api: settledApi(site.api),
    given: site.given.map(settledOption),
    // no language but JavaScript has flags
    hasFlag: hasNoFlag,
    write,
  };
}
