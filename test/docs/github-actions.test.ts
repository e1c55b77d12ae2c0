import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { projectWithPlugin } from '../eslint-plugin/package/project.ts';
import { packageFolder, ROOT } from '../eslint-plugin/package/versions.ts';
import { freePort, run } from '../experiment/support.ts';
import { codeBlocks } from './code-blocks.ts';

vi.setConfig({ testTimeout: 120_000 });

interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}
interface Workflow {
  readonly jobs: { readonly rebind: { readonly steps: readonly Step[] } };
}

const [workflow] = codeBlocks(readFileSync(path.join(ROOT, 'docs/github-actions.md'), 'utf8')).map(
  ({ code }) => parse(code) as Workflow,
);
const steps = workflow?.jobs.rebind.steps ?? [];

const CONFIG = `import rebind from 'eslint-plugin-rebind';\nexport default [rebind.configs.recommended];\n`;

function server(port: number, options: string): string {
  return `import { createServer } from 'node:http';\ncreateServer((_, response) => response.end('hello')).listen(${options.replace('PORT', String(port))});\n`;
}

/** Runs the steps that run a command as a runner does, `npm ci` left out: the packages are there. */
async function runSteps(files: Readonly<Record<string, string>>) {
  using project = await projectWithPlugin(
    {
      eslint: packageFolder('eslint') ?? '',
      rebind: packageFolder('rebind') ?? '',
      '@microsoft/eslint-formatter-sarif': packageFolder('@microsoft/eslint-formatter-sarif') ?? '',
    },
    { 'package.json': '{ "name": "service", "type": "module" }', 'eslint.config.js': CONFIG, ...files },
  );
  const bin = path.join(project.folder, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync('../eslint/bin/eslint.js', path.join(bin, 'eslint'));
  symlinkSync('../rebind/bin/rebind.js', path.join(bin, 'rebind'));
  const outcomes: { name: string; status: number | null; output: string }[] = [];
  let failed = false;
  for (const step of steps) {
    const runs = step.if === 'always()' || (step.if === 'failure()') === failed;
    if (step.run !== undefined && step.run !== 'npm ci' && runs) {
      // what GitHub's runners do with `run`: bash -e {0}
      const ended = await run(['bash', '-e', '-c', step.run], { cwd: project.folder });
      failed ||= ended.status !== 0;
      outcomes.push({ name: step.name ?? '', status: ended.status, output: ended.stdout + ended.stderr });
    }
  }
  return {
    outcomes,
    failed,
    read: (file: string) => project.read(file),
    sarif: project.read('eslint.sarif'),
    log: project.read('server.log'),
  };
}

describe('the workflow for GitHub Actions', () => {
  it('passes for a service that says what it wants and comes back', async () => {
    const port = await freePort();
    const { outcomes, sarif, log } = await runSteps({
      'server.js': server(port, '{ port: PORT, reusePort: false }'),
    });
    expect(outcomes.map(({ name, status }) => [name, status])).toEqual([
      ['Lint', 0],
      ['Lint, for the drill', 0],
      ['Drill', 0],
    ]);
    expect(outcomes.at(-1)?.output).toContain(`node server.js on port ${port} comes back at once.`);
    expect(JSON.parse(sarif)).toMatchObject({
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'ESLint' } } }],
    });
    expect(log).toContain('--- crash, round 1: start ---');
  });

  it('fails at the lint of a service whose option does nothing, which is in the SARIF, and drills it all the same', async () => {
    const { outcomes, sarif } = await runSteps({
      'server.js': server(await freePort(), '{ port: PORT, reusePort: 1 }'),
    });
    expect(outcomes.map(({ name, status }) => [name, status])).toEqual([
      ['Lint', 1],
      ['Lint, for the drill', 0],
      ['Drill', 0],
    ]);
    const { runs } = JSON.parse(sarif) as {
      runs: {
        results: { ruleId: string; locations: { physicalLocation: { region: { startLine: number } } }[] }[];
      }[];
    };
    expect(runs[0]?.results).toMatchObject([
      {
        ruleId: 'rebind/no-ineffective-reuse',
        locations: [{ physicalLocation: { region: { startLine: 2 } } }],
      },
    ]);
  });

  it('fails at the drill of a service that does not come back', async () => {
    const port = await freePort();
    const { outcomes } = await runSteps({
      'server.js': `${server(port, '{ port: PORT, reusePort: false }')}import { existsSync, writeFileSync } from 'node:fs';\nif (existsSync('lock')) process.exit(3);\nwriteFileSync('lock', '');\n`,
    });
    expect(outcomes.at(-1)).toMatchObject({ name: 'Drill', status: 1 });
    expect(outcomes.at(-1)?.output).toMatch(/does not come back: it ended with exit code 3/);
  });

  it('uploads the file that it has written, and keeps the log that it has named', () => {
    const using = (action: string) => steps.find(({ uses }) => uses?.startsWith(action))?.with;
    expect(
      steps.some(({ run: command }) =>
        command?.includes(`--output-file ${using('github/codeql-action')?.sarif_file ?? ''}`),
      ),
    ).toBe(true);
    expect(
      steps.some(({ run: command }) =>
        command?.includes(`--log ${using('actions/upload-artifact')?.path ?? ''}`),
      ),
    ).toBe(true);
  });
});
