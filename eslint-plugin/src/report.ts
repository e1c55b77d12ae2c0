import type { Rule } from 'eslint';
import { remedies as titles } from './messages.ts';
import { spelling, statementText, valueText } from './option-text.ts';
import { remediesFor, sparesOther, type Remedy, type RemedyOptions } from './remedies.ts';
import type { Edit, ListenSite, Platform, Port } from './site.ts';
import { analyse } from './sites.ts';
import type { Targets } from './targets.ts';
import type { Verdict } from './verdict.ts';

const RUNTIMES = {
  node: 'Node',
  deno: 'Deno',
  bun: 'Bun',
  java: 'OpenJDK',
  python: 'Python',
  posix: 'the system',
  winsock: 'Windows',
} as const;
const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  linux: 'Linux',
  darwin: 'macOS',
  win32: 'Windows',
};

/** How messages name a port: "port 3000", "the port in PORT (3000 by default)". */
export function describePort(port: Port): string {
  switch (port.kind) {
    case 'literal':
      return `port ${port.value}`;
    case 'environment':
      return port.fallback === undefined
        ? `the port in ${port.variable}`
        : `the port in ${port.variable} (${port.fallback} by default)`;
    case 'unknown':
      return `the port in \`${port.text}\``;
    case 'ephemeral':
      return 'a port the kernel chooses';
    case 'path':
      return 'a path';
    case 'handle':
      return 'an open handle';
    case 'none':
    case 'opaque':
      return 'a port';
  }
}

/** "macOS and Windows" */
function listPlatforms(platforms: readonly Platform[]): string {
  return platforms.map((platform) => PLATFORM_NAMES[platform]).join(' and ');
}

interface Finding<K extends Verdict['kind']> {
  readonly site: ListenSite;
  readonly verdict: Verdict & { readonly kind: K };
  readonly targets: Targets;
  /** The other sites of the file. */
  readonly others: readonly ListenSite[];
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
      const { sites, targets } = analysis;
      for (const { site, verdict } of sites) {
        if (verdict.kind === reporting.kind) {
          const others = sites.flatMap((other) => (other.site === site ? [] : [other.site]));
          report(context, { site, verdict: verdict as Finding<K>['verdict'], targets, others }, reporting);
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
  const { site, verdict, targets, others } = finding;
  const remedies = remediesFor(site, verdict, targets, reporting.options ?? { sharePort: false }).filter(
    (remedy) => others.every((other) => sparesOther(remedy, other, targets)),
  );
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
    runtime: RUNTIMES[site.api.runtime === 'node' ? targets.runtime : site.api.runtime],
    instead: site.api.instead ?? '',
    option: option?.spelled ?? fix?.option ?? (first ? spelling(site.api, first) : ''),
    stated: option ? statementText(site.api, option.name, 'on') : '',
    line: String(option?.line ?? ''),
    where: option?.noEffect?.where ?? '',
    node: targets.node ?? '',
    flag: site.api.reusePortNeedsFlag ?? '',
    platforms: 'platforms' in verdict ? listPlatforms(verdict.platforms) : '',
    fix: fix
      ? ` The fix writes \`${statementText(site.api, fix.name, fix.value)}\`${fix.value === 'off' ? ', as it is today' : ''}.`
      : site.byHand === undefined
        ? ''
        : ` ${site.byHand}`,
  };
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
    ...(site.certainty === 'shaped' ? ['this is a server'] : []),
    ...(site.proof === 'environment' && site.port.kind === 'environment'
      ? [`${site.port.variable} holds a port number`]
      : []),
    ...(site.proof === 'unproven' && site.api.protocol === 'tcp'
      ? ['the arguments are port, host, backlog and callback']
      : []),
    ...(site.api.forwards === 'untyped' || site.typesReject
      ? ['its type declarations, which do not know the option, are not checked']
      : []),
  ];
  return {
    option: remedy.option,
    value: valueText(remedy.value, site.api.runtime),
    statement: statementText(site.api, remedy.name, remedy.value),
    linux: valueText('on-linux', site.api.runtime),
    assuming: assumptions.length > 0 ? ` Assuming that ${assumptions.join(', and ')}.` : '',
  };
}
