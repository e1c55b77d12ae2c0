import { ESLint, Linter, type Rule } from 'eslint';
import { describe, expect, it } from 'vitest';
import rebind from '../../../eslint-plugin/src/index.ts';
import { projectWithPlugin } from './project.ts';
import { packageFolder } from './versions.ts';

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
  ['settings.rebind.sharePort', { sharePort: 'no' }],
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

describe('a misspelt key', () => {
  const settings = { rebind: { platform: ['linux'] } };

  it('is told without the place in the plugin that found it', async () => {
    using project = await projectWithPlugin(
      { eslint: packageFolder('eslint') ?? '' },
      {
        'eslint.config.mjs': `import rebind from 'eslint-plugin-rebind';\nexport default [rebind.configs.recommended, { settings: ${JSON.stringify(settings)} }];`,
        'server.mjs': "import net from 'node:net';\nnet.createServer().listen(3000);\n",
      },
    );
    const { status, stderr } = await project.run('node_modules/eslint/bin/eslint.js', { arguments: ['.'] });
    expect(status).toBe(2);
    expect(stderr).toContain(
      'settings.rebind.platform in the ESLint configuration: is unknown; the keys are',
    );
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('is told once a file, whatever the number of rules', () => {
    const said: string[] = [];
    const listening = (name: keyof typeof rebind.rules): Rule.RuleModule => ({
      ...rebind.rules[name],
      create(context) {
        try {
          return rebind.rules[name].create(context);
        } catch (error) {
          said.push((error as Error).name);
          return {};
        }
      },
    });
    const names = Object.keys(rebind.rules) as (keyof typeof rebind.rules)[];
    const rules = Object.fromEntries(names.map((name) => [name, listening(name)]));
    new Linter().verify('listen(3000);', {
      plugins: { own: { rules } },
      rules: Object.fromEntries(names.map((name) => [`own/${name}`, 'error' as const])),
      settings,
    });
    expect(said).toEqual(['TypeError']);
  });
});

describe('settings', () => {
  it.each([
    {},
    { sharePort: true },
    { platforms: ['linux'], runtime: 'node', node: '^20.19.0 || >=22.13', pipePorts: true },
    {
      checkUnknown: true,
      additionalListeners: [
        { module: './http.js', export: 'start', optionsArgument: 0, forwards: false },
        { module: '@company/server', method: 'listen' },
      ],
    },
  ])('may be %j', async (settings) => {
    expect((await lintWith(settings)).map(({ ruleId }) => ruleId)).toEqual(['rebind/prefer-explicit-reuse']);
  });
});
