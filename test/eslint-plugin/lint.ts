import type { Linter } from 'eslint';
import rebind from '../../eslint-plugin/src/index.ts';
import { parserUnderTest } from './parser-under-test.ts';

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
    return [rebind.configs['strict-python'], { settings: { rebind: settings }, rules }];
  }
  const { parserOptions, ...languageOptions } = parserUnderTest.languageOptions(filename);
  return [
    ...rebind.configs['strict-all'],
    // what its users write for files that hold a script among other things
    { ...rebind.configs.strict, files: ['**/*.{vue,svelte,astro}'] },
    {
      settings: { rebind: settings },
      rules,
      linterOptions: { reportUnusedDisableDirectives: 'off' },
    },
    {
      files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,vue,svelte,astro}'],
      languageOptions: {
        ...languageOptions,
        ...(filename.endsWith('.cjs') ? { sourceType: 'commonjs' as const } : {}),
        parserOptions: { ecmaFeatures: { jsx: true }, ...parserOptions },
      },
    },
  ];
}

/** Lints a text, in the language of its file name. */
export function lint(code: string, options: LintOptions = {}): Linter.LintMessage[] {
  const { text, filename } = parserUnderTest.held(code, options.filename ?? 'server.js');
  return parserUnderTest.newLinter().verify(text, configFor(options), { filename });
}

/** The text that `eslint --fix` leaves. */
export function fix(code: string, options: LintOptions = {}): string {
  const { text, filename } = parserUnderTest.held(code, options.filename ?? 'server.js');
  return parserUnderTest.newLinter().verifyAndFix(text, configFor(options), { filename }).output;
}

/** The rules that report, without their prefix, in order. */
export function reports(code: string, options: LintOptions = {}): string[] {
  return lint(code, options).map(({ ruleId, message }) => ruleId?.replace('rebind/', '') ?? message);
}
