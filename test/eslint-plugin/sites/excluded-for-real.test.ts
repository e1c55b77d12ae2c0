import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing, withoutIPv6 } from '../../examples/support/toolchain.ts';
import { readTargets } from '../../../eslint-plugin/src/sites/targets.ts';
import { excludes } from '../../../eslint-plugin/src/sites/exclusion.ts';
import { sitesOf } from '../../../eslint-plugin/src/sites/from-text.ts';
import { hasNamespaces } from '../../network/namespace.ts';

const PORT = 8080;

interface Language {
  readonly file: string;
  readonly needs?: string;
  readonly command: (file: string) => string;
  /** A program that binds two addresses, each as its language writes it, and says "both" where it could. */
  readonly program: (first: string, second: string) => string;
}

/** `''` is what the API takes where it is given no address. */
const LANGUAGES = {
  Node: {
    file: 'server.mjs',
    command: (file) => `${process.execPath} ${file}`,
    program: (first, second) => `import http from 'node:http';
http.createServer().listen({ port: ${PORT}, ${first} });
http.createServer().listen({ port: ${PORT}, ${second} });
setTimeout(() => { console.log('both'); process.exit(); }, 500);
`,
  },
  'Node, datagrams': {
    file: 'server.mjs',
    command: (file) => `${process.execPath} ${file}`,
    program: (first, second) => `import dgram from 'node:dgram';
dgram.createSocket({ ${first} }).bind(${PORT});
dgram.createSocket({ ${second} }).bind(${PORT});
setTimeout(() => { console.log('both'); process.exit(); }, 500);
`,
  },
  Python: {
    file: 'server.py',
    needs: 'python3',
    command: (file) => `python3 ${file}`,
    program: (first, second) => `import socket
one = socket.socket()
one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
one.bind((${first}, ${PORT}))
one.listen()
other = socket.socket()
other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
other.bind((${second}, ${PORT}))
other.listen()
print("both", one.accept if other else other.accept)
`,
  },
  C: {
    file: 'server.c',
    needs: 'gcc',
    command: (file) => `gcc -o ${file}.out ${file} && ${file}.out`,
    program: (first, second) => `#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
int main(void) {
  int on = 1, one = socket(AF_INET, SOCK_STREAM, 0), other = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in a = { .sin_family = AF_INET }, b = { .sin_family = AF_INET };
  a.sin_port = htons(${PORT});
  a.sin_addr.s_addr = ${first};
  b.sin_port = htons(${PORT});
  b.sin_addr.s_addr = ${second};
  setsockopt(one, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  setsockopt(other, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(one, (struct sockaddr *)&a, sizeof a) < 0) { perror("first"); exit(1); }
  if (listen(one, 5) < 0) { perror("first"); exit(1); }
  if (bind(other, (struct sockaddr *)&b, sizeof b) < 0) { perror("second"); exit(1); }
  if (listen(other, 5) < 0) { perror("second"); exit(1); }
  puts("both");
  return 0;
}
`,
  },
  Java: {
    file: 'Main.java',
    needs: 'java',
    command: (file) => `java ${file}`,
    program: (first, second) => `import java.net.*;
class Main {
  public static void main(String[] arguments) throws Exception {
    ServerSocket one = new ServerSocket(${PORT}${first});
    ServerSocket other = new ServerSocket(${PORT}${second});
    System.out.println("both " + one + other);
  }
}
`,
  },
} satisfies Record<string, Language>;

const at = (address: string): string => `, 5, InetAddress.getByName("${address}")`;

/** The language, both addresses, and whether the second bind fails on Linux. */
const PAIRS: readonly (readonly [
  language: keyof typeof LANGUAGES,
  first: string,
  second: string,
  fails: boolean,
])[] = [
  ['Node', '', '', true],
  ['Node', '', "host: '127.0.0.1'", true],
  ['Node', "host: '127.0.0.1'", "host: '0.0.0.0'", true],
  ['Node', "host: '::'", "host: '0.0.0.0'", true],
  ['Node', "host: '::', ipv6Only: true", "host: '0.0.0.0'", false],
  ['Node', "host: '127.0.0.1'", "host: '127.0.0.2'", false],
  ['Node', "host: '::1'", "host: '127.0.0.1'", false],
  ['Node, datagrams', "type: 'udp4'", "type: 'udp4'", true],
  ['Node, datagrams', "type: 'udp6'", "type: 'udp4'", true],
  ['Node, datagrams', "type: 'udp6', ipv6Only: true", "type: 'udp4'", false],
  ['Node, datagrams', "type: 'udp4', reuseAddr: true", "type: 'udp4', reuseAddr: true", false],
  ['Python', '""', '""', true],
  ['Python', '""', '"127.0.0.1"', true],
  ['Python', '"127.0.0.1"', '"127.0.0.2"', false],
  ['C', 'htonl(INADDR_ANY)', 'htonl(INADDR_ANY)', true],
  ['C', 'htonl(INADDR_LOOPBACK)', 'htonl(INADDR_ANY)', true],
  ['C', 'htonl(INADDR_LOOPBACK)', 'inet_addr("127.0.0.2")', false],
  ['Java', '', '', true],
  ['Java', '', at('127.0.0.1'), true],
  ['Java', at('127.0.0.1'), at('127.0.0.2'), false],
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rebind-excluded-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Whether the linter says of a program that its second bind fails on Linux. */
function isReported(text: string, file: string): boolean {
  const targets = readTargets({ rebind: { platforms: ['linux'] } });
  return sitesOf(text, file).some(({ beside = [], ...site }) =>
    beside.some((first) => excludes(first, site, targets)),
  );
}

const run = withoutIPv6() ? PAIRS.filter((pair) => !/::|udp6/.test(pair.join(' '))) : PAIRS;
const cases = run.map(([language, first, second, fails]) => ({
  title: `${language}: ${first || 'no address'} and ${second || 'no address'}, ${fails ? 'fails' : 'binds both'}`,
  language,
  first,
  second,
  fails,
}));

// each test file has a network of its own, where the port is free
describe.runIf(hasNamespaces)(
  'a program whose second bind fails on this kernel is reported, and no other',
  () => {
    it.each(cases)('$title', ({ language, first, second, fails }) => {
      const { file, needs, command, program }: Language = LANGUAGES[language];
      const text = program(first, second);
      expect(isReported(text, file)).toBe(fails);
      if (!missing(needs)) {
        const place = path.join(folder, file);
        writeFileSync(place, text);
        const { stdout, stderr } = spawnSync('sh', ['-c', command(place)], { encoding: 'utf8' });
        expect(stdout.startsWith('both'), stderr).toBe(!fails);
        expect(/EADDRINUSE|already in use/i.test(stderr)).toBe(fails);
      }
    });
  },
);
