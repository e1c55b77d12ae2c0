import type { Rule } from 'eslint';
import { phrases, ports, remedies as titles } from './messages.ts';
import { RUNTIMES, runtimeOf } from './sites/runtimes/index.ts';
import { spelling, statementText, valueText } from './sites/option-text.ts';
import { remediesFor, sparesOther, type Remedy, type RemedyOptions } from './remedies.ts';
import type { Sharing } from './sharing.ts';
import { type Edit, type ListenSite, type Platform, PLATFORMS, type Port } from './sites/site.ts';
import { analyse } from './analysis.ts';
import { safely } from './sites/safely.ts';
import type { Targets } from './sites/targets.ts';
import type { Verdict } from './verdict.ts';
import { say } from './words.ts';

const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  linux: 'Linux',
  darwin: 'macOS',
  win32: 'Windows',
};

/** How messages name a port: "port 3000", "the port in PORT (3000 by default)". */
export function describePort(port: Port): string {
  switch (port.kind) {
    case 'literal':
      return say(ports.literal, { value: String(port.value) });
    case 'environment':
      return port.fallback === undefined
        ? say(ports.environment, { variable: port.variable })
        : say(ports.environmentWithFallback, { variable: port.variable, fallback: String(port.fallback) });
    case 'unknown':
      return say(ports.unknown, { text: port.text });
    case 'ephemeral':
    case 'path':
    case 'handle':
      return say(ports[port.kind]);
    case 'none':
    case 'opaque':
      return say(ports.other);
  }
}

/** The address that a site takes: "`127.0.0.1`", "every address". */
function describeAddress({ taken = '' }: ListenSite): string {
  return taken === '*' ? say(phrases.everyAddress) : `\`${taken}\``;
}

/** "macOS and Windows" */
function listPlatforms(platforms: readonly Platform[]): string {
  return platforms.length === PLATFORMS.length
    ? say(phrases.everyPlatform)
    : join(
        phrases.and,
        platforms.map((platform) => PLATFORM_NAMES[platform]),
      );
}

function join(conjunction: string, items: readonly string[]): string {
  return items.length === 0 ? '' : items.reduce((one, other) => say(conjunction, { one, other }));
}

interface Finding<K extends Verdict['kind']> {
  readonly site: ListenSite;
  readonly verdict: Verdict & { readonly kind: K };
  readonly targets: Targets;
  /** How the sites of the file hang together. */
  readonly sharing: Sharing;
}

interface Reporting<K extends Verdict['kind']> {
  readonly kind: K;
  /** The message of a finding; undefined to leave it out. */
  readonly message: (finding: Finding<K>) => string | undefined;
  readonly options?: RemedyOptions;
}

/** The rule listener that reports every site with a verdict of one kind, with its fix and suggestions. */
export function reporter<K extends Verdict['kind']>(
  context: Rule.RuleContext,
  reporting: Reporting<K>,
): Rule.RuleListener {
  const analysis = analyse(context);
  if (!analysis) {
    return {};
  }
  return {
    Program() {
      const { sites, targets, sharing } = analysis;
      for (const { site, verdict } of sites) {
        if (verdict.kind === reporting.kind) {
          const finding = { site, verdict: verdict as Finding<K>['verdict'], targets, sharing };
          safely(
            context.filename,
            () => {
              report(context, finding, reporting);
            },
            undefined,
          );
        }
      }
    },
  };
}

function report<K extends Verdict['kind']>(
  context: Rule.RuleContext,
  finding: Finding<K>,
  reporting: Reporting<K>,
): void {
  const messageId = reporting.message(finding);
  if (messageId === undefined) {
    return;
  }
  const { site, verdict } = finding;
  const remedies = remediesOf(finding, reporting.options ?? { sharePort: false });
  const fix = remedies.find(({ isFix }) => isFix);
  context.report({
    loc: site.loc,
    messageId,
    data: messageData(finding, fix),
    fix: fix ? (fixer) => apply(fixer, fix.edits) : null,
    suggest: remedies
      .filter((remedy) => remedy !== fix)
      .map((remedy) => ({
        messageId: titleOf(remedy, site, verdict),
        data: titleData(remedy, site),
        fix: (fixer: Rule.RuleFixer) => apply(fixer, remedy.edits),
      })),
  });
}

/** The remedies of a finding that bring no report to another site of the file; the one that is a fix is ESLint's fix. */
export function remediesOf(
  { site, verdict, targets, sharing }: Finding<Verdict['kind']>,
  options: RemedyOptions,
): Remedy[] {
  return remediesFor(site, verdict, targets, options).filter((remedy) =>
    sharing
      .harmedBy(remedy, (other) => !sparesOther(remedy, other, targets))
      .every((other) => other === site),
  );
}

function apply(fixer: Rule.RuleFixer, edits: readonly Edit[]): Rule.Fix[] {
  return edits.map(({ range, text }) => fixer.replaceTextRange([range[0], range[1]], text));
}

function messageData(
  { site, verdict, targets }: Finding<Verdict['kind']>,
  fix: Remedy | undefined,
): Record<string, string> {
  const option = 'option' in verdict ? verdict.option : undefined;
  const [first] = site.api.options;
  return {
    api: site.api.name,
    port: describePort(site.port),
    runtime: say(RUNTIMES[runtimeOf(site.api, targets)].name),
    instead: say(site.api.instead ?? ''),
    option: option?.spelled ?? (first ? spelling(site.api, first) : ''),
    stated: option ? statementText(site.api, option.name, 'on') : '',
    line: String(option?.line ?? ('first' in verdict ? verdict.first.loc.start.line : '')),
    address: describeAddress(site),
    other: 'first' in verdict ? describeAddress(verdict.first) : '',
    where: say(option?.noEffect?.where ?? ''),
    node: targets.node ?? '',
    flag: site.api.reusePortNeedsFlag ?? '',
    platforms: 'platforms' in verdict ? listPlatforms(verdict.platforms) : '',
    fix: fix
      ? say(fix.value === 'off' ? phrases.fixAsToday : phrases.fix, {
          statement: statementText(site.api, fix.name, fix.value),
        })
      : site.byHand === undefined
        ? ''
        : ` ${site.byHand}`,
  };
}

/** The title of a remedy, in the reader's language. */
export function titleFor(remedy: Remedy, site: ListenSite, verdict: Verdict): string {
  return say(titles[titleOf(remedy, site, verdict)], titleData(remedy, site));
}

function titleOf(remedy: Remedy, site: ListenSite, verdict: Verdict): keyof typeof titles {
  if (remedy.id === 'stateAddressReused' && site.multicast === 'yes') {
    return 'stateMulticast';
  }
  if (remedy.id === 'stateNotShared' && verdict.kind === 'unstated' && verdict.situation === 'shares') {
    return 'stateNotSharedAnyMore';
  }
  if (site.api.statement && (remedy.id === 'switchOn' || remedy.id === 'switchOff')) {
    return remedy.id === 'switchOn' ? 'switchOnStatement' : 'switchOffStatement';
  }
  return remedy.id;
}

function titleData(remedy: Remedy, site: ListenSite): Record<string, string> {
  const assumptions = [
    ...(site.certainty === 'shaped' ? [say(phrases.isServer)] : []),
    ...(site.certainty === 'shaped' && site.makesObject ? [say(phrases.takesObject)] : []),
    ...(site.proof === 'environment' && site.port.kind === 'environment'
      ? [say(phrases.holdsPort, { variable: site.port.variable })]
      : []),
    ...(site.proof === 'stream' ? [say(phrases.isStream)] : []),
    ...(site.proof === 'unproven' && site.api.protocol === 'tcp' ? [say(phrases.arguments)] : []),
    ...(site.api.forwards === 'untyped' || site.typesReject?.() ? [say(phrases.types)] : []),
  ];
  return {
    option: remedy.option,
    port: describePort(site.port),
    value: valueText(remedy.value, site.api.runtime),
    statement: statementText(site.api, remedy.name, remedy.value),
    flag: site.api.reusePortNeedsFlag ?? '',
    linux: valueText('on-linux', site.api.runtime),
    assuming:
      assumptions.length > 0 ? say(phrases.assuming, { what: join(phrases.assumingBoth, assumptions) }) : '',
  };
}
