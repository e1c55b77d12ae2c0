import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../eslint-plugin/package/versions.ts';

interface Job {
  readonly needs?: string;
  readonly uses?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly steps?: readonly { readonly uses?: string; readonly run?: string }[];
}
interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}
interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const files = globSync('.github/workflows/*.yml', { cwd: ROOT });
const workflows = files.map((file) => [path.basename(file), read(file)] as const);

it('there is a workflow for checks, for fuzzing and for releases', () => {
  expect(workflows.map(([name]) => name).toSorted()).toEqual(['checks.yml', 'fuzz.yml', 'release.yml']);
});

describe.each(workflows)('the workflow %s', (_, text) => {
  const { jobs, permissions } = parse(text) as Workflow;

  it('takes every action at a commit, and says which version that is', () => {
    const used = [...text.matchAll(/uses: (.+)$/gm)].map(([, action = '']) => action);
    expect(
      used.filter((action) => !/^(?:\.\/|[\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$)/.test(action)),
    ).toEqual([]);
  });

  it('may read and no more, but for what publishes', () => {
    expect(Object.values(permissions ?? { everything: 'write' }).every((right) => right === 'read')).toBe(
      true,
    );
    const writers = Object.values(jobs).filter((job) =>
      JSON.stringify(job.permissions ?? {}).includes('write'),
    );
    expect(writers.every(({ environment, needs }) => environment === 'release' && needs === 'package')).toBe(
      true,
    );
  });

  it('runs only scripts of package.json and files that exist', () => {
    const commands = Object.values(jobs).flatMap(({ steps = [] }) =>
      steps.flatMap(({ run = '' }) => run.split('\n')),
    );
    const scripts = commands.flatMap((command) => /npm run ([\w:]+)/.exec(command)?.[1] ?? []);
    expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([]);
    const named = commands.flatMap((command) => command.match(/\b(?:scripts|bench|test)\/[\w./-]+/g) ?? []);
    expect(named.filter((file) => globSync(file, { cwd: ROOT }).length === 0)).toEqual([]);
  });
});

describe('a release', () => {
  const { jobs } = parse(read('.github/workflows/release.yml')) as Workflow;

  it('waits for the checks, and everything published for what was built after them', () => {
    expect(jobs.checks?.uses).toBe('./.github/workflows/checks.yml');
    expect(jobs.package?.needs).toBe('checks');
    expect([jobs.npm?.needs, jobs.marketplaces?.needs]).toEqual(['package', 'package']);
  });

  it('publishes with the vsce that packages', () => {
    const { devDependencies } = JSON.parse(read('.github/marketplaces/package.json')) as Manifest;
    expect(devDependencies['@vscode/vsce']).toBe(manifest.devDependencies['@vscode/vsce']);
  });
});
