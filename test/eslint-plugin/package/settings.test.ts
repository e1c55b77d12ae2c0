import { ESLint, type Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import rebind from '../../../eslint-plugin/src/index.ts';

/** Malformed settings, and the key that the error must name. */
const MALFORMED: readonly (readonly [key: string, settings: unknown])[] = [
  ['settings.rebind', 'linux'],
  ['settings.rebind', null],
  ['settings.rebind.platform', { platform: ['linux'] }],
  ['settings.rebind.platforms', { platforms: 'linux' }],
  ['settings.rebind.platforms', { platforms: [] }],
  ['settings.rebind.platforms.1', { platforms: ['linux', 'macos'] }],
  ['settings.rebind.runtime', { runtime: 'browser' }],
  ['settings.rebind.node', { node: 'latest' }],
  ['settings.rebind.node', { node: 20 }],
  ['settings.rebind.pipePorts', { pipePorts: 'yes' }],
  ['settings.rebind.checkUnknown', { checkUnknown: 1 }],
  ['settings.rebind.additionalListeners', { additionalListeners: {} }],
  ['settings.rebind.additionalListeners.0.module', { additionalListeners: [{ export: 'start' }] }],
  ['settings.rebind.additionalListeners.0.methods', { additionalListeners: [{ module: 'x', methods: [] }] }],
  [
    'settings.rebind.additionalListeners.1.optionsArgument',
    { additionalListeners: [{ module: 'x' }, { module: 'y', optionsArgument: -1 }] },
  ],
];

async function lintWith(settings: unknown): Promise<Linter.LintMessage[]> {
  const eslint = new ESLint({
    overrideConfigFile: true,
    overrideConfig: [rebind.configs.recommended, { settings: { rebind: settings } }],
  });
  const [result] = await eslint.lintText("import net from 'node:net';\nnet.createServer().listen(3000);\n", {
    filePath: 'server.js',
  });
  return result?.messages ?? [];
}

describe('malformed settings', () => {
  it.each(MALFORMED)('are an error that names %s: %j', async (key, settings) => {
    await expect(lintWith(settings)).rejects.toThrow(
      `eslint-plugin-rebind: ${key} in the ESLint configuration: `,
    );
  });
});

describe('settings', () => {
  it.each([
    {},
    { platforms: ['linux'], runtime: 'node', node: '^20.19.0 || >=22.13', pipePorts: true },
    {
      checkUnknown: true,
      additionalListeners: [
        { module: './http.js', export: 'start', optionsArgument: 0, forwards: false },
        { module: '@company/server', method: 'listen' },
      ],
    },
  ])('may be %j', async (settings) => {
    expect((await lintWith(settings)).map(({ ruleId }) => ruleId)).toEqual(['rebind/require-reuse']);
  });
});
