import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../eslint-plugin/package/versions.ts';

/** A file that imports what it may not, with the rule that says so; and files that import what they may. */
const FILES: readonly (readonly [file: string, imports: readonly string[], rule?: string])[] = [
  ['eslint-plugin/src/verdict.ts', ['./sites/index.ts']],
  ['eslint-plugin/src/index.ts', ['./verdict.ts']],
  ['eslint-plugin/src/editor.ts', ['./verdict.ts']],
  ['eslint-plugin/src/sites/index.ts', []],
  ['eslint-plugin/src/sites/languages.ts', []],
  ['eslint-plugin/src/sites/c/up.ts', ['../../verdict.ts'], 'sites-below-all'],
  ['eslint-plugin/src/above.ts', ['../../experiment/src/index.ts'], 'plugin-below-experiment'],
  ['experiment/src/index.ts', ['./sites.ts']],
  ['experiment/src/sites.ts', ['eslint-plugin-rebind/sites', 'eslint-plugin-rebind/languages']],
  ['experiment/src/lint/lint.ts', ['eslint-plugin-rebind', 'eslint-plugin-rebind/editor']],
  ['experiment/src/plugin.ts', ['eslint-plugin-rebind'], 'sites-alone'],
  ['experiment/src/editor.ts', ['../../extension/src/panel.ts'], 'experiment-below-extension'],
  ['experiment/src/code.ts', ['vscode'], 'vscode-in-extension-alone'],
  ['experiment/src/tested.ts', ['../../test/support.ts'], 'no-tests-in-packages'],
  ['experiment/src/one.ts', ['./two.ts'], 'no-cycle'],
  ['experiment/src/two.ts', ['./one.ts'], 'no-cycle'],
  ['extension/src/panel.ts', ['rebind', 'eslint-plugin-rebind/sites', 'vscode']],
  ['extension/src/lint/server/linter.ts', ['eslint-plugin-rebind/editor']],
  ['extension/src/lint/client.ts', ['eslint-plugin-rebind/editor'], 'sites-alone'],
  ['extension/src/deep.ts', ['../../experiment/src/sites.ts'], 'by-name'],
  ['extension/src/path.ts', ['../../experiment/src/index.ts'], 'by-name'],
  ['scripts/three.mjs', ['./four.mjs'], 'no-cycle'],
  ['scripts/four.mjs', ['./three.mjs'], 'no-cycle'],
  ['test/support.ts', []],
];

interface Cruise {
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly rule: { readonly name: string };
      readonly cycle?: readonly { readonly name: string }[];
    }[];
  };
}

let folder: string;
let cruise: Cruise;

/** The repository's packages with other sources, looked at as `npm run lint` looks at its own. */
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'rebind-imports-')));
  for (const file of [
    '.dependency-cruiser.mjs',
    'package.json',
    'eslint-plugin/package.json',
    'experiment/package.json',
  ]) {
    cpSync(path.join(ROOT, file), path.join(folder, file));
  }
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync('../eslint-plugin', path.join(folder, 'node_modules/eslint-plugin-rebind'), 'junction');
  symlinkSync('../experiment', path.join(folder, 'node_modules/rebind'), 'junction');
  for (const [file, imports] of FILES) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    const lines = imports.map(
      (name, index) => `import * as m${index} from '${name}'; console.log(m${index});\n`,
    );
    writeFileSync(path.join(folder, file), `${lines.join('')}export {};\n`);
  }
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
  };
  const [, ...roots] = (scripts['check:imports'] ?? '').split(' ').filter((root) => root !== 'bench');
  const program = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const output = await new Promise<string>((resolve) => {
    // its exit code is the number of violations
    execFile(process.execPath, [program, '--output-type', 'json', ...roots], { cwd: folder }, (_, stdout) => {
      resolve(stdout);
    });
  });
  cruise = JSON.parse(output) as Cruise;
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('an import', () => {
  it.each(FILES)('in %s of %j: %s', (file, _imports, rule) => {
    // a cycle is told once, of one of its files
    const broken = cruise.summary.violations.filter(
      ({ from, cycle }) => from === file || cycle?.some(({ name }) => name === file),
    );
    expect(broken.map(({ rule: { name } }) => name)).toEqual(rule === undefined ? [] : [rule]);
  });
});
