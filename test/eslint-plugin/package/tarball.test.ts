import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { languages } from 'eslint-plugin-rebind/languages';
import { publint } from 'publint';
import { beforeAll, describe, expect, it } from 'vitest';
import { filesBelow } from '../../tools/files.ts';
import { packPlugin, type PackedPlugin } from './packed.ts';
import { programs, ROOT } from './versions.ts';

let plugin: PackedPlugin;
beforeAll(async () => {
  plugin = await packPlugin();
});

describe('the published package', () => {
  it('holds the built plugin, its types, the grammars, the README and the licences, and nothing else', () => {
    const built = filesBelow(path.join(ROOT, 'eslint-plugin/src'))
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => !file.endsWith('.d.ts'))
      .flatMap((file) => [`dist/${file.replace(/\.ts$/, '.js')}`, `dist/${file.replace(/\.ts$/, '.d.ts')}`]);
    const vendored = ['LICENSES.txt', 'web-tree-sitter.cjs'].concat(
      ['web-tree-sitter', ...languages.flatMap(({ treeSitter }) => treeSitter?.name ?? [])].map(
        (name) => `${name}.wasm.br`,
      ),
    );
    expect(filesBelow(plugin.folder)).toEqual(
      [...built, ...vendored.map((file) => `vendor/${file}`), 'LICENSE', 'README.md', 'package.json'].sort(),
    );
  });

  it('refers to no file that it lacks', () => {
    const dangling = filesBelow(plugin.folder).filter((file) =>
      readFileSync(path.join(plugin.folder, file), 'utf8').includes('sourceMappingURL'),
    );
    expect(dangling).toEqual([]);
  });

  it('runs nothing when it is installed', () => {
    const { scripts = {} } = JSON.parse(readFileSync(path.join(plugin.folder, 'package.json'), 'utf8')) as {
      scripts?: Readonly<Record<string, string>>;
    };
    expect(Object.keys(scripts).filter((name) => /install|^prepare$/.test(name))).toEqual([]);
  });

  it('is what publint wants', async () => {
    const tarball = readFileSync(plugin.tarball);
    const { messages } = await publint({
      level: 'suggestion',
      strict: true,
      pack: { tarball: tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength) },
    });
    expect(messages).toEqual([]);
  });

  it('has types that resolve wherever its code does', () => {
    const output = execFileSync(
      process.execPath,
      [programs.attw, plugin.tarball, '--profile', 'esm-only', '--format', 'json'],
      { encoding: 'utf8' },
    );
    const { analysis, problems = {} } = JSON.parse(output) as {
      analysis: { types: unknown; entrypoints: Readonly<Record<string, unknown>> };
      problems?: Readonly<Record<string, readonly { readonly resolutionKind?: string }[]>>;
    };
    // node10 stands for Nodes that do not know of "exports"; the plugin supports none of them
    const kinds = Object.entries(problems).filter(([, all]) =>
      all.some((one) => one.resolutionKind !== 'node10'),
    );
    // require() of an ES module, which every Node that the plugin supports can do
    expect(kinds.map(([kind]) => kind)).toEqual(['CJSResolvesToESM']);
    expect(analysis.types).toEqual({ kind: 'included' });
    expect(Object.keys(analysis.entrypoints)).toEqual([
      '.',
      './sites',
      './languages',
      './editor',
      './package.json',
    ]);
  });
});
