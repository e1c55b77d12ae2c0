import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WorkspaceEslints } from '../../../extension/src/lint/server/workspace-eslint.ts';
import { ROOT } from '../../eslint-plugin/package/versions.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rebind-late-'));
  await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

it('tells later of a configuration that took its time to load', async () => {
  await writeFile(
    path.join(folder, 'eslint.config.js'),
    "import { setTimeout } from 'node:timers/promises';\nimport plugin from 'eslint-plugin-rebind';\nawait setTimeout(300);\nexport default [{ plugins: { rebind: plugin }, rules: { 'rebind/require-reuse': 'error' } }];\n",
  );
  const file = path.join(folder, 'server.js');
  let eslints: WorkspaceEslints | undefined;
  await new Promise<void>((resolve) => {
    eslints = new WorkspaceEslints(resolve, 50);
    void eslints.ruling(file, { folder }).then((ruling) => {
      expect(ruling).toBeUndefined();
    });
  });
  expect(await eslints?.ruling(file, { folder })).toMatchObject({
    rules: { 'require-reuse': { severity: 2 } },
  });
});
