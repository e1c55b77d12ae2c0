import type { ESLint, Linter, Rule } from 'eslint';
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
  configs: {} as RebindPlugin['configs'],
};

/** The plugin: its rules and configs. */
export interface RebindPlugin extends ESLint.Plugin {
  readonly rules: typeof rules;
  readonly configs: {
    /** All rules, for JavaScript and TypeScript. */
    readonly recommended: Linter.Config;
    /** All rules, for every language the plugin knows. */
    readonly all: Linter.Config[];
  };
}

const recommended: Linter.Config = {
  name: 'rebind/recommended',
  files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'],
  plugins: { rebind: plugin },
  rules: {
    'rebind/require-reuse': 'error',
    'rebind/no-ineffective-reuse': 'error',
    'rebind/no-disabled-reuse': 'error',
    'rebind/no-unsafe-reuse': 'error',
  },
};

Object.assign(plugin.configs, { recommended, all: [recommended] });

export { plugin as default, plugin as 'module.exports' };
