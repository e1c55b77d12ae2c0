import fc from 'fast-check';
import { describe, it } from 'vitest';
import { MalformedError } from '../../../experiment/src/configured-port/finding.ts';
import { findConfiguredPorts } from '../../../experiment/src/configured-port/index.ts';
import { sources } from '../../../experiment/src/configured-port/sources.ts';
import { interpretEnv } from '../../../experiment/src/configured-port/sources/env.ts';
import { found, variables } from './found.ts';
import { folder } from './folder.ts';

/** A well-formed text for each source, to be cut up. */
const seeds: readonly [path: string, text: string][] = [
  ['.vscode/settings.json', '{ "rebind.port": 3000 }'],
  [
    '.vscode/launch.json',
    '{ "configurations": [{ "name": "a", "cwd": "${workspaceFolder}/a", "url": "http://localhost:1", "args": ["-p", "2"], "env": { "PORT": "3" } }] }',
  ],
  ['package.json', '{"scripts":{"dev":"concurrently \\"PORT=${P:-3} vite --port 1\\" \'next -p $Q\'"}}'],
  [
    'compose.yaml',
    'x: &p ["1:2"]\nservices:\n  a:\n    <<: *p\n    build: { context: a, dockerfile: b }\n    ports: *p\n  b: { ports: [{ target: 1, published: "${A:-2-3}" }] }\n',
  ],
  [
    'Dockerfile',
    'FROM a AS b\nARG P=1\nENV PORT=$P A="b" \\\n  C=d\nEXPOSE ${P}/udp 2-3\nCMD ["serve", "-l", "5"]\n',
  ],
  ['devcontainer.json', '{ "forwardPorts": [1, "db:2"], "appPort": ["3:4"] }'],
  [
    'angular.json',
    '{"projects":{"a":{"root":"b","architect":{"serve":{"options":{"port":1},"configurations":{"c":{"port":2}}}}}}}',
  ],
  [
    'vite.config.ts',
    'const { PORT = 1 } = process.env; export default ({ mode }) => ({ server: { port: Number(PORT) || 2 as number } });',
  ],
  ['application.properties', 'a=1\nserver.port=${PORT:${a}}\n#---\nspring.config.activate.on-profile=x\n'],
  ['application.yml', 'server: { port: "${PORT:8080}" }\n---\nspring.profiles: [a, b]\n'],
  ['pom.xml', '<!-- --><a>spring-boot-starter-web</a>'],
  ['a.ts', 'function f(port = process.env.PORT ?? 3000) { app.listen({ port, host: `::` }, () => {}); }'],
  [
    'a.py',
    'import os, socket\nP = int(os.environ.get("PORT", 1))\nclass A:\n  def f(self):\n    self.s = socket.socket()\n    self.s.bind(("", P))\n    self.s.listen()\n',
  ],
  [
    'A.java',
    'class A { int P = 1; void m() { new ServerSocket(P); s.bind(new InetSocketAddress("a", true ? 1 : P)); } }',
  ],
  [
    'a.c',
    '#define P 1\nint main() { int s = socket(AF_INET, SOCK_STREAM, 0); struct sockaddr_in a = { .sin_port = htons(P) }; bind(s, (struct sockaddr *)&a, 1); listen(s, 1); getaddrinfo(0, "2", 0, &a); }',
  ],
];

/** The seed with pieces dropped, doubled, exchanged, and characters put in that mean something to some parser. */
const mangled = (seed: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.record({
        at: fc.nat(seed.length),
        drop: fc.nat(8),
        insert: fc.oneof(
          fc.constantFrom(
            '{',
            '}',
            '[',
            ']',
            '(',
            ')',
            '"',
            "'",
            '`',
            '${',
            '$',
            '\\',
            '\n',
            '\r\n',
            '\0',
            ':',
            '-',
            '&a',
            '*a',
            '<<',
            '#',
            '\uFEFF',
            '\uD800',
            '99999',
            '__proto__',
            'constructor',
          ),
          fc.string({ unit: 'binary', maxLength: 4 }),
          fc.nat(seed.length).map((from) => seed.slice(from, from + 20)),
        ),
      }),
      { maxLength: 8 },
    )
    .map((edits) =>
      edits.reduce((text, { at, drop, insert }) => text.slice(0, at) + insert + text.slice(at + drop), seed),
    );

describe('whatever a file holds', () => {
  it.each(seeds)('%s is understood or malformed, and never anything else', async (path, seed) => {
    const source = sources.find(({ matches }) => matches(path));
    const interpret = await source?.load();
    if (!interpret) {
      throw new Error(`no source for ${path}`);
    }
    fc.assert(
      fc.property(
        mangled(seed),
        fc.dictionary(fc.constantFrom('P', 'PORT', 'A'), fc.string()),
        (text, values) => {
          try {
            for (const { port, offset } of interpret({ path, text }, variables(values))) {
              if (!(port >= 1 && port <= 65535) || !(offset >= 0 && offset <= text.length)) {
                throw new Error(`${port} at ${offset} of ${text.length}`);
              }
            }
          } catch (error) {
            if (!(error instanceof MalformedError)) {
              throw error;
            }
          }
        },
      ),
      { numRuns: 300 },
    );
    // the seed itself is worth something, or the property would hold for want of findings
    if (found(interpret, path, seed).length === 0) {
      throw new Error(`nothing found in ${path}`);
    }
  });

  it('.env is read', () => {
    fc.assert(
      fc.property(mangled('export PORT="3000" # a\nA_PORT=${PORT:-1}\nB=`\n`\n'), (text) => {
        for (const { name, offset } of interpretEnv({ path: '.env', text })) {
          if (!text.slice(0, offset).includes(name)) {
            throw new Error(`${name} does not stand before its value`);
          }
        }
      }),
    );
  });

  it('the search ends and names the malformed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (bytes) => {
        const root = await folder(
          Object.fromEntries([...seeds.map(([path]) => path), '.env'].map((path) => [path, bytes])),
        );
        await findConfiguredPorts(root);
      }),
      { numRuns: 20 },
    );
  });
});
