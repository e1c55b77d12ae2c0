import { describe, expect, it } from 'vitest';
import { projectWithPlugin } from './project.ts';
import { eslints, typescripts } from './versions.ts';

/** Programs that use the plugin's types as users do, right and wrong. */
const FILES = {
  'package.json': '{ "type": "module" }',
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      strict: true,
      noUncheckedIndexedAccess: true,
      module: 'nodenext',
      target: 'es2023',
      types: [],
      noEmit: true,
      skipLibCheck: true,
    },
    files: ['eslint.config.ts', 'parts.ts', 'mistakes.ts', 'required.cts'],
  }),
  'parts.ts': `
    import { type ESLint, type Linter, RuleTester } from 'eslint';
    import rebind, { type RebindPlugin } from 'eslint-plugin-rebind';

    export const plugin: ESLint.Plugin = rebind;
    export const own: RebindPlugin = rebind;
    export const config: Linter.Config = rebind.configs.recommended;
    export const array: Linter.Config[] = [...rebind.configs.all];
    export const name: string | undefined = rebind.meta?.name;
    new RuleTester().run('require-reuse', rebind.rules['require-reuse'], { valid: [], invalid: [] });`,
  'mistakes.ts': `
    import rebind, { type RebindSettings } from 'eslint-plugin-rebind';

    // @ts-expect-error no such config
    export const config = rebind.configs.recomended;
    // @ts-expect-error no such rule
    export const rule = rebind.rules['require-re-use'];
    // @ts-expect-error no such setting
    export const settings: RebindSettings = { platform: ['linux'] };`,
  'required.cts': `
    import rebind = require('eslint-plugin-rebind');
    import type { Linter } from 'eslint';

    const config: Linter.Config = rebind.configs.recommended;
    export = [config];`,
};

const CONFIGS: Readonly<Record<string, string>> = {
  // fresh installs of 9.38 bring a @eslint/config-helpers whose defineConfig() refuses that ESLint's own Linter.Config
  '9.38.0': `
    import type { Linter } from 'eslint';
    import rebind, { type RebindSettings } from 'eslint-plugin-rebind';

    const config: Linter.Config[] = [
      rebind.configs.strict,
      ...rebind.configs.all,
      {
        plugins: { rebind },
        rules: { 'rebind/prefer-explicit-reuse': ['error', { checkUnconfigurable: true }] },
        settings: { rebind: { platforms: ['linux'], node: '>=22.12', sharePort: true } satisfies RebindSettings },
      },
    ];
    export default config;`,
  '10.15.0': `
    import { defineConfig } from 'eslint/config';
    import rebind, { type RebindSettings } from 'eslint-plugin-rebind';

    export default defineConfig([
      rebind.configs['strict-c'],
      rebind.configs['strict-all'],
      rebind.configs.all,
      { extends: ['rebind/recommended'], plugins: { rebind }, files: ['src/**'] },
      {
        rules: { 'rebind/prefer-explicit-reuse': ['error', { checkUnconfigurable: true }] },
        settings: { rebind: { platforms: ['linux'], node: '>=22.12', sharePort: true } satisfies RebindSettings },
      },
    ]);`,
};

describe.each(eslints)("beside ESLint $version's types", ({ version, folder: eslint }) => {
  it.each(typescripts)("the plugin's types suit TypeScript $version", async ({ folder: typescript }) => {
    using project = await projectWithPlugin(
      { eslint, typescript },
      { ...FILES, 'eslint.config.ts': CONFIGS[version] ?? '' },
    );
    expect(await project.run('node_modules/typescript/bin/tsc')).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });
});
