import type { Edit, GivenOption, ListenSite, OptionName, OptionValue } from './site.ts';
import { spelling } from './option-text.ts';
import type { Targets } from './targets.ts';
import { judge, withOption, withoutOption, type Verdict } from './verdict.ts';

/** A change that answers a verdict, and after which no rule reports the site. */
export interface Remedy {
  /** What it does, as the id of a message. */
  readonly id: RemedyId;
  /** May be made unasked: nothing is assumed, and what reaches the kernel is as before or as the user asked for. */
  readonly isFix: boolean;
  readonly option: string;
  readonly name: OptionName;
  readonly value: OptionValue;
  readonly edits: readonly Edit[];
}

export type RemedyId =
  | 'stateNotShared'
  | 'stateShared'
  | 'stateSharedOnLinux'
  | 'stateAddressNotReused'
  | 'stateAddressReused'
  | 'stateUdpShared'
  | 'stateUdpSharedOnLinux'
  | 'moveOption'
  | 'moveOptionOnLinux'
  | 'removeAndState'
  | 'removeOption'
  | 'replaceValue'
  | 'guardByPlatform'
  | 'switchOff'
  | 'switchOn';

export interface RemedyOptions {
  /** The user wants ports shared between processes. */
  readonly sharePort: boolean;
}

const VALUES: Readonly<Record<OptionValue, GivenOption['values']>> = {
  on: { linux: true, darwin: true, win32: true },
  off: { linux: false, darwin: false, win32: false },
  'on-linux': { linux: true, darwin: false, win32: false },
};

/** The changes that answer a verdict, the best first. None leaves a report behind under the same settings. */
export function remediesFor(
  site: ListenSite,
  verdict: Verdict,
  targets: Targets,
  options: RemedyOptions,
): Remedy[] {
  switch (verdict.kind) {
    case 'unstated':
      return unstatedRemedies(site, verdict.situation, targets, options);
    case 'ineffective':
      return ineffectiveRemedies(site, verdict, targets);
    case 'disabled':
      return replacing(site, verdict.option, targets, [
        verdict.because === 'multicast' ? ['switchOn', 'on', canFix(site)] : ['switchOff', 'off', false],
      ]);
    case 'unsafe':
      return replacing(site, verdict.option, targets, [
        ...(verdict.because === 'platform' || verdict.because === 'no-balance'
          ? [['guardByPlatform', 'on-linux', false] as const]
          : []),
        ['switchOff', 'off', false],
      ]);
    default:
      return [];
  }
}

/**
 * Whether a remedy brings no report to another site that takes its options from the same place: one options object, or
 * one createSocket() behind both.
 */
export function sparesOther({ name, value, edits }: Remedy, other: ListenSite, targets: Targets): boolean {
  // asked first, as it costs less than to write the option there
  const after = judge(withOption(other, name, VALUES[value]), targets).kind;
  if (after === 'stated' || after === 'exempt' || after === judge(other, targets).kind) {
    return true;
  }
  const isShared = other
    .write(name, value)
    ?.some(({ range: [start, end] }) => edits.some(({ range }) => range[0] === start && range[1] === end));
  return !isShared;
}

/** Whether an edit here takes nothing for granted. */
function canFix(site: ListenSite): boolean {
  return (
    site.certainty !== 'shaped' && site.proof === 'proven' && site.api.forwards === 'yes' && !site.typesReject
  );
}

/** Whether no rule reports a site. */
function isClean(site: ListenSite, targets: Targets): boolean {
  const { kind } = judge(site, targets);
  return kind === 'stated' || kind === 'exempt';
}

type Statement = readonly [RemedyId, OptionName, OptionValue];

function unstatedRemedies(
  site: ListenSite,
  situation: string,
  targets: Targets,
  options: RemedyOptions,
): Remedy[] {
  const statements = statementsFor(site, situation, options);
  const asked = options.sharePort && site.api.protocol === 'tcp';
  const clean = statements.flatMap(([id, name, value]): Remedy[] => {
    if (
      !site.api.options.includes(name) ||
      site.api.forwards === 'no' ||
      !isClean(withOption(site, name, VALUES[value]), targets)
    ) {
      return [];
    }
    const edits = site.write(name, value);
    return edits ? [{ id, isFix: false, option: spelling(site.api, name), name, value, edits }] : [];
  });
  const isDefault = ({ id }: Remedy): boolean =>
    asked
      ? id === 'stateShared' || id === 'stateSharedOnLinux'
      : site.api.sharesByDefault
        ? id === 'stateShared'
        : id === 'stateNotShared' ||
          id === (situation === 'udp-multicast' ? 'stateAddressReused' : 'stateAddressNotReused');
  const fix = canFix(site) ? clean.find(isDefault) : undefined;
  return clean.map((remedy) => (remedy === fix ? { ...remedy, isFix: true } : remedy));
}

/** What can be said at a site, the most fitting first. */
function statementsFor(
  site: ListenSite,
  situation: string,
  { sharePort }: RemedyOptions,
): readonly Statement[] {
  if (situation === 'udp-multicast') {
    return [['stateAddressReused', 'reuseAddr', 'on']];
  }
  if (site.api.protocol === 'udp') {
    return [
      ['stateAddressNotReused', 'reuseAddr', 'off'],
      ['stateAddressReused', 'reuseAddr', 'on'],
      ['stateUdpShared', 'reusePort', 'on'],
      ['stateUdpSharedOnLinux', 'reusePort', 'on-linux'],
    ];
  }
  const shared: readonly Statement[] = [
    ['stateShared', 'reusePort', 'on'],
    ['stateSharedOnLinux', 'reusePort', 'on-linux'],
  ];
  const notShared: Statement = ['stateNotShared', 'reusePort', 'off'];
  return site.worker || sharePort ? [...shared, notShared] : [notShared, ...shared];
}

function ineffectiveRemedies(
  site: ListenSite,
  verdict: Verdict & { kind: 'ineffective' },
  targets: Targets,
): Remedy[] {
  const { option, because } = verdict;
  switch (because) {
    case 'wrong-argument':
    case 'wrong-object':
      return [
        ...moving(site, option, targets, [
          ['moveOption', literalValue(option)],
          ['moveOptionOnLinux', literalValue(option) === 'on' ? 'on-linux' : undefined],
          ['removeAndState', 'off'],
        ]),
        ...removing(site, option, targets),
      ];
    case 'no-port':
      return removing(site, option, targets);
    case 'not-boolean':
      return replacing(site, option, targets, [
        ['replaceValue', 'on', false],
        ['guardByPlatform', 'on-linux', false],
        ['switchOff', 'off', false],
      ]);
    case 'node-too-old':
    case 'runtime-drops':
      return replacing(site, option, targets, [['switchOff', 'off', false]]);
    case 'dropped':
      return [];
  }
}

function literalValue({ values }: GivenOption): OptionValue | undefined {
  const all = Object.values(values);
  return all.every((value) => value === true)
    ? 'on'
    : all.every((value) => value === false)
      ? 'off'
      : undefined;
}

function moving(
  site: ListenSite,
  option: GivenOption,
  targets: Targets,
  changes: readonly (readonly [RemedyId, OptionValue | undefined])[],
): Remedy[] {
  const seen = new Set<OptionValue>();
  const isStated = site.given.some(({ name, noEffect }) => name === option.name && !noEffect);
  return changes.flatMap(([id, value]): Remedy[] => {
    if (
      // what is stated where it takes effect already is not to be stated twice
      isStated ||
      value === undefined ||
      seen.has(value) ||
      !isClean(withOption(site, option.name, VALUES[value], option), targets)
    ) {
      return [];
    }
    seen.add(value);
    const removed = option.remove?.();
    const written = site.write(option.name, value);
    return removed && written
      ? [
          {
            id,
            isFix: false,
            option: option.spelled,
            name: option.name,
            value,
            edits: [...removed, ...written],
          },
        ]
      : [];
  });
}

function removing(site: ListenSite, option: GivenOption, targets: Targets): Remedy[] {
  const edits = isClean(withoutOption(site, option), targets) ? option.remove?.() : undefined;
  return edits
    ? [{ id: 'removeOption', isFix: false, option: option.spelled, name: option.name, value: 'off', edits }]
    : [];
}

function replacing(
  site: ListenSite,
  option: GivenOption,
  targets: Targets,
  changes: readonly (readonly [RemedyId, OptionValue, boolean])[],
): Remedy[] {
  return changes.flatMap(([id, value, isFix]): Remedy[] => {
    const edits = isClean(withOption(site, option.name, VALUES[value], option), targets)
      ? option.replace?.(value)
      : undefined;
    return edits ? [{ id, isFix, option: option.spelled, name: option.name, value, edits }] : [];
  });
}
