import type { Rule } from 'eslint';
import { consequences, phrases, ports, remedies as titles } from './messages.ts';
import { RUNTIMES, runtimeOf } from './sites/runtimes/index.ts';
import { spelling, statementText, valueText } from './sites/option-text.ts';
import { remediesFor, sparesOther, type Remedy } from './remedies.ts';
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

/** How messages name a port: "port 3000", "port 8001 and 8002", "the port in PORT (3000 by default)". */
export function describePort(port: Port): string {
  switch (port.kind) {
    case 'literal':
      return say(port.byDefault ? ports.literalByDefault : ports.literal, {
        value: join(port.each ? phrases.and : phrases.or, literalsOf(port)),
      });
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

/** The numbers that a literal port may be: more than one in a loop or by a condition. */
function literalsOf({ value, written = [] }: Port & { readonly kind: 'literal' }): string[] {
  const numbers = written.flatMap((one) => ('value' in one ? [String(one.value)] : []));
  const all = [...new Set(numbers)].filter((number) => number !== '0');
  return all.length > 0 && all.length <= MOST_NAMED ? all : [String(value)];
}

/** More ports than these are not read as a list. */
const MOST_NAMED = 4;

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
  const remedies = remediesOf(finding);
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
export function remediesOf({ site, verdict, targets, sharing }: Finding<Verdict['kind']>): Remedy[] {
  return remediesFor(site, verdict, targets).filter((remedy) =>
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
      ? sayFix(fix, statementText(site.api, fix.name, fix.value))
      : site.byHand === undefined
        ? ''
        : ` ${site.byHand}`,
  };
}

/** What the fix writes; a call of setsockopt(), which is longer than what is read beside it, by its option. */
function sayFix({ option, value }: Remedy, statement: string): string {
  return isLong(option, statement)
    ? say(phrases.fixBefore, { option })
    : say(value === 'off' ? phrases.fixAsToday : phrases.fix, { statement });
}

/** The statement of a remedy as menus show it: a long one as the value that it gives its option. */
function shortStatement({ option, name, value }: Remedy, { api }: ListenSite): string {
  const statement = statementText(api, name, value);
  return isLong(option, statement) ? `${option}=${value === 'off' ? '0' : '1'}` : statement;
}

const isLong = (option: string, statement: string): boolean =>
  option.startsWith('SO_') && statement.length > MOST_READ;

/** Characters of code that are read in the middle of a sentence. */
const MOST_READ = 40;

/** The title of a remedy, in the reader's language. */
export function titleFor(remedy: Remedy, site: ListenSite, verdict: Verdict): string {
  return say(titles[titleOf(remedy, site, verdict)], titleData(remedy, site));
}

/** What follows from a remedy beyond what its title says, in the reader's language. */
export function consequenceOf(remedy: Remedy, site: ListenSite, verdict: Verdict): string | undefined {
  const texts: Readonly<Partial<Record<keyof typeof titles, string>>> = consequences;
  const text = texts[titleOf(remedy, site, verdict)];
  return text === undefined ? undefined : say(text);
}

function titleOf(remedy: Remedy, site: ListenSite, verdict: Verdict): keyof typeof titles {
  if (remedy.id === 'stateAddressReused' && site.multicast === 'yes') {
    return 'stateMulticast';
  }
  if (remedy.id === 'stateNotShared' && verdict.kind === 'unstated' && verdict.situation === 'shares') {
    return 'stateNotSharedAnyMore';
  }
  if (remedy.id === 'writeStatement' && remedy.value === 'on-posix') {
    return 'setOnPosix';
  }
  if (site.api.statement && (remedy.id === 'switchOn' || remedy.id === 'switchOff')) {
    return remedy.id === 'switchOn' ? 'switchOnStatement' : 'switchOffStatement';
  }
  return remedy.id;
}

/** Whether nothing may compare what a remedy writes with types that do not know it. */
function isUnchecked({ name }: Remedy, { api, isAsserted, typesReject }: ListenSite): boolean {
  return (
    !isAsserted &&
    api.typed?.includes(name) !== true &&
    (api.forwards === 'untyped' || typesReject?.() === true)
  );
}

function titleData(remedy: Remedy, site: ListenSite): Record<string, string> {
  const isShaped = site.certainty === 'shaped';
  const isProven = site.proof !== 'no-pipe' && (site.proof !== 'unproven' || site.api.protocol !== 'tcp');
  const assumptions = [
    ...(isShaped ? [say(site.makesObject ? phrases.isNodesServer : phrases.isServer)] : []),
    ...(site.proof === 'stream' ? [say(phrases.isStream)] : []),
    ...(isShaped || isProven ? [] : [say(phrases.isPort)]),
    ...(isUnchecked(remedy, site) ? [say(phrases.types)] : []),
  ];
  const assuming =
    assumptions.length > 0 ? say(phrases.assuming, { what: join(phrases.assumingBoth, assumptions) }) : '';
  return {
    option: remedy.option,
    port: describePort(site.port),
    value: valueText(remedy.value, site.api.runtime),
    statement: shortStatement(remedy, site),
    flag: site.api.reusePortNeedsFlag ?? '',
    linux: valueText('on-linux', site.api.runtime),
    assuming: site.isAsserted ? `${say(phrases.asserted)}${assuming}` : assuming,
  };
}
