import { symlink } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import type { Workbench } from './editor/workbench.ts';
import { journey, type Stage } from './journey.ts';
import { packESLintExtension } from './vscode-eslint/build.ts';
import { vsix } from './vsix.ts';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

const SERVER = `import http from 'node:http';
http.createServer().listen(3000);
`;

const RECOMMENDED = `import rebind from 'eslint-plugin-rebind';
export default [rebind.configs.recommended];
`;

/** Opens a server in a folder that lints it with its own ESLint. */
async function openLinted(stage: Stage, url: string | undefined, config: string): Promise<Workbench> {
  const { workbench, folder } = await stage.open(
    { 'server.js': SERVER, 'eslint.config.js': config, 'package.json': '{ "type": "module" }' },
    url,
  );
  await symlink(MODULES, folder.file('node_modules'));
  await workbench.openFile('server.js');
  return workbench;
}

async function listed(workbench: Workbench): Promise<string[]> {
  await workbench.problems.show();
  await workbench.problems.rows.first().waitFor();
  return workbench.problems.rows.allInnerTexts();
}

describe("where the workspace's own ESLint has the rules", () => {
  journey.for([
    ['asked beforehand', {}],
    // an editor that does not say which files ESLint looks at: its findings tell
    ['seen by its findings', { 'eslint.probe': [] }],
  ] as const)('and its extension shows them, Rebind stays silent: %s', async ([, settings], { stage }) => {
    const url = await stage.server({ extensions: [vsix, await packESLintExtension()], settings });
    const workbench = await openLinted(stage, url, RECOMMENDED);
    await workbench.editor.lenses.first().waitFor(); // Rebind has looked at the file
    await workbench.editor.squiggles('warning').first().waitFor(); // so has ESLint
    await workbench.languageStatus(/Rebind leaves the file to it/).waitFor();
    expect(await listed(workbench)).toEqual([
      expect.stringMatching(/listen.*\neslint\nrebind\/prefer-explicit-reuse\n/s),
    ]);
    expect(await workbench.editor.anySquiggle.count()).toBe(1);
  });

  journey('but no extension, Rebind shows what it would report', async ({ stage }) => {
    const config = `import rebind from 'eslint-plugin-rebind';
export default [
  { plugins: { rebind }, rules: { 'rebind/prefer-explicit-reuse': 'error' } },
  { files: ['other.js'], rules: { 'rebind/prefer-explicit-reuse': 'off' } },
];
`;
    const workbench = await openLinted(stage, undefined, config);
    await workbench.editor.squiggles('error').first().waitFor();
    await workbench.languageStatus(/as the workspace's ESLint configures them/).waitFor();
    expect(await listed(workbench)).toEqual([
      expect.stringMatching(/listen.*\nrebind\nrebind\/prefer-explicit-reuse\n/s),
    ]);
  });
});
