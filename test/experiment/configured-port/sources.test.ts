import { describe, expect, it } from 'vitest';
import { MalformedError, type Interpret } from '../../../experiment/src/configured-port/finding.ts';
import { interpretAngular } from '../../../experiment/src/configured-port/sources/angular.ts';
import { interpretCompose } from '../../../experiment/src/configured-port/sources/compose.ts';
import { interpretDevcontainer } from '../../../experiment/src/configured-port/sources/devcontainer.ts';
import { interpretDockerfile } from '../../../experiment/src/configured-port/sources/dockerfile.ts';
import { interpretEnv } from '../../../experiment/src/configured-port/sources/env.ts';
import { interpretFramework } from '../../../experiment/src/configured-port/sources/framework.ts';
import { interpretLaunch } from '../../../experiment/src/configured-port/sources/launch.ts';
import { interpretScripts } from '../../../experiment/src/configured-port/sources/scripts.ts';
import { interpretSettings } from '../../../experiment/src/configured-port/sources/settings.ts';
import { interpretSpringBuild } from '../../../experiment/src/configured-port/sources/spring-build.ts';
import { interpretSpringProperties } from '../../../experiment/src/configured-port/sources/spring-properties.ts';
import { interpretSpringYaml } from '../../../experiment/src/configured-port/sources/spring-yaml.ts';
import { found } from './found.ts';

interface Row {
  says: string;
  path?: string;
  text: string;
  env?: Record<string, string>;
  finds: string[];
}

function table(title: string, interpret: Interpret, path: string, rows: readonly Row[]): void {
  describe(title, () => {
    it.each(rows)('$says', (row) => {
      expect(found(interpret, row.path ?? path, row.text, row.env)).toEqual(row.finds);
    });
  });
}

describe('a .env file', () => {
  it.each<[says: string, text: string, entries: string[]]>([
    ['plain', 'PORT=3000\n', ['PORT 3000 @5']],
    ['quoted, exported, spaced', 'export PORT = "3000" # web\n', ['PORT 3000 @15']],
    ['CRLF and a byte further', 'A=1\r\nPORT=3000\r\n', ['A 1 @2', 'PORT 3000 @10']],
    ['the last of two assignments', 'PORT=1\nPORT=2\n', ['PORT 2 @12']],
    [
      'not what a quoted text of several lines says',
      'PORT=1\nTEXT="\nPORT=2\n"\n',
      ['PORT 1 @5', 'TEXT \nPORT=2\n @13'],
    ],
    ['not what is commented out', '# PORT=1\nPORT=2\n', ['PORT 2 @14']],
    ['a reference to another variable', 'BASE=3000\nPORT=${BASE}\n', ['BASE 3000 @5', 'PORT 3000 @15']],
    ['a reference with a default', 'PORT=${NOPE:-3000}\n', ['PORT 3000 @5']],
    ['a reference to itself', 'PORT=1${PORT}\n', ['PORT 1 @5']],
    ['the colon of YAML', 'PORT: 3000\n', ['PORT 3000 @6']],
  ])('%s', (_says, text, entries) => {
    expect(
      interpretEnv({ path: '.env', text }).map(({ name, value, offset }) => `${name} ${value} @${offset}`),
    ).toEqual(entries);
  });

  it('does not look into the environment of this process', () => {
    process.env.REBIND_TEST_PORT = '1';
    const [entry] = interpretEnv({ path: '.env', text: 'REBIND_TEST_PORT=2\n' });
    delete process.env.REBIND_TEST_PORT;
    expect(entry?.value).toBe('2');
  });
});

table('VS Code settings', interpretSettings, '.vscode/settings.json', [
  { says: 'have a key', text: '// mine\n{ "rebind.port": 3000, }', finds: ['3000/tcp 2:18 rebind.port'] },
  {
    says: 'may have it as a string',
    text: '{ "rebind.port": "3000" }',
    finds: ['3000/tcp 1:19 rebind.port'],
  },
  { says: 'may have none', text: '{ "rebind.port": null, "port": 1 }', finds: [] },
]);

table('launch.json', interpretLaunch, '.vscode/launch.json', [
  {
    says: 'arguments as a list',
    text: '{ "configurations": [{ "name": "a", "args": ["--port", "3000"] }] }',
    finds: ['3000/tcp 1:57 a in .'],
  },
  {
    says: 'arguments of a known module',
    text: '{ "configurations": [{ "module": "flask", "args": ["run", "-p", "5001"] }] }',
    finds: ['5001/tcp 1:66 in .'],
  },
  {
    says: 'arguments as a text with escapes',
    text: '{ "configurations": [{ "vmArgs": "-Da=\\"b\\" -Dserver.port=8081" }] }',
    finds: ['8081/tcp 1:59 in .'],
  },
  {
    says: 'a terminal command',
    text: '{ "configurations": [{ "command": "next dev -p 3000" }] }',
    finds: ['3000/tcp 1:48 in .'],
  },
  {
    says: 'variables, of the folder it runs in',
    text: '{ "configurations": [{ "cwd": "${workspaceFolder}/api", "env": { "PORT": 3000, "X": 1 } }] }',
    finds: ['3000/tcp 1:74 in api'],
  },
  {
    says: 'the page a browser opens',
    text: '{ "configurations": [{ "url": "http://localhost:3000/a" }, { "url": "https://example.com:444" }] }',
    finds: ['3000/tcp 1:49 in .'],
  },
  {
    says: 'never the port of the debugger',
    text: '{ "configurations": [{ "request": "attach", "port": 9229 }] }',
    finds: [],
  },
]);

table('package.json scripts', interpretScripts, 'package.json', [
  {
    says: 'place each port',
    text: '{\n"scripts": {\n  "dev": "PORT=3000 node ."\n}}',
    finds: ['3000/tcp 3:16 dev'],
  },
  {
    says: 'place ports behind escaped quotes',
    text: String.raw`{"scripts":{"dev":"concurrently \"vite --port 3000\""}}`,
    finds: ['3000/tcp 1:47 dev'],
  },
  {
    says: 'read variables of .env',
    text: '{"scripts":{"dev":"next dev -p $PORT"}}',
    env: { PORT: '3000' },
    finds: ['3000/tcp 1:32 dev at $PORT from .env:1'],
  },
  {
    says: 'tell a known tool by its own port',
    text: '{"scripts":{"dev":"vite"}}',
    finds: ['default 5173/tcp 1:20 vite'],
  },
  {
    says: 'of tests and builds do not count',
    text: '{"scripts":{"test:e2e":"vite --port 1","prebuild":"vite"}}',
    finds: [],
  },
  { says: 'may be anything', text: '{"scripts":{"a":1,"b":null,"c":["vite"]}}', finds: [] },
]);

const service = (ports: string): string => `services:\n  web:\n    build: .\n    ports:\n${ports}`;

table('a compose file', interpretCompose, 'compose.yaml', [
  {
    says: 'host:container',
    text: service('      - "8080:80"\n'),
    finds: ['8080/tcp 5:10 web container:80 in .'],
  },
  { says: 'without quotes', text: service('      - 22:22\n'), finds: ['22/tcp 5:9 web container:22 in .'] },
  {
    says: 'a container port alone takes no port of the host',
    text: service('      - "80"\n      - 81\n'),
    finds: [],
  },
  {
    says: 'an address of the host',
    text: service('      - 127.0.0.1:8080:80\n      - "[::1]:8081:80"\n'),
    finds: ['8080/tcp 127.0.0.1 5:19 web container:80 in .', '8081/tcp ::1 6:16 web container:80 in .'],
  },
  { says: 'UDP', text: service('      - "53:5353/udp"\n'), finds: ['53/udp 5:10 web container:5353 in .'] },
  {
    says: 'ranges',
    text: service('      - "9000-9001:80-81"\n'),
    finds: ['9000/tcp 5:10 web container:80 in .', '9001/tcp 5:15 web container:81 in .'],
  },
  {
    says: 'the long syntax',
    text: service(
      '      - target: 80\n        published: "8080"\n        host_ip: ::1\n        protocol: udp\n',
    ),
    finds: ['8080/udp ::1 6:21 web container:80 in .'],
  },
  { says: 'the long syntax without a host port', text: service('      - target: 80\n'), finds: [] },
  {
    says: 'a variable of .env',
    text: service('      - "${WEB:-8080}:80"\n'),
    env: { WEB: '9090' },
    finds: ['9090/tcp 5:10 web at ${WEB:-8080}:80 container:80 from .env:1 in .'],
  },
  {
    says: 'a variable with a default, an address before it',
    text: service('      - "127.0.0.1:${WEB:-8080}:80"\n      - "$NOPE:80"\n      - "${NOPE:?say it}:80"\n'),
    finds: ['8080/tcp 127.0.0.1 5:27 web container:80 in .'],
  },
  {
    says: 'anchors and merge keys',
    text: 'x-base: &base\n  build: ./api\n  ports: &ports ["1:1"]\nservices:\n  a:\n    <<: *base\n  b:\n    image: x\n    ports: *ports\n',
    finds: ['1/tcp 3:19 a container:1 in api', '1/tcp 3:19 b container:1'],
  },
  {
    says: 'a database',
    text: 'services:\n  store:\n    image: docker.io/library/postgres:17\n    ports: ["5432:5432"]\n',
    finds: ['5432/tcp 4:14 store container:5432 dependency'],
  },
  {
    says: 'the network of the host, which makes ports void',
    text: 'services:\n  a:\n    image: x\n    network_mode: host\n    ports: ["1:1"]\n    environment:\n      - PORT=3000\n',
    finds: ['3000/tcp 7:14 PORT'],
  },
  {
    says: 'a Dockerfile in another folder than the context',
    text: 'services:\n  a:\n    build: { context: ., dockerfile: apps/a/Dockerfile }\n    ports: ["1:1"]\n',
    finds: ['1/tcp 4:14 a container:1 in apps/a'],
  },
  {
    says: 'profiles do not start by themselves',
    text: 'services:\n  a:\n    image: x\n    profiles: [debug]\n    ports: ["1:1"]\n',
    finds: ['1/tcp 5:14 a container:1 when debug inactive'],
  },
  {
    says: 'nor do variants of the file',
    path: 'docker-compose.prod.yml',
    text: 'services: { a: { image: x, ports: ["1:1"] } }',
    finds: ['1/tcp 1:37 a container:1 when prod inactive'],
  },
  {
    says: 'tags of compose itself',
    text: service('      - "8080:80"\n').replace('ports:', 'ports: !override'),
    finds: ['8080/tcp 5:10 web container:80 in .'],
  },
  { says: 'of any other shape', text: 'services:\n  a: [1]\n  b:\n  c: { ports: { x: 1 } }\n', finds: [] },
]);

table('a Dockerfile', interpretDockerfile, 'Dockerfile', [
  {
    says: 'EXPOSE',
    text: 'FROM a\nEXPOSE 3000 53/udp\n',
    finds: ['3000/tcp 2:8 EXPOSE', '53/udp 2:13 EXPOSE'],
  },
  {
    says: 'ENV in both forms',
    text: 'FROM a\nENV PORT=3000 A=1\nENV API_PORT 3001\n',
    finds: ['3000/tcp 2:10 PORT', '3001/tcp 3:14 API_PORT'],
  },
  { says: 'ENV in quotes', text: 'FROM a\nENV PORT="3000"\n', finds: ['3000/tcp 2:11 PORT'] },
  {
    says: 'variables',
    text: 'FROM a\nARG P=3000\nEXPOSE $P/tcp ${Q:-3001}\n',
    finds: ['3000/tcp 3:8 EXPOSE at $P/tcp', '3001/tcp 3:20 EXPOSE'],
  },
  {
    says: 'continued lines',
    text: 'FROM a\nEXPOSE 1 \\\n  # why\n  2\n',
    finds: ['1/tcp 2:8 EXPOSE', '2/tcp 4:3 EXPOSE'],
  },
  {
    says: 'an earlier stage',
    text: 'FROM a AS b\nEXPOSE 1\nFROM c\nEXPOSE 2\n',
    finds: ['1/tcp 2:8 EXPOSE inactive', '2/tcp 4:8 EXPOSE'],
  },
  {
    says: 'CMD in both forms',
    text: 'FROM a\nENTRYPOINT uvicorn app:app --port 8001\nCMD ["serve", "-l", "5001"]\n',
    finds: ['8001/tcp 2:35 ENTRYPOINT', '5001/tcp 3:22 CMD'],
  },
  { says: 'ports nobody knows', text: 'FROM a\nEXPOSE $NOPE 0 99999 http\n', finds: [] },
]);

table('devcontainer.json', interpretDevcontainer, '.devcontainer/devcontainer.json', [
  {
    says: 'forwards ports, with labels',
    text: '{ "forwardPorts": [3000, "db:5432"], // x\n "portsAttributes": { "3000": { "label": "Web" } } }',
    finds: ['3000/tcp 1:20 Web', '5432/tcp 1:30 db dependency'],
  },
  {
    says: 'publishes ports',
    text: '{ "appPort": [3000, "8000:8010"] }',
    finds: ['3000/tcp 1:15 appPort', '8000/tcp 1:22 appPort container:8010'],
  },
  {
    says: 'publishes one port',
    text: '{ "appPort": "8000:8010" }',
    finds: ['8000/tcp 1:15 appPort container:8010'],
  },
]);

table('an Angular or Nx workspace', interpretAngular, 'angular.json', [
  {
    says: 'options and configurations of serve',
    text:
      '{"projects":{"web":{"root":"apps/web","architect":{\n"build":{"options":{"port":1}},\n"serve":{"options":{"port":4201},\n' +
      '"configurations":{"production":{"port":80},"development":{"port":4202}}}}}}}',
    finds: [
      '4201/tcp 3:28 web in apps/web',
      '80/tcp 4:40 web when production inactive in apps/web',
      '4202/tcp 4:66 web when development in apps/web',
    ],
  },
  {
    says: "a project's own file",
    path: 'apps/web/project.json',
    text: '{"name":"web","targets":{"serve":{"options":{"port":4300,"host":"0.0.0.0"}}}}',
    finds: ['4300/tcp 0.0.0.0 1:53 web'],
  },
]);

table("a framework's configuration", interpretFramework, 'vite.config.ts', [
  {
    says: 'server and preview of Vite',
    text: 'export default { server: { port: 3000, host: "::1" }, preview: { port: 4000 } };',
    finds: ['3000/tcp ::1 1:34 vite', '4000/tcp 1:72 vite when preview'],
  },
  {
    says: 'a function, loadEnv, constants',
    text: `import { defineConfig, loadEnv } from 'vite';
const fallback = 3000;
export default defineConfig(({ mode }: { mode: string }) => {
  const env = loadEnv(mode, '.');
  return { server: { port: parseInt(env.PORT, 10) || fallback } } satisfies object;
});`,
    env: {},
    finds: ['3000/tcp 2:18 vite'],
  },
  {
    says: 'the same with the variable set',
    text: "export default ({ mode }) => { const env = loadEnv(mode, '.'); return { server: { port: +env.PORT } }; };",
    env: { PORT: '3001' },
    finds: ['3001/tcp 1:90 vite at env.PORT from .env:1'],
  },
  {
    says: "not a plugin's options",
    text: 'export default { plugins: [p({ server: { port: 1 } })] };',
    finds: ['default 5173/tcp 1:1 vite'],
  },
  {
    says: 'an object with a name',
    text: 'const server = { port: 3000 };\nconst config = { server };\nexport default config;',
    finds: ['3000/tcp 1:24 vite'],
  },
  {
    says: 'Nuxt 3',
    path: 'nuxt.config.ts',
    text: 'export default defineNuxtConfig({ devServer: { port: 3001 } })',
    finds: ['3001/tcp 1:54 nuxt'],
  },
  {
    says: 'Nuxt 2',
    path: 'nuxt.config.js',
    text: 'module.exports = { server: { port: 3001 } }',
    finds: ['3001/tcp 1:36 nuxt'],
  },
  {
    says: 'webpack',
    path: 'webpack.config.js',
    text: 'module.exports = { devServer: { port: 9000 } }',
    finds: ['9000/tcp 1:39 webpack'],
  },
  {
    says: 'Next.js, which has no key',
    path: 'next.config.mjs',
    text: 'export default {};',
    finds: ['default 3000/tcp 1:1 next'],
  },
]);

const springYaml = 'api/src/main/resources/application.yml';

table('Spring YAML', interpretSpringYaml, springYaml, [
  {
    says: 'nested keys',
    text: 'server:\n  address: 127.0.0.1\n  port: 8081\n',
    finds: ['8081/tcp 127.0.0.1 3:9 server.port in api'],
  },
  { says: 'dotted keys, quoted', text: 'server.port: "8081"\n', finds: ['8081/tcp 1:15 server.port in api'] },
  {
    says: 'a placeholder with a default',
    text: 'server.port: ${PORT:8080}\n',
    finds: ['8080/tcp 1:21 server.port in api'],
  },
  {
    says: 'nested placeholders',
    text: 'server.port: ${A:${B:8080}}\n',
    finds: ['8080/tcp 1:22 server.port in api'],
  },
  {
    says: 'a placeholder for another property',
    text: 'my.port: 7\nserver.port: ${my.port}\n',
    finds: ['7/tcp 2:14 server.port at ${my.port} in api'],
  },
  {
    says: 'a placeholder that .env resolves',
    text: 'server.port: ${PORT:8080}\n',
    env: { PORT: '9' },
    finds: ['9/tcp 1:14 server.port at ${PORT:8080} from .env:1 in api'],
  },
  {
    says: 'profiles, and the active one',
    text: 'server.port: 1\nspring.profiles.active: dev\n---\nspring.config.activate.on-profile: dev\nserver.port: 2\n---\nspring:\n  profiles: prod\nserver.port: 3\n',
    finds: [
      '1/tcp 1:14 server.port inactive in api',
      '2/tcp 5:14 server.port when dev in api',
      '3/tcp 9:14 server.port when prod inactive in api',
    ],
  },
  {
    says: 'a file of a profile',
    path: 'application-prod.yml',
    text: 'server.port: 1',
    finds: ['1/tcp 1:14 server.port when prod inactive'],
  },
  {
    says: 'management',
    text: 'management:\n  server:\n    port: 9001\n',
    finds: ['9001/tcp 3:11 management.server.port in api'],
  },
  { says: 'a random port is none', text: 'server.port: 0\n', finds: [] },
  { says: 'a placeholder nobody resolves is none', text: 'server.port: ${PORT}\n', finds: [] },
]);

table('Spring properties', interpretSpringProperties, 'application.properties', [
  { says: 'each spelling', text: 'server.port=8081\n', finds: ['8081/tcp 1:13 server.port'] },
  {
    says: 'references that go round in circles',
    text: `a=${'${b}'.repeat(99)}\nb=${'${a}'.repeat(99)}\nserver.port=\${a}`,
    finds: [],
  },
  { says: 'with spaces', text: '# hi\nserver.port : 8081\n', finds: ['8081/tcp 2:15 server.port'] },
  { says: 'CRLF', text: 'a=1\r\nserver.port=8081\r\n', finds: ['8081/tcp 2:13 server.port'] },
  {
    says: 'a later line',
    text: 'server.port=1\nserver.port=2\n',
    finds: ['1/tcp 1:13 server.port inactive', '2/tcp 2:13 server.port'],
  },
  {
    says: 'several documents',
    text: 'server.port=1\n#---\nspring.config.activate.on-profile=prod\nserver.port=2\n',
    finds: ['1/tcp 1:13 server.port', '2/tcp 4:13 server.port when prod inactive'],
  },
  { says: 'a placeholder', text: 'server.port=${PORT:8080}', finds: ['8080/tcp 1:20 server.port'] },
]);

table('a Maven or Gradle build', interpretSpringBuild, 'pom.xml', [
  {
    says: 'with a web starter',
    text: '<a>\n<artifactId>spring-boot-starter-web</artifactId></a>',
    finds: ['default 8080/tcp 2:13 spring'],
  },
  { says: 'with one in a comment', text: '<!-- spring-boot-starter-web -->', finds: [] },
  { says: 'without a server', text: 'spring-boot-starter-webapp spring-boot-starter', finds: [] },
  {
    says: 'of Gradle',
    path: 'build.gradle.kts',
    text: '// a\nimplementation("org.springframework.boot:spring-boot-starter-webflux")',
    finds: ['default 8080/tcp 2:42 spring'],
  },
]);

describe('a malformed file says what is wrong and where', () => {
  it.each<[path: string, interpret: Interpret, text: string, reason: RegExp]>([
    ['settings.json', interpretSettings, '{ "a": 1 ', /^JSON: CloseBraceExpected at 1:10/],
    ['launch.json', interpretLaunch, '', /^JSON: /],
    ['compose.yaml', interpretCompose, 'a: [\n', /^YAML: .* at \d+:\d+$/],
    ['application.yml', interpretSpringYaml, 'a: "b', /^YAML: .* at \d+:\d+$/],
    ['vite.config.ts', interpretFramework, 'export default {', /^JavaScript: .* at \d+:\d+$/],
    ['package.json', interpretScripts, '['.repeat(100_000), /^nested too deeply$/],
  ])('%s', (path, interpret, text, reason) => {
    const run = (): unknown => found(interpret, path, text);
    expect(run).toThrow(MalformedError);
    expect(run).toThrow(reason);
  });
});
