import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packPlugin } from '../eslint-plugin/package/packed.ts';
import { createProject, type Project } from '../eslint-plugin/package/project.ts';
import { packageFolder, ROOT } from '../eslint-plugin/package/versions.ts';

const execute = promisify(execFile);

/** What a program that has both packages says of itself, in each way to load them. */
const PRINTED = 'recommended 5 net.Server.listen() true function function\n';

const BODY = `
const [site] = sites.sitesOf("require('net').createServer().listen(3000)", 'a.js');
const readers = [typeof rebind.runInChild, typeof port.findConfiguredPorts].join(' ');
console.log(Object.keys(plugin.configs)[0], Object.keys(plugin.rules).length, site.api.name,
  languages.languages.length > 6 && report.printable('\\x1b') !== '\\x1b' && typeof editor.analyse === 'function', readers);
`;

const NAMES = {
  plugin: 'eslint-plugin-rebind',
  sites: 'eslint-plugin-rebind/sites',
  languages: 'eslint-plugin-rebind/languages',
  editor: 'eslint-plugin-rebind/editor',
  rebind: 'rebind',
  port: 'rebind/port',
  report: 'rebind/report',
};

const lines = (write: (local: string, name: string) => string): string =>
  Object.entries(NAMES)
    .map(([local, name]) => write(local, name))
    .join('\n');

const TYPED = `
const all: Linter.Config[] = plugin.configs.all;
const found: readonly sites.ListenSite[] = sites.sitesOf('', 'a.js');
const names: readonly string[] = languages.languages.map(({ id }) => id);
const say: (english: string) => string = editor.say;
const why: rebind.WhyReport['verdict'] = 'free';
const ports: Promise<port.ConfiguredPorts> = port.findConfiguredPorts('.');
const text: string = report.printable('');
// @ts-expect-error no such verdict
const wrong: rebind.WhyReport['verdict'] = 'fre';
console.log(all, found, names, say, why, ports, text, wrong);
`;

/** Without `skipLibCheck`: a type that does not resolve is an error. */
const compilerOptions = { strict: true, module: 'nodenext', target: 'es2023', lib: ['es2023'], noEmit: true };

const ALONE = `
import { type MatrixReport, runInChild, type WhyReport } from 'rebind';
import { bestPort, type ConfiguredPorts } from 'rebind/port';
import { drillText } from 'rebind/report';
import 'rebind/child';
const ports: ConfiguredPorts['ports'] = [];
const reports: (MatrixReport | WhyReport)[] = [];
console.log(runInChild, bestPort({ ports }), drillText, reports);
`;

/** Puts the contents of a package's tarball where npm puts them, with the packages that it declares. */
function install(modules: string, name: string, contents: string, workspace: string): void {
  cpSync(contents, path.join(modules, name), { recursive: true });
  const { dependencies } = JSON.parse(readFileSync(path.join(contents, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  for (const dependency of Object.keys(dependencies)) {
    link(modules, dependency, workspace);
  }
}

function link(modules: string, name: string, workspace = '.'): void {
  const folder = packageFolder(name, workspace);
  if (folder === undefined) {
    throw new Error(`${name} is not installed: run npm ci`);
  }
  const place = path.join(modules, name);
  if (!existsSync(place)) {
    mkdirSync(path.dirname(place), { recursive: true });
    symlinkSync(folder, place, 'junction');
  }
}

let packed: string;
beforeAll(async () => {
  const cache = path.join(ROOT, 'node_modules/.cache/rebind');
  mkdirSync(cache, { recursive: true });
  packed = mkdtempSync(path.join(cache, 'packed-rebind-'));
  const { stdout } = await execute('npm', ['pack', '--silent', '--pack-destination', packed], {
    cwd: path.join(ROOT, 'experiment'),
  });
  await execute('tar', ['-xzf', stdout.trim()], { cwd: packed });
});
afterAll(() => {
  rmSync(packed, { recursive: true });
});

const TSC = path.join(ROOT, 'node_modules/typescript/bin/tsc');

describe('both packages, as they are published, in a fresh folder', () => {
  let project: Project;
  beforeAll(async () => {
    project = createProject({
      'package.json': '{ "private": true }',
      'server.py': 'import socket\ns = socket.socket()\ns.bind(("", 6100))\ns.listen()\n',
      'esm.mjs': `${lines((local, name) => `import * as ${local}_ from '${name}';\nconst ${local} = ${local}_.default ?? ${local}_;`)}\n${BODY}`,
      'required.cjs': `${lines((local, name) => `const ${local} = require('${name}');`)}\n${BODY}`,
      'typed.mts': `import type { Linter } from 'eslint';\n${lines((local, name) => `import ${local === 'plugin' ? local : `* as ${local}`} from '${name}';`)}\n${TYPED}`,
      'typed.cts': `import type { Linter } from 'eslint';\n${lines((local, name) => `import ${local} = require('${name}');`)}\n${TYPED}`,
      'tsconfig.json': JSON.stringify({
        compilerOptions: { ...compilerOptions, types: ['node'] },
        files: ['typed.mts', 'typed.cts'],
      }),
    });
    const modules = path.join(project.folder, 'node_modules');
    install(modules, 'eslint-plugin-rebind', (await packPlugin()).folder, 'eslint-plugin');
    install(modules, 'rebind', path.join(packed, 'package'), 'experiment');
    link(modules, 'eslint');
    link(modules, '@types/node');
  }, 180_000);
  afterAll(() => {
    project[Symbol.dispose]();
  });

  it.each(['esm.mjs', 'required.cjs'])('are loaded by %s', async (file) => {
    expect(await project.run(file)).toEqual({ status: 0, stdout: PRINTED, stderr: '' });
  });

  it('have types for ES modules and for CommonJS', { timeout: 120_000 }, async () => {
    expect(await project.run(TSC)).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});

describe('rebind, without ESLint and the plugin', () => {
  let project: Project;
  beforeAll(() => {
    project = createProject({
      'package.json': '{ "private": true }',
      'server.py': 'import socket\ns = socket.socket()\ns.bind(("", 6100))\ns.listen()\n',
      'server.ts': "import net from 'node:net';\nnet.createServer().listen(6200);\n",
      'alone.mts': ALONE,
      'alone.cts': ALONE,
      'tsconfig.json': JSON.stringify({
        compilerOptions: { ...compilerOptions, types: ['node'] },
        files: ['alone.mts', 'alone.cts'],
      }),
    });
    const modules = path.join(project.folder, 'node_modules');
    install(modules, 'rebind', path.join(packed, 'package'), 'experiment');
    link(modules, '@types/node');
    mkdirSync(path.join(modules, '.bin'));
    symlinkSync('../rebind/bin/rebind.js', path.join(modules, '.bin/rebind'));
  });
  afterAll(() => {
    project[Symbol.dispose]();
  });

  it('reads source code as npx runs it', async () => {
    expect(existsSync(path.join(project.folder, 'node_modules/eslint'))).toBe(false);
    const { stdout } = await execute('npx', ['--no', 'rebind', 'port', '.'], { cwd: project.folder });
    expect(stdout).toMatch(/6100\/tcp +server\.py:3 .*\n +6200\/tcp +server\.ts:2 /);
  });

  it('has types that refer to no package which it does not bring', { timeout: 120_000 }, async () => {
    expect(await project.run(TSC)).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
