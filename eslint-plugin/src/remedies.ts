import type {
  Edit,
  GivenOption,
  ListenSite,
  OptionName,
  OptionValue,
  Platform,
  StatedSituation,
  Statement,
} from './sites/site.ts';
import type { RemedyId } from './sites/ids.ts';
import { spelling } from './sites/option-text.ts';
import type { Targets } from './sites/targets.ts';
import { judge, withOption, withoutOption, type Situation, type Verdict } from './verdict.ts';

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

const VALUES: Readonly<Record<OptionValue, GivenOption['values']>> = {
  on: { linux: true, darwin: true, win32: true },
  off: { linux: false, darwin: false, win32: false },
  'on-linux': { linux: true, darwin: false, win32: false },
  'on-posix': { linux: true, darwin: true, win32: false },
};

/** The changes that answer a verdict, the best first. None leaves a report behind under the same settings. */
export function remediesFor(site: ListenSite, verdict: Verdict, targets: Targets): Remedy[] {
  if ('option' in verdict && verdict.option.changes) {
    return changing(site, verdict.option, verdict.option.changes, targets);
  }
  switch (verdict.kind) {
    case 'unstated':
      return unstatedRemedies(site, verdict.situation, targets);
    case 'ineffective':
      return ineffectiveRemedies(site, verdict, targets);
    case 'disabled':
      return replacing(site, verdict.option, targets, [
        verdict.because === 'cluster-worker' ? ['switchOff', 'off', false] : ['switchOn', 'on', canFix(site)],
      ]);
    case 'unsafe':
      // which of the two is meant, and where the other belongs, nobody but the author knows
      if (!('option' in verdict)) {
        return [];
      }
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

/** Whether a remedy brings no report to another site that takes its options from the same place. */
export function sparesOther({ name, value }: Remedy, other: ListenSite, targets: Targets): boolean {
  const after = judge(withOption(other, name, VALUES[value]), targets).kind;
  return after === 'stated' || after === 'exempt' || after === judge(other, targets).kind;
}

/** Whether an edit here takes nothing for granted. */
function canFix(site: ListenSite): boolean {
  return (
    site.certainty !== 'shaped' &&
    site.proof === 'proven' &&
    site.api.forwards === 'yes' &&
    !site.typesReject?.()
  );
}

/** Whether no rule reports a site. */
function isClean(site: ListenSite, targets: Targets): boolean {
  const { kind } = judge(site, targets);
  return kind === 'stated' || kind === 'exempt';
}

function unstatedRemedies(site: ListenSite, situation: Situation, targets: Targets): Remedy[] {
  const isMeant = (platform: Platform): boolean =>
    site.platforms.includes(platform) && targets.platforms.includes(platform);
  const statements = statementsFor(site, situation, targets).filter(
    ({ where }) => where === undefined || isMeant(where),
  );
  const written = stating(site, statements, targets);
  const clean = written.length > 0 || site.api.states ? written : stating(site, OTHERWISE, targets);
  const unasked = new Set(statements.flatMap(({ id, isFix }) => (isFix === true ? [id] : [])));
  const fix = canFix(site) ? clean.find(({ id }) => unasked.has(id)) : undefined;
  return clean.map((remedy) => (remedy === fix ? { ...remedy, isFix: true } : remedy));
}

/**
 * What is stated of a server of Node where the types know nothing else: what it does by itself in the workers of a cluster.
 * Source: https://nodejs.org/api/net.html#serverlistenoptions-callback
 */
const OTHERWISE: readonly Statement[] = [{ id: 'stateWorkersShare', option: 'exclusive', value: 'off' }];

/** The statements that can be written at a site, and after which no rule reports it. */
function stating(site: ListenSite, statements: readonly Statement[], targets: Targets): Remedy[] {
  return statements.flatMap(({ id, option: name, value }): Remedy[] => {
    const needsFlag = needsRuntimeFlag(site, name, value);
    if (
      !site.api.options.includes(name) ||
      site.api.forwards === 'no' ||
      // the flag is for every platform
      (needsFlag && value !== 'on') ||
      !isClean(withOption(needsFlag ? namingFlag(site) : site, name, VALUES[value]), targets)
    ) {
      return [];
    }
    const edits = site.write(name, value);
    const title = needsFlag ? 'stateSharedWithFlag' : id;
    return edits ? [{ id: title, isFix: false, option: spelling(site.api, name), name, value, edits }] : [];
  });
}

/** Whether an option is refused without a flag of the runtime that the file does not name; what is written then names it. */
function needsRuntimeFlag({ api, hasFlag }: ListenSite, name: OptionName, value: OptionValue): boolean {
  const flag = api.reusePortNeedsFlag;
  return name === 'reusePort' && value !== 'off' && flag !== undefined && !hasFlag(flag);
}

/** The site as it would be beside a comment with the flag. */
function namingFlag(site: ListenSite): ListenSite {
  return { ...site, hasFlag: () => true };
}

/** What can be said at a site, the most fitting first. */
function statementsFor(site: ListenSite, situation: Situation, { sharePort }: Targets): readonly Statement[] {
  const { states, protocol, sharesByDefault } = site.api;
  const asked = sharePort && protocol === 'tcp';
  if (states) {
    const own = states[situation as StatedSituation] ?? [];
    return asked ? preferringShared(own) : own;
  }
  if (situation === 'udp-multicast') {
    return [{ id: 'stateAddressReused', option: 'reuseAddr', value: 'on', isFix: true }];
  }
  if (protocol === 'udp') {
    return [
      { id: 'stateAddressNotReused', option: 'reuseAddr', value: 'off', isFix: true },
      { id: 'stateAddressReused', option: 'reuseAddr', value: 'on' },
      { id: 'stateUdpShared', option: 'reusePort', value: 'on' },
      { id: 'stateUdpSharedOnLinux', option: 'reusePort', value: 'on-linux' },
    ];
  }
  const shared: readonly Statement[] = [
    { id: 'stateShared', option: 'reusePort', value: 'on', isFix: asked || sharesByDefault === true },
    { id: 'stateSharedOnLinux', option: 'reusePort', value: 'on-linux', isFix: asked },
  ];
  const notShared: Statement = {
    id: 'stateNotShared',
    option: 'reusePort',
    value: 'off',
    isFix: !asked && sharesByDefault !== true,
  };
  return site.worker || sharePort ? [...shared, notShared] : [notShared, ...shared];
}

/** The user wants ports shared: what shares them comes first, and is what `--fix` writes. */
function preferringShared(statements: readonly Statement[]): readonly Statement[] {
  const shares = ({ option, value }: Statement): boolean => option === 'reusePort' && value !== 'off';
  return [
    ...statements.filter(shares).map((statement) => ({ ...statement, isFix: true })),
    ...statements.filter((statement) => !shares(statement)).map((rest) => ({ ...rest, isFix: false })),
  ];
}

/** The changes a front end offers, those after which no rule reports. */
function changing(
  site: ListenSite,
  option: GivenOption,
  changes: NonNullable<GivenOption['changes']>,
  targets: Targets,
): Remedy[] {
  return changes.flatMap(({ id, edits, isFix, gives }): Remedy[] => {
    const after = gives
      ? withOption(site, gives.name, VALUES[gives.value], option)
      : withoutOption(site, option);
    return isClean(after, targets)
      ? [
          {
            id,
            isFix: isFix && canFix(site),
            option: gives ? spelling(site.api, gives.name) : option.spelled,
            name: gives?.name ?? option.name,
            value: gives?.value ?? 'off',
            edits,
          },
        ]
      : [];
  });
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
    case 'after-bind':
    case 'one-name':
    case 'accepted':
    case 'instance':
    case 'refused':
    case 'first-only':
      // what can be done is among the option's own changes
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
