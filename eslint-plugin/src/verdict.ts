import { nodeTooOld, type Targets } from './sites/targets.ts';
import type { GivenOption, ListenSite, OptionName, Platform, ScriptRuntime } from './sites/site.ts';

/** Why an option does nothing, is off, or does harm. */
export type IneffectiveReason = NonNullable<GivenOption['noEffect']>['because'] | 'node-too-old';
export type DisabledReason = 'multicast' | 'cluster-worker' | 'restart';
export type UnsafeReason =
  'platform' | 'no-balance' | 'flag' | 'unicast' | 'winsock' | 'unsupported' | 'path' | 'missing';

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
    unsafe(site, targets) ?? {
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
      const runs = scriptRuntime(site, targets);
      if (runs && site.api.ignoredBy?.[runs]?.includes(option.name)) {
        return { kind: 'ineffective', option, because: 'runtime-drops' };
      }
      const needs = option.name === 'reusePort' ? site.api.reusePortNeedsNode : undefined;
      if (needs !== undefined && targets.runtime === 'node' && nodeTooOld(targets, needs)) {
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

/**
 * Where SO_REUSEPORT does not balance. Node refuses it there (libuv, src/unix/core.c uv__sock_reuseport, src/win/tcp.c);
 * Bun sets it on macOS, where one process alone is served; Deno ignores it outside Linux (ext/net/tcp.rs).
 */
function unsafePort(site: ListenSite, targets: Targets, option: GivenOption): Verdict | undefined {
  const { runtime, reusePortNeedsFlag: flag } = site.api;
  if (site.port.kind === 'path' && (runtime === 'posix' || runtime === 'python') && mayBeOn(option)) {
    return { kind: 'unsafe', option, because: 'path', platforms: ['linux'] };
  }
  if (runtime === 'java') {
    return unsupported(site, targets, option);
  }
  // Python has no such name there, and stops with an AttributeError. Source: Modules/socketmodule.c of CPython
  const isNamed = runtime === 'python' && option.spelled.startsWith('SO_') && option.values.win32 === true;
  if (isNamed && site.platforms.includes('win32') && targets.platforms.includes('win32')) {
    return { kind: 'unsafe', option, because: 'missing', platforms: ['win32'] };
  }
  const runs = scriptRuntime(site, targets);
  if (!runs) {
    return undefined;
  }
  const isOn = (platform: Platform): boolean =>
    option.values[platform] === true && site.platforms.includes(platform);
  if (flag !== undefined && targets.platforms.some(isOn) && !site.hasFlag(flag)) {
    return { kind: 'unsafe', option, because: 'flag', platforms: targets.platforms };
  }
  const refused: Readonly<Record<typeof runs, readonly Platform[]>> = {
    node: ['darwin', 'win32'],
    bun: ['darwin'],
    deno: [],
  };
  const platforms = targets.platforms.filter(
    (platform) => refused[runs].includes(platform) && isOn(platform),
  );
  return platforms.length > 0
    ? { kind: 'unsafe', option, because: runs === 'node' ? 'platform' : 'no-balance', platforms }
    : undefined;
}

/**
 * Java has no SO_REUSEPORT on Windows: setOption() throws. Source: OpenJDK 17, src/java.base/windows/native/libnio/ch/Net.c
 * `isReusePortAvailable0`.
 */
function unsupported(site: ListenSite, targets: Targets, option: GivenOption): Verdict | undefined {
  return option.values.win32 === true &&
    site.platforms.includes('win32') &&
    targets.platforms.includes('win32')
    ? { kind: 'unsafe', option, because: 'unsupported', platforms: ['win32'] }
    : undefined;
}

/**
 * SO_REUSEADDR on Windows lets a socket bind a port that is in use, and a socket that has set it be bound over by any
 * user. Source: learn.microsoft.com, "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE".
 */
function stealable(site: ListenSite, targets: Targets, option: GivenOption): Verdict | undefined {
  // portable code is held to Windows where the settings name it, or where it sets the option there alone
  const isForWindows =
    site.api.runtime === 'python' &&
    (targets.namesPlatforms || (option.values.linux === false && option.values.darwin === false));
  return (site.api.runtime === 'winsock' || site.api.runtime === 'posix' || isForWindows) &&
    option.name === 'reuseAddr' &&
    site.multicast !== 'yes' &&
    !isExempt(site, targets) &&
    option.values.win32 === true &&
    site.platforms.includes('win32') &&
    targets.platforms.includes('win32')
    ? { kind: 'unsafe', option, because: 'winsock', platforms: ['win32'] }
    : undefined;
}

/** What runs a script: Node's modules may be run by another runtime, which the settings name. */
function scriptRuntime({ api: { runtime } }: ListenSite, targets: Targets): ScriptRuntime | undefined {
  return runtime === 'node' ? targets.runtime : runtime === 'deno' || runtime === 'bun' ? runtime : undefined;
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
