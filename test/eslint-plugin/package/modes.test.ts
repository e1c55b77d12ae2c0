import path from 'node:path';
import type { ESLint, Linter } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectWithPlugin, type Project } from './project.ts';
import { eslints } from './versions.ts';

const CONFIG = `
  import rebind from 'eslint-plugin-rebind';
  export default [rebind.configs.recommended];`;
const SHARED_PORTS = `
  import rebind from 'eslint-plugin-rebind';
  export default [
    rebind.configs.recommended,
    { settings: { rebind: { platforms: ['linux'], sharePort: true } } },
  ];`;
const server = (port: number): string => `import net from 'node:net';\nnet.createServer().listen(${port});\n`;

describe.each(eslints)('ESLint $version', ({ folder }) => {
  let project: Project;
  beforeAll(async () => {
    project = await projectWithPlugin({ eslint: folder }, {});
  });
  afterAll(() => {
    project[Symbol.dispose]();
  });

  async function eslint(...options: readonly string[]): Promise<(ESLint.LintResult & { file: string })[]> {
    const { stdout, stderr } = await project.run('node_modules/eslint/bin/eslint.js', {
      arguments: ['--format', 'json', ...options, '.'],
    });
    expect(stderr.replace(/^.*ESLintPoorConcurrencyWarning.*\n(?:\(Use .*\n)?/m, '')).toBe('');
    return (JSON.parse(stdout) as ESLint.LintResult[]).map((result) => ({
      ...result,
      file: path.relative(project.folder, result.filePath),
    }));
  }

  const fixesOf = (messages: readonly Linter.LintMessage[]): (string | undefined)[] =>
    messages.map(({ fix }) => fix?.text);

  it('caches what the rules found, until the settings change', async () => {
    project.write({ 'eslint.config.mjs': CONFIG, 'a.mjs': server(3000) });
    const first = await eslint('--cache');
    const again = await eslint('--cache');
    expect(again).toEqual(first);
    expect(fixesOf(again.flatMap(({ messages }) => messages))).toEqual(['{ port: 3000, reusePort: false }']);

    project.write({ 'eslint.config.mjs': SHARED_PORTS });
    const changed = await eslint('--cache');
    expect(fixesOf(changed.flatMap(({ messages }) => messages))).toEqual(['{ port: 3000, reusePort: true }']);
  });

  it('runs the rules in several threads', async () => {
    project.write({
      'eslint.config.mjs': CONFIG,
      ...Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`many/${n}.mjs`, server(4000 + n)])),
    });
    const alone = await eslint('--concurrency', 'off');
    const together = await eslint('--concurrency', '2');
    expect(together).toEqual(alone);
    expect(together.flatMap(({ messages }) => messages).length).toBeGreaterThanOrEqual(20);
  });

  it('tells the time each rule takes', async () => {
    project.write({ 'eslint.config.mjs': CONFIG, 'a.mjs': server(3000) });
    const results = await eslint('--stats');
    const rules = results.find(({ file }) => file === 'a.mjs')?.stats?.times.passes[0]?.rules ?? {};
    expect(Object.keys(rules).sort()).toEqual([
      'rebind/no-disabled-reuse',
      'rebind/no-ineffective-reuse',
      'rebind/no-unsafe-reuse',
      'rebind/prefer-explicit-reuse',
      'rebind/require-reuse',
    ]);
  });
});
