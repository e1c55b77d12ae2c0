import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ESLint } from 'eslint';
import semver from 'semver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectWithPlugin, type Project } from './project.ts';
import { eslints, hasNodes, nodes, ROOT } from './versions.ts';

const PROGRAMS = {
  'server.mjs': `import express from 'express';

const app = express();
app.get('/', (request, response) => response.send('hello'));
app.listen(process.env.PORT ?? 3000, () => console.log('up'));
`,
  'service.cjs': `const dgram = require('node:dgram');

const socket = dgram.createSocket('udp4');
socket.bind(41234);
`,
  'server.c': `#include <netinet/in.h>
#include <sys/socket.h>

int serve(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(9527) };
    if (bind(fd, (struct sockaddr *)&address, sizeof address) == -1)
        return -1;
    return listen(fd, 16);
}
`,
};

const REPORTS = [
  'server.c 8:9 rebind/require-reuse fixable',
  'server.mjs 5:1 rebind/prefer-explicit-reuse fixable',
  'service.cjs 4:1 rebind/prefer-explicit-reuse fixable',
];

const FIXED = {
  'server.mjs': PROGRAMS['server.mjs'].replace(
    'app.listen(process.env.PORT ?? 3000, ',
    'app.listen({ port: process.env.PORT ?? 3000, reusePort: false }, ',
  ),
  'service.cjs': PROGRAMS['service.cjs'].replace("('udp4')", "({ type: 'udp4', reuseAddr: false })"),
  'server.c': PROGRAMS['server.c'].replace(
    '    if (bind(',
    `    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)) == -1)
        return -1;
    if (bind(`,
  ),
};

/** The configuration of the README for every language, in each of the forms that ESLint loads. */
const CONFIGS = {
  'eslint.config.mjs': `import { defineConfig } from 'eslint/config';
import rebind from 'eslint-plugin-rebind';

export default defineConfig([rebind.configs.all]);
`,
  'eslint.config.cjs': `const { defineConfig } = require('eslint/config');
const rebind = require('eslint-plugin-rebind');

module.exports = defineConfig([rebind.configs.all]);
`,
  'eslint.config.ts': `import { defineConfig } from 'eslint/config';
import type { Linter } from 'eslint';
import rebind from 'eslint-plugin-rebind';

const config: Linter.Config[] = defineConfig([rebind.configs.all]);
export default config;
`,
};

const CONFIG_FILES = Object.keys(CONFIGS) as (keyof typeof CONFIGS)[];

async function eslint(
  project: Project,
  ...options: readonly string[]
): Promise<{ status: number; stdout: string }> {
  const { status, stdout, stderr } = await project.run('node_modules/eslint/bin/eslint.js', {
    arguments: [...options, ...Object.keys(PROGRAMS)],
  });
  expect(stderr).toBe('');
  return { status, stdout };
}

function reportsOf(json: string): string[] {
  return (JSON.parse(json) as ESLint.LintResult[]).flatMap(({ filePath, messages }) =>
    messages.map(
      ({ line, column, ruleId, message, fix }) =>
        `${path.basename(filePath)} ${line}:${column} ${ruleId ?? message} ${fix ? 'fixable' : ''}`,
    ),
  );
}

it.runIf(hasNodes)('runs on the oldest versions that the package declares', () => {
  const { engines, peerDependencies } = JSON.parse(
    readFileSync(path.join(ROOT, 'eslint-plugin/package.json'), 'utf8'),
  ) as { engines: { node: string }; peerDependencies: { eslint: string } };
  const oldest = engines.node.split(' || ').map((range) => semver.minVersion(range)?.version);
  expect(nodes.slice(0, 2)).toEqual(oldest.slice(0, 2));
  expect(nodes.at(-1)).toSatisfy((version: string) => semver.gte(version, oldest[2] ?? ''));
  expect(eslints[0]?.version).toBe(semver.minVersion(peerDependencies.eslint)?.version);
});

// the others' turn comes with npm run test:node
describe(`on Node ${process.versions.node}`, () => {
  describe.each(eslints)('with ESLint $version', ({ folder }) => {
    let project: Project;
    beforeAll(async () => {
      project = await projectWithPlugin({ eslint: folder }, CONFIGS);
    });
    afterAll(() => {
      project[Symbol.dispose]();
    });

    it.each(CONFIG_FILES)('reports and fixes by %s', async (config) => {
      project.write(PROGRAMS);
      const linted = await eslint(project, '--config', config, '--format', 'json');
      expect(reportsOf(linted.stdout)).toEqual(REPORTS);
      expect(linted.status).toBe(1);

      const fixed = await eslint(project, '--config', config, '--fix');
      expect(fixed).toEqual({ status: 0, stdout: '' });
      expect(Object.keys(FIXED).map((file) => [file, project.read(file)])).toEqual(Object.entries(FIXED));
    });
  });

  it('gives require() the plugin itself', async () => {
    using project = await projectWithPlugin(
      {},
      {
        'main.cjs': `
          const required = require('eslint-plugin-rebind');
          import('eslint-plugin-rebind').then((imported) => {
            console.log(required === imported.default, required.meta.name);
          });`,
      },
    );
    expect(await project.run('main.cjs')).toEqual({
      status: 0,
      stdout: 'true eslint-plugin-rebind\n',
      stderr: '',
    });
  });
});
