import { excludes, type Exclusion } from './sites/exclusion.ts';
import { RUNTIMES, runtimeOf } from './sites/runtimes/index.ts';
import type { ReusePortHarm } from './sites/runtimes/runtime.ts';
import { nodeTooOld, type Targets } from './sites/targets.ts';
import type { GivenOption, ListenSite, OptionName, Platform } from './sites/site.ts';

/** Why an option does nothing, is off, or does harm. */
export type IneffectiveReason = NonNullable<GivenOption['noEffect']>['because'] | 'node-too-old';
export type DisabledReason = 'multicast' | 'cluster-worker' | 'restart';
export type UnsafeReason = ReusePortHarm | 'flag' | 'unicast' | 'winsock';

/** What is to be said of a site that says nothing of reuse. */
export type Situation = 'tcp' | 'udp-unicast' | 'udp-multicast' | 'no-option' | 'dropped' | 'shares';

/** The one verdict of a site. */
export type Verdict =
  | { readonly kind: 'ineffective'; readonly option: GivenOption; readonly because: IneffectiveReason }
  | { readonly kind: 'disabled'; readonly option: GivenOption; readonly because: DisabledReason }
  | {
      readonly kind: 'unsafe';
      readonly option: GivenOption;
      readonly because: UnsafeReason;
      readonly platforms: readonly Platform[];
    }
  /** Another bind of the program has the port. */
  | ({ readonly kind: 'unsafe'; readonly because: 'excluded' | 'overlaps' } & Exclusion)
  | { readonly kind: 'unstated'; readonly situation: Situation; readonly restart: 'safe' | 'fails' }
  | { readonly kind: 'stated' }
  | { readonly kind: 'exempt' };

/**
 * Judges a site: pure, the same for all languages. The first that applies of: ineffective, disabled, unsafe, unstated;
 * else stated or exempt.
 */
export function judge(site: ListenSite, targets: Targets): Verdict {
  return (
    ineffective(site, targets) ??
    disabled(site, targets) ??
    unsafe(site, targets) ??
    excluded(site, targets) ?? {
      ...(isExempt(site, targets)
        ? { kind: 'exempt' as const }
        : isStated(site)
          ? { kind: 'stated' as const }
          : unstated(site)),
    }
  );
}

const isFalse = ({ values }: GivenOption): boolean => Object.values(values).every((value) => value === false);
const mayBeOn = ({ values }: GivenOption): boolean => Object.values(values).some((value) => value === true);

function effective(site: ListenSite): readonly GivenOption[] {
  return site.given.filter(({ noEffect }) => !noEffect);
}

function ineffective(site: ListenSite, targets: Targets): Verdict | undefined {
  for (const option of site.given) {
    if (option.noEffect) {
      // `listen({ path, reusePort: false })` says nothing wrong
      if (option.noEffect.because !== 'no-port' || !isFalse(option)) {
        return { kind: 'ineffective', option, because: option.noEffect.because };
      }
      continue;
    }
    if (mayBeOn(option)) {
      const runs = runtimeOf(site.api, targets);
      if (site.api.ignoredBy?.[runs]?.includes(option.name)) {
        return { kind: 'ineffective', option, because: 'runtime-drops' };
      }
      const needs = option.name === 'reusePort' ? site.api.reusePortNeedsNode : undefined;
      if (needs !== undefined && RUNTIMES[runs].isVersioned && nodeTooOld(targets, needs)) {
        return { kind: 'ineffective', option, because: 'node-too-old' };
      }
    }
  }
  return undefined;
}

function disabled(site: ListenSite, targets: Targets): Verdict | undefined {
  for (const option of effective(site)) {
    if (option.name === 'reuseAddr' && site.multicast === 'yes' && isFalse(option)) {
      return { kind: 'disabled', option, because: 'multicast' };
    }
    if (
      option.name === 'reuseAddr' &&
      site.api.protocol === 'tcp' &&
      isFalse(option) &&
      // a restart needs no option on Windows
      site.platforms.some((platform) => platform !== 'win32' && targets.platforms.includes(platform)) &&
      !isExempt(site, targets)
    ) {
      return { kind: 'disabled', option, because: 'restart' };
    }
    const shares = effective(site).some((other) => other.name === 'reusePort' && mayBeOn(other));
    if (option.name === 'exclusive' && site.worker === 'cluster' && mayBeOn(option) && !shares) {
      return { kind: 'disabled', option, because: 'cluster-worker' };
    }
  }
  return undefined;
}

function unsafe(site: ListenSite, targets: Targets): Verdict | undefined {
  for (const option of effective(site)) {
    const because =
      option.name === 'reusePort' ? unsafePort(site, targets, option) : stealable(site, targets, option);
    if (because) {
      return because;
    }
    if (
      option.name === 'reuseAddr' &&
      site.api.protocol === 'udp' &&
      site.multicast === 'no' &&
      mayBeOn(option)
    ) {
      return { kind: 'unsafe', option, because: 'unicast', platforms: targets.platforms };
    }
  }
  return undefined;
}

/** Where another bind of the program leaves no room for this one. */
function excluded(site: ListenSite, targets: Targets): Verdict | undefined {
  for (const first of site.beside ?? []) {
    const exclusion = excludes(first, site, targets);
    if (exclusion) {
      return { kind: 'unsafe', because: exclusion.isSameAddress ? 'excluded' : 'overlaps', ...exclusion };
    }
  }
  return undefined;
}

/** Where SO_REUSEPORT does harm, by what is known of the runtime. */
function unsafePort(site: ListenSite, targets: Targets, option: GivenOption): Verdict | undefined {
  const { reusePort, refusesReusePortOnPath } = RUNTIMES[runtimeOf(site.api, targets)];
  if (site.port.kind === 'path' && refusesReusePortOnPath && mayBeOn(option)) {
    return { kind: 'unsafe', option, because: 'path', platforms: ['linux'] };
  }
  const on = targets.platforms.filter((platform) => isOn(site, option, platform));
  const flag = site.api.reusePortNeedsFlag;
  if (flag !== undefined && on.length > 0 && !site.hasFlag(flag)) {
    return { kind: 'unsafe', option, because: 'flag', platforms: targets.platforms };
  }
  for (const because of new Set(Object.values(reusePort))) {
    const platforms = on.filter((platform) => reusePort[platform] === because);
    // an argument of another name needs no constant
    const isNamed = because !== 'missing' || option.spelled.startsWith('SO_');
    if (platforms.length > 0 && isNamed) {
      return { kind: 'unsafe', option, because, platforms };
    }
  }
  return undefined;
}

/** Whether an option is on where a site is reached on a platform. */
function isOn(site: ListenSite, option: GivenOption, platform: Platform): boolean {
  return option.values[platform] === true && site.platforms.includes(platform);
}

/** Where SO_REUSEADDR lets any program take the port. */
function stealable(site: ListenSite, targets: Targets, option: GivenOption): Verdict | undefined {
  const { onWindows } = RUNTIMES[site.api.runtime];
  // portable code is held to Windows where the settings name it, or where it sets the option there alone
  const isForWindows =
    targets.namesPlatforms || (option.values.linux === false && option.values.darwin === false);
  return onWindows !== undefined &&
    (onWindows === 'reported' || isForWindows) &&
    option.name === 'reuseAddr' &&
    site.multicast !== 'yes' &&
    !isExempt(site, targets) &&
    isOn(site, option, 'win32') &&
    targets.platforms.includes('win32')
    ? { kind: 'unsafe', option, because: 'winsock', platforms: ['win32'] }
    : undefined;
}

function isExempt({ port }: ListenSite, targets: Targets): boolean {
  switch (port.kind) {
    case 'ephemeral':
    case 'none':
    case 'path':
    case 'handle':
      return true;
    case 'opaque':
      return !targets.checkUnknown;
    default:
      return false;
  }
}

function isStated(site: ListenSite): boolean {
  return effective(site).length > 0;
}

function unstated(site: ListenSite): Verdict {
  const { api } = site;
  const verdict = (situation: Situation, restart: 'safe' | 'fails' = api.restart ?? 'safe'): Verdict => ({
    kind: 'unstated',
    situation,
    restart,
  });
  if (api.sharesByDefault) {
    return verdict('shares', 'fails');
  }
  if (api.protocol === 'udp') {
    if (api.options.length === 0) {
      return verdict('no-option');
    }
    return site.multicast === 'yes' ? verdict('udp-multicast', 'fails') : verdict('udp-unicast');
  }
  return verdict(api.forwards === 'no' ? 'dropped' : 'tcp');
}

/** The site as it would be with an option stated; for asking what the verdict would then be. */
export function withOption(
  site: ListenSite,
  name: OptionName,
  values: GivenOption['values'],
  without?: GivenOption,
): ListenSite {
  const given = site.given.filter((option) => option !== without);
  return { ...site, given: [...given, { name, spelled: name, values, line: 0 }] };
}

/** The site as it would be without an option. */
export function withoutOption(site: ListenSite, option: GivenOption): ListenSite {
  return { ...site, given: site.given.filter((other) => other !== option) };
}
