import type { Rule } from 'eslint';
import { Linter } from 'eslint/universal';
import plugin from 'eslint-plugin-rebind';
import { analyse, type Analysis, type JudgedSite, say } from 'eslint-plugin-rebind/editor';
import type { Language } from 'eslint-plugin-rebind/languages';
import { DEFAULTS } from '../default-settings.ts';
import { mayListen } from '../may-listen.ts';
import type { LintSettings } from '../protocol.ts';
import { parsersOf } from './parsers.ts';

/** One report of a rule with the call it is about. */
export interface Problem {
  readonly message: Linter.LintMessage;
  readonly judged: JudgedSite;
}

/** What a lint of one text found. */
export interface LintResult {
  readonly problems: readonly Problem[];
  readonly sites: readonly JudgedSite[];
  readonly analysis?: Analysis | undefined;
  /** The text does not parse: nothing is known of it. */
  readonly syntaxError?: { readonly message: string; readonly line: number } | undefined;
}

const NOTHING: LintResult = { problems: [], sites: [] };
const OWN = 'rebind/';

const linter = new Linter({ configType: 'flat' });

let collected: Analysis | undefined;

/** Takes the sites out of the run that finds them. */
const collect: Rule.RuleModule = {
  meta: { schema: false },
  create(context) {
    collected = analyse(context);
    return {};
  },
};

/** The plugin's rules, in the reader's language. */
function rules(): Record<string, Rule.RuleModule> {
  const entries = Object.entries(plugin.rules).map(([name, rule]) => {
    const messages = Object.entries(rule.meta?.messages ?? {}).map(([id, text]) => [id, say(text)]);
    return [
      name,
      {
        ...rule,
        meta: {
          ...rule.meta,
          messages: Object.fromEntries(messages) as Record<string, string>,
          // the options are ours, see configOf; for a single schema ESLint loads a validator, which is half of a first lint
          schema: false as const,
        },
      },
    ];
  });
  return Object.fromEntries(entries) as Record<string, Rule.RuleModule>;
}

let spoken: Record<string, Rule.RuleModule> | undefined;

/** The next lint asks for the rules' words again: a language may have been chosen since. */
export function forgetWords(): void {
  spoken = undefined;
}

const configs = new WeakMap<LintSettings, Linter.Config>();

/** The configuration that settings stand for. The plugin's rules are made when first asked for: after `useTranslation`. */
function configOf(settings: LintSettings): Linter.Config {
  let config = configs.get(settings);
  if (!config) {
    spoken ??= rules();
    config = {
      files: ['**/*'],
      plugins: {
        rebind: { rules: spoken, languages: plugin.languages },
        'rebind-editor': { rules: { collect } },
      },
      rules: {
        'rebind-editor/collect': 'error',
        ...Object.fromEntries(
          Object.keys(plugin.rules)
            .filter((name) => settings['lint.severity'][name] !== 'off')
            .map((name) => [OWN + name, ['error', ...optionsOf(name, settings)]]),
        ),
      },
      settings: { rebind: pluginSettings(settings) },
      linterOptions: { reportUnusedDisableDirectives: 'off' },
    };
    configs.set(settings, config);
  }
  return config;
}

/** A rule's own options, which are settings here. */
function optionsOf(name: string, settings: LintSettings): readonly object[] {
  return name === 'prefer-explicit-reuse'
    ? [{ checkUnconfigurable: settings['lint.checkUnconfigurable'] }]
    : [];
}

function isDefault(name: keyof LintSettings, settings: LintSettings): boolean {
  return JSON.stringify(settings[name]) === JSON.stringify(DEFAULTS[name]);
}

function pluginSettings(settings: LintSettings): Record<string, unknown> {
  return {
    // a default that nobody wrote names no platform
    ...(isDefault('lint.platforms', settings) ? {} : { platforms: settings['lint.platforms'] }),
    runtime: settings['lint.runtime'],
    ...(settings['lint.node'] === '' ? {} : { node: settings['lint.node'] }),
    pipePorts: settings['lint.pipePorts'],
    checkUnknown: settings['lint.checkUnknown'],
    additionalListeners: settings['lint.additionalListeners'],
    sharePort: settings['lint.sharePort'],
  };
}

/**
 * Lints a text as ESLint does, with the plugin's rules alone. Comments that disable rules count.
 * @param fileName its extension tells the dialect
 * @throws TypeError where a setting is malformed
 */
export function lint(text: string, language: Language, fileName: string, settings: LintSettings): LintResult {
  if (!mayListen(language, text, settings['lint.additionalListeners'])) {
    return NOTHING;
  }
  let result = NOTHING;
  for (const parser of parsersOf(language)) {
    result = lintWith(parser, text, fileName, settings);
    if (!result.syntaxError) {
      break;
    }
  }
  return result;
}

function lintWith(
  languageOptions: Linter.Config,
  text: string,
  fileName: string,
  settings: LintSettings,
): LintResult {
  collected = undefined;
  const messages = linter.verify(text, [configOf(settings), languageOptions], { filename: fileName });
  const fatal = messages.find((message) => message.fatal);
  if (fatal) {
    return { ...NOTHING, syntaxError: { message: fatal.message, line: fatal.line } };
  }
  const analysis = collected as Analysis | undefined;
  const sites = analysis?.sites ?? [];
  const problems = messages.flatMap((message): Problem[] => {
    // a comment may name rules that are not here, which ESLint reports too
    const judged = message.ruleId?.startsWith(OWN)
      ? sites.find(
          ({ site: { loc } }) => loc.start.line === message.line && loc.start.column + 1 === message.column,
        )
      : undefined;
    return judged ? [{ message, judged }] : [];
  });
  return { problems, sites, analysis };
}

/** The text after `eslint --fix`. */
export function fixAll(text: string, language: Language, fileName: string, settings: LintSettings): string {
  const parser = parsersOf(language).find((one) => !lintWith(one, text, fileName, settings).syntaxError);
  return parser
    ? linter.verifyAndFix(text, [configOf(settings), parser], { filename: fileName }).output
    : text;
}
