import { describe, expect, it } from 'vitest';
import { addressesOverlap } from '../../../experiment/src/configured-port/conflicts.ts';
import { findConfiguredPorts } from '../../../experiment/src/configured-port/index.ts';
import { folder } from './folder.ts';

async function conflicts(files: Record<string, string>): Promise<string[]> {
  const { conflicts } = await findConfiguredPorts(await folder(files));
  return conflicts.map(({ port, protocol, claims }) =>
    [`${port}/${protocol}`, ...claims.map(({ file, line }) => `${file}:${line}`)].join(' '),
  );
}

const python = (port: number): string =>
  `import socket\ns = socket.socket()\ns.bind(("", ${port}))\ns.listen()\n`;

const services = (...ports: string[]): string =>
  `services:\n${ports.map((port, index) => `  s${index}: { image: x${index}, ports: ["${port}"] }\n`).join('')}`;

describe('two servers claim one port', () => {
  it.each<[says: string, files: Record<string, string>, finds: string[]]>([
    [
      'in two packages',
      {
        'a/package.json': '{}',
        'a/main.js': 'app.listen(3000)',
        'b/package.json': '{}',
        'b/.env': 'PORT=3000',
      },
      ['3000/tcp b/.env:1 a/main.js:1'],
    ],
    ['in one file', { 'main.js': 'a.listen(3000);\nb.listen(3000);' }, ['3000/tcp main.js:1 main.js:2']],
    ['in two programs', { 'a.py': python(9), 'b.py': python(9) }, ['9/tcp a.py:3 b.py:3']],
    [
      'where only one says that it shares it',
      {
        'a.js': "require('net').createServer().listen({ port: 3000, reusePort: true })",
        'b.js': "require('net').createServer().listen(3000)",
      },
      ['3000/tcp a.js:1 b.js:1'],
    ],
    [
      'at all addresses and at one',
      {
        'a.js': "require('net').createServer().listen(3000)",
        'b.py': 'import socket\ns = socket.socket()\ns.bind(("127.0.0.1", 3000))\ns.listen()\n',
      },
      ['3000/tcp a.js:1 b.py:3'],
    ],
    [
      'in one script',
      { 'package.json': '{"scripts":{"dev":"vite --port 1 & PORT=1 node ."}}' },
      ['1/tcp package.json:1 package.json:1'],
    ],
    [
      'in one compose file',
      { 'compose.yaml': services('80:80', '80:81') },
      ['80/tcp compose.yaml:2 compose.yaml:3'],
    ],
    [
      'a database of compose and a program',
      {
        'compose.yaml': 'services: { db: { image: redis, ports: ["6379:6379"] } }',
        'main.py': python(6379),
      },
      ['6379/tcp main.py:3 compose.yaml:1'],
    ],
    [
      'two Spring Boot applications that say nothing',
      { 'a/pom.xml': '<a>spring-boot-starter-web</a>', 'b/pom.xml': '<a>spring-boot-starter-web</a>' },
      ['8080/tcp a/pom.xml:1 b/pom.xml:1'],
    ],
  ])('%s', async (_says, files, finds) => {
    expect(await conflicts(files)).toEqual(finds);
  });

  it.each<[says: string, files: Record<string, string>]>([
    ['TCP and UDP', { 'compose.yaml': services('53:53/tcp', '53:53/udp') }],
    ['two addresses', { 'compose.yaml': services('127.0.0.1:80:80', '127.0.0.2:80:80') }],
    [
      'one server, told five times',
      {
        'package.json': '{"scripts":{"dev":"PORT=3000 node .","start":"PORT=3000 node ."}}',
        '.env': 'PORT=3000',
        'main.js': 'app.listen(process.env.PORT ?? 3000)',
        'compose.yaml': 'services: { web: { build: ., ports: ["3000:3000"] } }',
        Dockerfile: 'FROM a\nEXPOSE 3000',
      },
    ],
    [
      'two programs that share it',
      {
        'a.js': "require('net').createServer().listen({ port: 3000, reusePort: true })",
        'b.js': "require('net').createServer().listen({ port: 3000, reusePort: true })",
      },
    ],
    [
      'all of IPv6 and all of IPv4',
      {
        'a.js': "require('net').createServer().listen({ port: 3000, host: '::', ipv6Only: true })",
        'b.js': "require('net').createServer().listen({ port: 3000, host: '0.0.0.0' })",
      },
    ],
    ['two branches', { 'main.js': 'if (tls) {\n a.listen(3000);\n} else {\n b.listen(3000);\n}' }],
    [
      'the root starting a package',
      {
        'package.json': '{"scripts":{"dev":"PORT=3000 npm -w a start"}}',
        'a/package.json': '{}',
        'a/main.js': 'app.listen(3000)',
      },
    ],
    [
      'an override of compose',
      { 'compose.yaml': services('80:80'), 'compose.override.yaml': services('80:81') },
    ],
    [
      'variants of compose',
      {
        'compose.yaml': services('80:80'),
        'compose.prod.yaml': 'services: { other: { image: o, ports: ["80:80"] } }',
      },
    ],
    [
      'a mode that is not on',
      {
        'a/package.json': '{}',
        'a/.env.production': 'PORT=3000',
        'b/package.json': '{}',
        'b/.env': 'PORT=3000',
      },
    ],
    [
      'what runs in a container of its own',
      {
        'compose.yaml':
          'services: { web: { build: web, ports: ["3000:80"] }, api: { build: api, ports: ["3001:3000"] } }',
        'web/package.json': '{}',
        'api/package.json': '{}',
        'api/main.js': 'app.listen(3000)',
      },
    ],
  ])('but not with %s', async (_says, files) => {
    expect(await conflicts(files)).toEqual([]);
  });
});

it('of one port alone are looked for in the files that name it, or a variable that is set to it', async () => {
  const root = await folder({
    'a/package.json': '{}',
    'a/.env': 'PORT=3000',
    'a/main.js': 'app.listen(process.env.PORT)',
    'b/package.json': '{}',
    'b/main.js': 'app.listen(3000)',
    'c/main.js': 'app.listen(4000)',
    'd/main.js': 'app.listen(4000)',
  });
  const { ports, conflicts } = await findConfiguredPorts(root, { port: 3000 });
  expect(conflicts).toHaveLength(1);
  expect(conflicts).toEqual((await findConfiguredPorts(root)).conflicts.filter(({ port }) => port === 3000));
  expect(ports.filter(({ port }) => port !== 3000)).toEqual([]);
});

describe('two addresses meet', () => {
  it.each<[a: string | undefined, b: string | undefined, meet: boolean]>([
    [undefined, undefined, true],
    [undefined, '127.0.0.1', true],
    ['0.0.0.0', '127.0.0.1', true],
    ['::', '127.0.0.1', true],
    ['127.0.0.1', '127.0.0.1', true],
    ['localhost', '127.0.0.1', true],
    ['127.0.0.1', '127.0.0.2', false],
    ['127.0.0.1', '::1', false],
    ['0.0.0.0', '::1', false],
    ['::/v6only', '0.0.0.0', false],
    ['::/v6only', '::1', true],
    ['::/v6only', '::', true],
  ])('%s and %s: %s', (a, b, meet) => {
    expect(addressesOverlap(a, b)).toBe(meet);
    expect(addressesOverlap(b, a)).toBe(meet);
  });
});
