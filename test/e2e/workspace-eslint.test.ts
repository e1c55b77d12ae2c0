import { symlink } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { journey } from './journey.ts';
import { packESLintExtension } from './vscode-eslint/build.ts';
import { vsix } from './vsix.ts';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

const SERVER = `import http from 'node:http';
http.createServer().listen(3000);
`;

const CONFIG = `import rebind from 'eslint-plugin-rebind';
export default [rebind.configs.recommended];
`;

journey("where the workspace's own ESLint reports, Rebind stays silent", async ({ stage }) => {
  const url = await stage.server({ extensions: [vsix, await packESLintExtension()] });
  const { workbench, folder } = await stage.open(
    { 'server.js': SERVER, 'eslint.config.js': CONFIG, 'package.json': '{ "type": "module" }' },
    url,
  );
  await symlink(MODULES, folder.file('node_modules'));
  await workbench.openFile('server.js');
  await workbench.editor.lenses.first().waitFor(); // Rebind has looked at the file
  await workbench.editor.squiggles('error').first().waitFor(); // so has ESLint
  await workbench.problems.show();
  const rows = workbench.problems.rows;
  await rows.first().waitFor();
  expect(await rows.allInnerTexts()).toEqual([
    expect.stringMatching(/listen.*\neslint\nrebind\/require-reuse\n/s),
  ]);
});
