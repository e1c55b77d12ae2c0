import { execFile } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inMachineNetwork } from '../../network/namespace.ts';
import { packPlugin } from './packed.ts';
import { createProject, type Project } from './project.ts';
import { typescript7 } from './versions.ts';

const execute = promisify(execFile);

/** What the README tells a newcomer to do, with the tarball in place of the registry's. */
const FILES = {
  'package.json': '{ "name": "newcomer", "private": true, "type": "module" }',
  'eslint.config.js': `
    import { defineConfig } from 'eslint/config';
    import rebind from 'eslint-plugin-rebind';

    export default defineConfig([rebind.configs.recommended]);`,
  'server.js': `import http from 'node:http';\nhttp.createServer().listen(3000);\n`,
};

const FIXED = `import http from 'node:http';\nhttp.createServer().listen({ port: 3000, reusePort: false });\n`;

describe('installed with npm beside nothing but ESLint', () => {
  let project: Project;
  beforeAll(async () => {
    project = createProject(FILES);
    const { tarball } = await packPlugin();
    const arguments_ = ['install', '--save-dev', '--prefer-offline', '--no-audit', '--no-fund'];
    const npm = inMachineNetwork('npm', ...arguments_, 'eslint@10.15.0', tarball);
    await execute(...npm, { cwd: project.folder });
  }, 120_000);
  afterAll(() => {
    project[Symbol.dispose]();
  });

  const fix = (): Promise<unknown> =>
    project.run('node_modules/eslint/bin/eslint.js', { arguments: ['--fix', '.'] });

  it('works without TypeScript', async () => {
    expect(existsSync(path.join(project.folder, 'node_modules/typescript'))).toBe(false);
    expect(await fix()).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(project.read('server.js')).toBe(FIXED);
  });

  it('works beside TypeScript 7', async () => {
    symlinkSync(typescript7.folder, path.join(project.folder, 'node_modules/typescript'), 'junction');
    project.write(FILES);
    expect(await fix()).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(project.read('server.js')).toBe(FIXED);
  });
});
