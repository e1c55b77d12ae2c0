import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ESLint } from 'eslint';
import type { DrillReport } from 'rebind';
import { describe, expect, it } from 'vitest';
import { type Project, projectWithPlugin } from '../../eslint-plugin/package/project.ts';
import { packageFolder } from '../../eslint-plugin/package/versions.ts';
import { missing, sample } from '../../examples/support/toolchain.ts';
import { freePort, rebind } from '../support.ts';
import { drill, verdicts } from './support.ts';

const exec = promisify(execFile);
const QUICK = ['--rounds', '1', '--how', 'crash'];

interface Case {
  readonly language: string;
  /** Below examples/. */
  readonly source: string;
  readonly needs?: string;
  readonly rule: string;
  /** The line that is reported. */
  readonly line: RegExp;
  readonly compile?: (folder: string) => [string, ...string[]];
  readonly start: (folder: string) => string[];
}

const CASES: readonly Case[] = [
  {
    language: 'C',
    source: 'c/s1_server.c',
    needs: 'gcc',
    rule: 'rebind/require-reuse',
    line: /bind\(/,
    compile: () => ['gcc', '-Wall', '-Wextra', '-Werror', '-o', 's1_server', 's1_server.c'],
    start: (folder) => [path.join(folder, 's1_server')],
  },
  {
    language: 'Java',
    source: 'java/GreetingServer.java',
    needs: 'javac',
    rule: 'rebind/no-disabled-reuse',
    line: /listener\.bind\(/,
    compile: () => ['javac', '-Xlint:all', '-Werror', 'GreetingServer.java'],
    start: (folder) => ['java', '-cp', folder, 'GreetingServer'],
  },
  {
    language: 'Python',
    source: 'python/s11_chat_server.py',
    rule: 'rebind/require-reuse',
    line: /super\(\).__init__/,
    start: (folder) => ['python3', path.join(folder, 's11_chat_server.py')],
  },
];

/** A project with ESLint set up as the plugin's README says, and one faulty server. */
function projectOf(source: string): Promise<Project> {
  return projectWithPlugin(
    { eslint: packageFolder('eslint') ?? '' },
    {
      'eslint.config.mjs':
        "import { defineConfig } from 'eslint/config';\nimport rebind from 'eslint-plugin-rebind';\n\nexport default defineConfig([rebind.configs.all]);\n",
      [path.basename(source)]: readFileSync(sample(source), 'utf8'),
    },
  );
}

/** ESLint on all of a project. @returns the file with what it says as JSON */
async function eslint(project: Project, output: string, ...options: string[]): Promise<string> {
  const { status, stderr } = await project.run('node_modules/eslint/bin/eslint.js', {
    arguments: [...options, '--format', 'json', '--output-file', output, '.'],
  });
  expect(status, stderr).toBeLessThan(2);
  return path.join(project.folder, output);
}

describe.each(CASES)('a faulty server in $language', ({ source, needs, rule, line, compile, start }) => {
  it.skipIf(needs !== undefined && missing(needs))(
    'does not come back, for the reason ESLint gives; fixed by ESLint it does',
    async () => {
      using project = await projectOf(source);
      const { folder } = project;
      const name = path.basename(source);
      const port = await freePort();
      const drilled = async (lint: string): Promise<DrillReport> => {
        if (compile) {
          const [compiler, ...flags] = compile(folder);
          await exec(compiler, flags, { cwd: folder });
        }
        return (await drill(port, [...start(folder), String(port)], ...QUICK, '--lint', lint)).report;
      };

      const before = await drilled(await eslint(project, 'before.json'));
      expect(verdicts(before)).toEqual(['crash: not-back']);
      expect(before.findings).toMatchObject([{ file: path.join(folder, name), rule }]);
      expect(project.read(name).split('\n')[(before.findings[0]?.line ?? 0) - 1]).toMatch(line);

      const after = await drilled(await eslint(project, 'after.json', '--fix'));
      expect(verdicts(after)).toEqual(['crash: at-once']);
      expect(after.findings).toEqual([]);
    },
  );
});

it('shows the finding and its words below the verdict', async () => {
  using project = await projectOf('python/s11_chat_server.py');
  const file = path.join(project.folder, 's11_chat_server.py');
  const lint = await eslint(project, 'before.json');
  const results = JSON.parse(project.read('before.json')) as ESLint.LintResult[];
  const { line, column, ruleId, message } = results.flatMap(({ messages }) => messages)[0] ?? {};
  const port = String(await freePort());
  const { stdout } = await rebind('drill', '-p', port, ...QUICK, '--lint', lint, '--', 'python3', file, port);
  expect(stdout).toContain(`In the source\n  ${file}:${line}:${column}  ${ruleId}\n    ${message}\n`);
});
