import type { ESLint, Linter, Rule } from 'eslint';
import { type ConfigName, languages as LANGUAGES } from './sites/languages.ts';
import { languages } from './sites/tree-sitter/languages.ts';
import { noDisabledReuse } from './rules/no-disabled-reuse.ts';
import { noIneffectiveReuse } from './rules/no-ineffective-reuse.ts';
import { noUnsafeReuse } from './rules/no-unsafe-reuse.ts';
import { requireReuse } from './rules/require-reuse.ts';

const rules = {
  'require-reuse': requireReuse,
  'no-ineffective-reuse': noIneffectiveReuse,
  'no-disabled-reuse': noDisabledReuse,
  'no-unsafe-reuse': noUnsafeReuse,
} satisfies Record<string, Rule.RuleModule>;

const plugin: RebindPlugin = {
  meta: { name: 'eslint-plugin-rebind', version: '0.1.0', namespace: 'rebind' },
  rules,
  languages,
  configs: {} as RebindPlugin['configs'],
};

/** The plugin: its rules and configs. */
export interface RebindPlugin extends ESLint.Plugin {
  readonly rules: typeof rules;
  /** C, C++, Java and Python, for `language: 'rebind/c'` and its like. */
  readonly languages: NonNullable<ESLint.Plugin['languages']>;
  /** All rules: `recommended` for JavaScript and TypeScript, `c` for headers too. */
  readonly configs: Readonly<Record<ConfigName, Linter.Config>> & {
    /** All rules, for every language the plugin knows. */
    readonly all: Linter.Config[];
  };
}

const allRules: Linter.RulesRecord = {
  'rebind/require-reuse': 'error',
  'rebind/no-ineffective-reuse': 'error',
  'rebind/no-disabled-reuse': 'error',
  'rebind/no-unsafe-reuse': 'error',
};

/** All rules for the files of a config's languages. */
function configOf(name: string): Linter.Config {
  const own = LANGUAGES.filter(({ config }) => config === name);
  const endings = own.flatMap(({ extensions }) => extensions.map((extension) => extension.slice(1)));
  return {
    name: `rebind/${name}`,
    files: [`**/*.${endings.length > 1 ? `{${endings.join(',')}}` : endings.join('')}`],
    plugins: { rebind: plugin },
    ...(own.some(({ treeSitter }) => treeSitter) ? { language: `rebind/${name}` } : {}),
    rules: allRules,
  };
}

const configs = Object.fromEntries(
  [...new Set(LANGUAGES.map(({ config: name }) => name))].map((name) => [name, configOf(name)]),
);

Object.assign(plugin.configs, configs, { all: Object.values(configs) });

export { plugin as default, plugin as 'module.exports' };
