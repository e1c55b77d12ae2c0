import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readTargets } from '../../eslint-plugin/src/sites/targets.ts';
import { projectWithPlugin } from '../eslint-plugin/package/project.ts';
import { packageFolder, programs, ROOT } from '../eslint-plugin/package/versions.ts';
import { codeBlocks, tableRows } from './code-blocks.ts';

const readme = readFileSync(path.join(ROOT, 'eslint-plugin/README.md'), 'utf8');
const blocks = codeBlocks(readme);

function block(role: string): string {
  const found = blocks.find((one) => one.role === role);
  if (!found) {
    throw new Error(`the README has no block "${role}"`);
  }
  return found.code;
}

const PACKAGES = {
  eslint: packageFolder('eslint') ?? '',
  'typescript-eslint': packageFolder('typescript-eslint') ?? '',
};

describe("a project that follows the plugin's README", () => {
  it.each([
    ['ESM', 'eslint.config.mjs', 'server.js'],
    ['CommonJS', 'eslint.config.cjs', 'server.js'],
    ['TypeScript', 'eslint.config.ts', 'server.js'],
    ['ESM, for TypeScript files', 'typescript/eslint.config.mjs', 'server.ts'],
    ['ESM, with settings', 'settings/eslint.config.mjs', 'server.js'],
    ['ESM, with additional listeners', 'listeners/eslint.config.mjs', 'server.js'],
  ])('gets its server fixed by a configuration in %s', async (_, config, server) => {
    const configFile = path.basename(config);
    using project = await projectWithPlugin(PACKAGES, {
      [configFile]: block(config),
      [server]: block('server.js'),
    });
    const outcome = await project.run('node_modules/eslint/bin/eslint.js', { arguments: ['--fix', server] });
    expect(outcome).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(project.read(server)).toBe(block('server.js --fix'));
  });

  it('gets its Python servers fixed', async () => {
    using project = await projectWithPlugin(PACKAGES, {
      'eslint.config.mjs': block('python/eslint.config.mjs'),
      'server.py': 'import socket\n\nserver = socket.socket()\nserver.bind(("", 8080))\nserver.listen()\n',
    });
    const outcome = await project.run('node_modules/eslint/bin/eslint.js', { arguments: ['--fix', '.'] });
    expect(outcome).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(project.read('server.py')).toContain(
      'server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\nserver.bind',
    );
  });

  it('reads the message that the README shows', async () => {
    using project = await projectWithPlugin(PACKAGES, {
      'eslint.config.mjs': block('eslint.config.mjs'),
      'server.js': block('server.js'),
    });
    const { status, stdout } = await project.run('node_modules/eslint/bin/eslint.js', {
      arguments: ['--format', 'json', 'server.js'],
    });
    // a warning
    expect(status).toBe(0);
    const [result] = JSON.parse(stdout) as { messages: { message: string }[] }[];
    const quoted = /^> [^]*?(?=\n\n)/m.exec(readme)?.[0].replace(/^> /gm, '').replace(/\n/g, ' ');
    expect(result?.messages.map(({ message }) => message)).toEqual([quoted]);
  });

  it('gets its server fixed by Oxlint', async () => {
    using project = await projectWithPlugin(PACKAGES, {
      '.oxlintrc.json': block('.oxlintrc.json'),
      'server.js': block('server.js'),
    });
    expect(await project.run(programs.oxlint, { arguments: ['--fix', 'server.js'] })).toMatchObject({
      status: 0,
    });
    expect(project.read('server.js')).toBe(block('server.js --fix'));
  });

  it('prints what the README says of the calls of a text', async () => {
    using project = await projectWithPlugin(PACKAGES, { 'sites.mjs': block('sites.mjs') });
    expect(await project.run('sites.mjs')).toEqual({
      status: 0,
      stdout: block('sites.mjs prints'),
      stderr: '',
    });
  });

  it('gets its own functions found', async () => {
    using project = await projectWithPlugin(PACKAGES, {
      'eslint.config.mjs': block('listeners/eslint.config.mjs'),
      'main.js': `import { createApp } from '@company/server';
import { listen } from './listen.js';
createApp().start(3000);
listen('api', { port: 4000 });
`,
    });
    await project.run('node_modules/eslint/bin/eslint.js', { arguments: ['--fix', 'main.js'] });
    expect(project.read('main.js')).toBe(`import { createApp } from '@company/server';
import { listen } from './listen.js';
createApp().start({ port: 3000, reusePort: false });
listen('api', { port: 4000, reusePort: false });
`);
  });
});

describe("the README's table of settings", () => {
  let rows: Map<string, string>;
  beforeAll(() => {
    rows = new Map(tableRows(readme, 'setting').map(([name = '', value = '']) => [name, value]));
  });

  it('has all of them, with their defaults', () => {
    const { node, namesPlatforms, ...defaults } = readTargets({});
    expect(node).toBeUndefined();
    expect(namesPlatforms).toBe(false);
    expect(rows.get('`node`')).toBe('not stated');
    const documented = [...rows].filter(([name]) => name !== '`node`');
    expect(Object.fromEntries(documented)).toEqual(
      Object.fromEntries(
        Object.entries(defaults).map(([name, value]) => [
          `\`${name}\``,
          `\`${JSON.stringify(value).replaceAll('","', '", "')}\``,
        ]),
      ),
    );
  });

  it('has all properties of an additional listener', () => {
    const names = tableRows(readme, 'property').map(([name = '']) => name.replaceAll('`', ''));
    const full = { module: 'm', export: 'e', method: 'f', optionsArgument: 0, forwards: true };
    expect(names).toEqual(Object.keys(full));
    const read = readTargets({ rebind: { additionalListeners: [full] } });
    expect(read.additionalListeners).toEqual([full]);
    expect(readTargets({ rebind: { additionalListeners: [{ module: 'm' }] } }).additionalListeners).toEqual([
      { module: 'm', forwards: true },
    ]);
  });
});
