import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { ROOT } from '../package/versions.ts';

/**
 * Lints half a megabyte in each of the four languages and prints what is held afterwards, in megabytes: on the heap of JavaScript,
 * and outside of it by WebAssembly. What V8 keeps of its own for later is not ours to give back.
 */
const PROGRAM = `
  import { Linter } from 'eslint';
  import rebind from ${JSON.stringify(pathToFileURL(path.join(ROOT, 'eslint-plugin/dist/index.js')).href)};
  const files = {
    'a.c': ['int f(void) { int fd = socket(AF_INET, SOCK_STREAM, 0); bind(fd, &a, sizeof(a)); return listen(fd, 8); }\\n', (n) => \`int f\${n}(int a, char *b) { return a > \${n} ? strlen(b) + a : g(a, b, \${n}); }\\n\`],
    'a.cpp': ['int f() { int fd = socket(AF_INET, SOCK_STREAM, 0); bind(fd, &a, sizeof(a)); return listen(fd, 8); }\\n', (n) => \`int f\${n}(std::vector<int> a) { return a.size() > \${n} ? g(a, \${n}) : \${n}; }\\n\`],
    'A.java': ['class A { void f() throws Exception { var s = new java.net.ServerSocket(); s.bind(a); } }\\n', (n) => \`class A\${n} { int f(int a, String b) { return a > \${n} ? b.length() : g(a, b); } }\\n\`],
    'a.py': ['import socket\\ns = socket.socket()\\ns.bind(("", 3000))\\ns.listen()\\n', (n) => \`def f\${n}(a, b):\\n    return len(b) if a > \${n} else g(a, b, \${n})\\n\`],
  };
  for (const [filename, [site, filler]] of Object.entries(files)) {
    const text = site + Array.from({ length: 8_000 }, (_, n) => filler(n)).join('');
    const found = new Linter().verify(text, rebind.configs.all, { filename });
    if (found.length !== 1) throw new Error(filename + ': ' + JSON.stringify(found));
  }
  gc();
  const { heapUsed, external } = process.memoryUsage();
  console.log(Math.round((heapUsed + external) / 1e6));
`;

it('is given back after large files in four languages', { timeout: 120_000 }, () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', '--input-type=module', '-e', PROGRAM],
    { cwd: ROOT, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(Number(stdout)).toBeLessThan(120);
});
