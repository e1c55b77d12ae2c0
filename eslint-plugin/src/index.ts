import type { ESLint, Linter, Rule } from 'eslint';
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
  readonly configs: {
    /** All rules, for JavaScript and TypeScript. */
    readonly recommended: Linter.Config;
    /** All rules, for C; headers too. */
    readonly c: Linter.Config;
    /** All rules, for C++. */
    readonly cpp: Linter.Config;
    /** All rules, for Java. */
    readonly java: Linter.Config;
    /** All rules, for Python. */
    readonly python: Linter.Config;
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

const config = (name: string, files: string[], language?: string): Linter.Config => ({
  name: `rebind/${name}`,
  files,
  plugins: { rebind: plugin },
  ...(language === undefined ? {} : { language }),
  rules: allRules,
});

const recommended = config('recommended', ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}']);
const c = config('c', ['**/*.{c,h}'], 'rebind/c');
const cpp = config('cpp', ['**/*.{cc,cpp,cxx,c++,hh,hpp,hxx,h++,ipp,inl}'], 'rebind/cpp');
const java = config('java', ['**/*.java'], 'rebind/java');
const python = config('python', ['**/*.{py,pyi}'], 'rebind/python');

Object.assign(plugin.configs, {
  recommended,
  c,
  cpp,
  java,
  python,
  all: [recommended, c, cpp, java, python],
});

export { plugin as default, plugin as 'module.exports' };
