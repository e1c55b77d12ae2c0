import { execFileSync } from 'node:child_process';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  bestPort,
  findConfiguredPorts,
  type ConfiguredPorts,
} from '../../../experiment/src/configured-port/index.ts';
import { monorepo } from './fixtures/monorepo.ts';
import { folder } from './folder.ts';

const lines = ({ ports }: ConfiguredPorts): string[] =>
  ports.map(
    ({ port, protocol, file, line, column, source, package: folder, inactive, dependency, definedAt }) =>
      [
        `${port}/${protocol} ${file}:${line}:${column} ${source} of ${folder}`,
        inactive ? 'inactive' : '',
        dependency ? 'dependency' : '',
        definedAt ? `from ${definedAt.file}:${definedAt.line}:${definedAt.column}` : '',
      ]
        .filter(Boolean)
        .join(', '),
  );

describe('the ports of a monorepo', () => {
  it('come best first, each with its place and package', async () => {
    expect(lines(await findConfiguredPorts(await folder(monorepo)))).toEqual([
      '3001/tcp .vscode/settings.json:4:18 vscode-settings of .',
      '3001/tcp services/api/.env:1:13 env of services/api',
      '5174/tcp apps/web/.env.local:1:11 env of apps/web',
      '8000/tcp .env:3:15 env of .',
      '3001/tcp .vscode/launch.json:5:51 launch of services/api',
      '5174/tcp .vscode/launch.json:8:86 launch of apps/web',
      '3002/tcp apps/admin/package.json:3:59 script of apps/admin',
      '8088/tcp package.json:7:38 script of .',
      '4180/tcp apps/web/package.json:3:86 script of apps/web',
      '8000/tcp docker-compose.yml:5:10 compose of apps/web, from .env:3:15',
      '8125/udp docker-compose.yml:14:24 compose of .',
      '8126/udp docker-compose.yml:14:29 compose of .',
      '80/tcp apps/web/Dockerfile:6:8 dockerfile of apps/web',
      '443/tcp apps/web/Dockerfile:6:20 dockerfile of apps/web',
      '5174/tcp apps/web/vite.config.ts:7:28 framework of apps/web, from apps/web/.env.local:1:11',
      '3001/tcp services/payments/src/main/resources/application.yml:2:25 spring of services/payments',
      '8081/tcp services/payments/src/main/resources/application.yml:3:25 spring of services/payments',
      '3001/tcp services/api/src/main.js:4:9 listen of services/api, from services/api/.env:1:13',
      '9527/udp services/relay/relay.c:2:20 listen of services/relay',
      '3100/tcp apps/admin/.env:1:6 env of apps/admin, inactive',
      '5173/tcp apps/web/.env:1:10 env of apps/web, inactive',
      '80/tcp apps/web/.env.production:1:10 env of apps/web, inactive',
      '5173/tcp apps/web/Dockerfile:2:8 dockerfile of apps/web, inactive',
      '80/tcp services/payments/src/main/resources/application.yml:6:14 spring of services/payments, inactive',
      '5433/tcp .env:4:15 env of ., dependency',
      '5433/tcp services/api/.env:2:9 env of services/api, dependency',
      '5433/tcp docker-compose.yml:10:20 compose of ., dependency, from .env:4:15',
      '3000/tcp apps/admin/package.json:3:24 default of apps/admin',
    ]);
  });

  it('two of which are one', async () => {
    const { conflicts } = await findConfiguredPorts(await folder(monorepo));
    expect(
      conflicts.map(({ port, claims }) => [
        port,
        ...claims.map(({ package: name, source }) => `${name} ${source}`),
      ]),
    ).toEqual([[3001, 'services/api env', 'services/payments spring', 'services/api listen']]);
  });

  it('lack what malformed files say, and name these', async () => {
    const { skipped } = await findConfiguredPorts(await folder(monorepo));
    expect(skipped).toEqual([
      { file: 'tools/broken/package.json', reason: 'JSON: CloseBraceExpected at 2:1' },
      { file: 'tools/broken/compose.yaml', reason: expect.stringMatching(/^YAML: .* at 3:1$/) as string },
    ]);
  });
});

describe('the best port', () => {
  it('is the one the user sets', async () => {
    const ports = await findConfiguredPorts(await folder(monorepo), { setting: 4444 });
    expect(bestPort(ports)).toMatchObject({ port: 4444, source: 'setting', file: '' });
  });

  it.each([
    ['services/api', 3001],
    ['apps/web', 5174],
    ['apps/admin', 3002],
    ['services/relay', 9527],
  ])('of package %s is %i', async (name, port) => {
    expect(bestPort(await findConfiguredPorts(await folder(monorepo)), { package: name })?.port).toBe(port);
  });

  it('is never that of a database', async () => {
    const files = {
      '.env': 'DB_PORT=5432',
      'compose.yaml': 'services: { db: { image: postgres, ports: ["5432:5432"] } }',
    };
    expect(bestPort(await findConfiguredPorts(await folder(files)))).toBeUndefined();
  });

  it.each<[says: string, files: Record<string, string>, port: number]>([
    [
      'of .env over one in a script',
      { '.env': 'PORT=1', 'package.json': '{"scripts":{"dev":"node . --port 2"}}' },
      1,
    ],
    ['PORT over another variable', { '.env': 'A_PORT=1\nPORT=2' }, 2],
    [
      'dev over another script',
      { 'package.json': '{"scripts":{"a":"vite --port 1","dev":"vite --port 2"}}' },
      2,
    ],
    [
      'of a listen call over a habit',
      { 'package.json': '{"scripts":{"dev":"vite"}}', 'main.js': 'app.listen(1)' },
      1,
    ],
    ['a habit over nothing', { 'package.json': '{"scripts":{"dev":"vite"}}' }, 5173],
    [
      'of an example over a habit',
      { 'package.json': '{"scripts":{"dev":"vite"}}', '.env.example': 'PORT=1' },
      1,
    ],
    [
      'of the nearer package',
      { 'a/package.json': '{}', 'a/main.js': 'app.listen(1)', 'main.js': 'app.listen(2)' },
      2,
    ],
    [
      'of .env.local, for Next.js',
      {
        'package.json': '{"dependencies":{"next":"1"}}',
        '.env.local': 'PORT=1',
        '.env.development': 'PORT=2',
      },
      1,
    ],
    ["of the mode's file, for others", { '.env.local': 'PORT=1', '.env.development': 'PORT=2' }, 2],
    [
      'not of a .env that Next.js does not read',
      { 'package.json': '{"scripts":{"dev":"next dev"}}', '.env': 'PORT=1' },
      3000,
    ],
    [
      'of a .env that Nuxt does read',
      { 'package.json': '{"scripts":{"dev":"nuxt dev"}}', '.env': 'PORT=1' },
      1,
    ],
  ])('is the one %s', async (_says, files, port) => {
    expect(bestPort(await findConfiguredPorts(await folder(files)))?.port).toBe(port);
  });

  it('follows the mode', async () => {
    const root = await folder({ '.env': 'PORT=1', '.env.production': 'PORT=2' });
    expect(bestPort(await findConfiguredPorts(root, { mode: 'production' }))?.port).toBe(2);
  });
});

describe('the default of a tool', () => {
  const defaults = async (files: Record<string, string>): Promise<number[]> =>
    (await findConfiguredPorts(await folder(files))).ports
      .filter(({ source }) => source === 'default')
      .map(({ port }) => port);

  it.each<[says: string, files: Record<string, string>, ports: number[]]>([
    [
      'is told once',
      { 'package.json': '{"scripts":{"dev":"vite","start":"vite"}}', 'vite.config.js': 'export default {}' },
      [5173],
    ],
    [
      'goes when its configuration has a port',
      { 'package.json': '{"scripts":{"dev":"vite"}}', 'vite.config.js': 'export default {server:{port:1}}' },
      [],
    ],
    [
      'goes when the script that runs it has one',
      { 'package.json': '{"scripts":{"dev":"vite --port 1"}}', 'vite.config.js': 'export default {}' },
      [],
    ],
    [
      'stays for the script without one',
      { 'package.json': '{"scripts":{"dev":"next dev","start":"next start -p 1"}}' },
      [3000],
    ],
    [
      'goes when it reads .env',
      { 'package.json': '{"scripts":{"dev":"react-scripts start"}}', '.env': 'PORT=1' },
      [],
    ],
    [
      'goes for Spring with server.port',
      {
        'pom.xml': '<a>spring-boot-starter-web</a>',
        'src/main/resources/application.properties': 'server.port=1',
      },
      [],
    ],
  ])('%s', async (_says, files, ports) => {
    expect(await defaults(files)).toEqual(ports);
  });
});

describe('a search', () => {
  it('leaves out dependencies, build output, hidden folders and tests', async () => {
    const program = 'app.listen(3000)';
    const root = await folder(
      Object.fromEntries(
        [
          'node_modules/a/i.js',
          'dist/i.js',
          '.git/i.js',
          'a/build/i.js',
          'test/i.js',
          'a.test.js',
          'i.min.js',
          'i.d.ts',
        ].map((path) => [path, program]),
      ),
    );
    expect(await findConfiguredPorts(root)).toEqual({ ports: [], conflicts: [], skipped: [] });
  });

  it('says what it leaves out for its size', async () => {
    const root = await folder({ 'a.js': `app.listen(1);${' '.repeat(2048)}`, 'b.js': 'app.listen(2);' });
    const { ports, skipped } = await findConfiguredPorts(root, { limits: { fileSize: 1024 } });
    expect(ports.map(({ port }) => port)).toEqual([2]);
    expect(skipped).toEqual([{ file: 'a.js', reason: 'larger than 1 KiB' }]);
  });

  it.each([
    ['files', { files: 2 }, /more than 2 files/],
    ['entries', { entries: 1 }, /more than 1 files and folders/],
    ['depth', { depth: 0 }, /more than 0 folders deep/],
  ])('says when it meets the limit of %s', async (_limit, limits, reason) => {
    const root = await folder({ 'a.js': '1', 'b.js': '2', 'c/d.js': '3', 'e/f.js': '4', 'g.js': '5' });
    const { skipped } = await findConfiguredPorts(root, { limits });
    expect(skipped).toEqual([
      { file: expect.any(String) as string, reason: expect.stringMatching(reason) as string },
    ]);
  });

  it('follows links inside the folder only, and reads no pipe', async () => {
    const outside = await folder({ '.env': 'PORT=1' });
    const root = await folder({ 'shared.env': 'PORT=2' });
    await mkdir(join(root, 'a'));
    await symlink(join(outside, '.env'), join(root, '.env'));
    await symlink(join(root, 'shared.env'), join(root, 'a/.env'));
    await symlink(root, join(root, 'a/.env.local'));
    const { ports, skipped } = await findConfiguredPorts(root);
    expect(ports.map(({ port, file }) => [port, file])).toEqual([[2, 'a/.env']]);
    expect(skipped).toEqual([{ file: '.env', reason: 'a link out of the folder' }]);
  });

  it.runIf(process.platform === 'linux')(
    'is not held up by files that are no text of a project',
    async () => {
      const names = ['.env', 'package.json', '.vscode/settings.json', 'compose.yaml', 'Procfile'];
      const root = await folder(
        Object.fromEntries(
          ['folder', 'sparse', 'pipe', 'loop', 'device', 'text'].flatMap((name) =>
            names.map((file) => [`${name}/${file}.away`, '']),
          ),
        ),
      );
      for (const name of names) {
        await mkdir(join(root, 'folder', name));
        await writeFile(join(root, 'sparse', name), '');
        await truncate(join(root, 'sparse', name), 1024 ** 3);
        execFileSync('mkfifo', [join(root, 'pipe', name)]);
        await symlink(join(root, 'loop', `${name}.other`), join(root, 'loop', name));
        await symlink(join(root, 'loop', name), join(root, 'loop', `${name}.other`));
        await symlink('/dev/zero', join(root, 'device', name));
      }
      await writeFile(join(root, 'text/.env'), 'PORT=2');
      const before = process.memoryUsage.rss();
      const { ports, skipped } = await findConfiguredPorts(root);
      expect(ports.map(({ port, file }) => [port, file])).toEqual([[2, 'text/.env']]);
      expect(new Set(skipped.map(({ file, reason }) => `${file.split('/')[0]}: ${reason}`))).toEqual(
        new Set([
          'device: a link out of the folder',
          'loop: ELOOP',
          expect.stringMatching(/^sparse: larger than/) as string,
        ]),
      );
      expect(process.memoryUsage.rss() - before).toBeLessThan(200e6);
    },
  );

  it.each([
    null,
    0,
    '',
    [],
    [1],
    { port: {} },
    { scripts: [null], config: 'x' },
    { scripts: { start: { a: 1 } } },
  ])('reads what should be settings and are %j', async (value) => {
    const text = JSON.stringify(value);
    const root = await folder({
      ...Object.fromEntries(
        [
          'package.json',
          '.vscode/settings.json',
          '.vscode/tasks.json',
          '.vscode/launch.json',
          '.devcontainer/devcontainer.json',
          'nodemon.json',
          'ecosystem.config.json',
          'compose.yaml',
          'angular.json',
        ].map((file) => [file, text]),
      ),
      '.env': 'PORT=2',
    });
    const { ports } = await findConfiguredPorts(root);
    expect(ports.map(({ port, file }) => [port, file])).toEqual([[2, '.env']]);
  });

  it('reads what Windows writes', async () => {
    const root = await folder({ '.env': '', 'a/.env': '\uFEFFPORT=2\r\n' });
    await writeFile(join(root, '.env'), Buffer.from('\uFEFFPORT=1\r\n', 'utf16le'));
    const { ports } = await findConfiguredPorts(root);
    expect(ports.map(({ port, line, column }) => [port, line, column])).toEqual([
      [1, 1, 6],
      [2, 1, 6],
    ]);
  });

  it('fails only where the folder itself cannot be listed', async () => {
    await expect(findConfiguredPorts('/nonexistent/folder')).rejects.toThrow('ENOENT');
  });
});
