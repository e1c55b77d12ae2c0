import { Linter } from 'eslint';
import * as tsParser from '@typescript-eslint/parser';
import rebind from '../../eslint-plugin/src/index.ts';

export interface LintOptions {
  readonly filename?: string;
  readonly settings?: Record<string, unknown>;
  readonly rules?: Linter.RulesRecord;
}

/** The configuration that lints as a user's `all` does; TypeScript files by typescript-eslint's parser, without types. */
export function configFor({
  filename = 'server.js',
  settings = {},
  rules = {},
}: LintOptions = {}): Linter.Config[] {
  const [, language] = /\.(py)$/.exec(filename) ?? [];
  if (language !== undefined) {
    return [rebind.configs.python, { settings: { rebind: settings }, rules }];
  }
  const isTypeScript = /\.[mc]?tsx?$/.test(filename);
  return [
    ...rebind.configs.all,
    {
      settings: { rebind: settings },
      rules,
      linterOptions: { reportUnusedDisableDirectives: 'off' },
    },
    {
      files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'],
      languageOptions: {
        ...(isTypeScript ? { parser: tsParser } : {}),
        ...(filename.endsWith('.cjs') ? { sourceType: 'commonjs' as const } : {}),
        parserOptions: { ecmaFeatures: { jsx: true } },
      },
    },
  ];
}

/** Lints a text, in the language of its file name. */
export function lint(code: string, options: LintOptions = {}): Linter.LintMessage[] {
  return new Linter().verify(code, configFor(options), { filename: options.filename ?? 'server.js' });
}

/** The text that `eslint --fix` leaves. */
export function fix(code: string, options: LintOptions = {}): string {
  return new Linter().verifyAndFix(code, configFor(options), { filename: options.filename ?? 'server.js' })
    .output;
}

/** The rules that report, without their prefix, in order. */
export function reports(code: string, options: LintOptions = {}): string[] {
  return lint(code, options).map(({ ruleId, message }) => ruleId?.replace('rebind/', '') ?? message);
}
