import type { ESLint, Linter, Rule } from 'eslint';
import { type ConfigName, languages as LANGUAGES } from './sites/languages.ts';
import { languages } from './sites/tree-sitter/languages.ts';
import { noDisabledReuse } from './rules/no-disabled-reuse.ts';
import { noIneffectiveReuse } from './rules/no-ineffective-reuse.ts';
import { noUnsafeReuse } from './rules/no-unsafe-reuse.ts';
import { preferExplicitReuse } from './rules/prefer-explicit-reuse.ts';
import { requireReuse } from './rules/require-reuse.ts';
import { VERSION } from './version.ts';

const rules = {
  'require-reuse': requireReuse,
  'prefer-explicit-reuse': preferExplicitReuse,
  'no-ineffective-reuse': noIneffectiveReuse,
  'no-disabled-reuse': noDisabledReuse,
  'no-unsafe-reuse': noUnsafeReuse,
} satisfies Record<string, Rule.RuleModule>;

const plugin: RebindPlugin = {
  meta: { name: 'eslint-plugin-rebind', version: VERSION, namespace: 'rebind' },
  rules,
  languages,
  configs: {} as RebindPlugin['configs'],
};

/** The plugin: its rules and configs. */
export interface RebindPlugin extends ESLint.Plugin {
  readonly rules: typeof rules;
  /** C, C++, Java and Python, for `language: 'rebind/c'` and its like. */
  readonly languages: NonNullable<ESLint.Plugin['languages']>;
  /**
   * By language: `recommended` for JavaScript and TypeScript, `c` for headers too. What makes a server fail is an error, what
   * relies on its runtime a warning. `strict` and its like report all as errors, also what has no option to state.
   */
  readonly configs: Readonly<Record<ConfigName | StrictName<ConfigName>, Linter.Config>> & {
    /** What `recommended` says, for every language the plugin knows. */
    readonly all: Linter.Config[];
    /** What `strict` says, for every language the plugin knows. */
    readonly 'strict-all': Linter.Config[];
  };
}

type StrictName<Name extends string> = Name extends 'recommended' ? 'strict' : `strict-${Name}`;

const recommended: Linter.RulesRecord = {
  'rebind/require-reuse': 'error',
  'rebind/prefer-explicit-reuse': 'warn',
  'rebind/no-ineffective-reuse': 'error',
  'rebind/no-disabled-reuse': 'error',
  'rebind/no-unsafe-reuse': 'error',
};

const strict: Linter.RulesRecord = {
  ...recommended,
  'rebind/prefer-explicit-reuse': ['error', { checkUnconfigurable: true }],
};

/** What tools write, and nobody mends by hand. ESLint itself leaves out `node_modules` alone. */
const WRITTEN_BY_TOOLS = ['.venv', 'venv', 'site-packages', 'target', 'build', 'dist', 'node_modules'].map(
  (folder) => `**/${folder}/**`,
);

/** Rules for the files of the languages whose configs have this name. */
function configOf(language: string, name: string, rules: Linter.RulesRecord): Linter.Config {
  const own = LANGUAGES.filter(({ config }) => config === language);
  const endings = own.flatMap(({ extensions }) => extensions.map((extension) => extension.slice(1)));
  return {
    name: `rebind/${name}`,
    files: [`**/*.${endings.length > 1 ? `{${endings.join(',')}}` : endings.join('')}`],
    plugins: { rebind: plugin },
    ...(own.some(({ treeSitter }) => treeSitter)
      ? { language: `rebind/${language}`, ignores: WRITTEN_BY_TOOLS }
      : {}),
    rules,
  };
}

const languageNames = [...new Set(LANGUAGES.map(({ config }) => config))];
const strictName = (language: string): string =>
  language === 'recommended' ? 'strict' : `strict-${language}`;
const all = languageNames.map((language) => configOf(language, language, recommended));
const strictAll = languageNames.map((language) => configOf(language, strictName(language), strict));

Object.assign(
  plugin.configs,
  Object.fromEntries(languageNames.map((language, at) => [language, all[at]])),
  Object.fromEntries(languageNames.map((language, at) => [strictName(language), strictAll[at]])),
  { all, 'strict-all': strictAll },
);

export { plugin as default, plugin as 'module.exports' };
export type { RebindSettings } from './sites/targets.ts';
