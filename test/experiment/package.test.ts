import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programs, ROOT } from '../eslint-plugin/package/versions.ts';
import { licencesNamed } from '../../scripts/licences.mjs';
import { filesBelow } from '../tools/files.ts';
import CONTENTS from './package-contents.json' with { type: 'json' };
import { freePort, run } from './support.ts';

/** Sources that are in a bundle of several files, whose names end in their hashes. */
const BUNDLED = /^configured-port\/(?!index\.ts$)/;
const CHUNK = /^dist\/configured-port\/[\w-]+-[A-Z\d]{8}\.js$/;

const cache = path.join(ROOT, 'node_modules/.cache/rebind');
let folder: string;
let tarball: string;
let installed: string;

/** Packs the built package, and unpacks it where a project has it; its dependencies are the repository's. */
beforeAll(() => {
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(path.join(cache, 'project-'));
  const name = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: path.join(ROOT, 'experiment'),
    encoding: 'utf8',
  });
  tarball = path.join(folder, name.trim());
  installed = path.join(folder, 'node_modules/rebind');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  const bin = path.join(folder, 'node_modules/.bin');
  mkdirSync(bin);
  symlinkSync('../rebind/bin/rebind.js', path.join(bin, 'rebind'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the published package', () => {
  it('is what publint wants', async () => {
    const { buffer, byteOffset, byteLength } = readFileSync(tarball);
    const { messages } = await publint({
      level: 'suggestion',
      strict: true,
      pack: { tarball: buffer.slice(byteOffset, byteOffset + byteLength) },
    });
    expect(messages).toEqual([]);
  });

  it('has types that resolve wherever its code does', () => {
    const output = execFileSync(
      process.execPath,
      [programs.attw, tarball, '--profile', 'esm-only', '--format', 'json'],
      { encoding: 'utf8' },
    );
    const { analysis, problems = {} } = JSON.parse(output) as {
      analysis: { entrypoints: Readonly<Record<string, unknown>> };
      problems?: Readonly<Record<string, readonly { readonly resolutionKind?: string }[]>>;
    };
    // node10 stands for Nodes that do not know of "exports"; the package supports none of them
    const kinds = Object.entries(problems).filter(([, all]) =>
      all.some((one) => one.resolutionKind !== 'node10'),
    );
    // require() of an ES module, which every supported Node can do
    expect(kinds.map(([kind]) => kind)).toEqual(['CJSResolvesToESM']);
    expect(Object.keys(analysis.entrypoints)).toEqual([
      '.',
      './port',
      './report',
      './child',
      './package.json',
    ]);
  });

  it('runs as npx runs it', async () => {
    const command = path.join(folder, 'node_modules/.bin/rebind');
    const { status, stdout, stderr } = await run([
      process.execPath,
      command,
      'matrix',
      String(await freePort()),
    ]);
    expect(stderr).toBe('');
    expect(stdout).toContain('112 cells');
    expect(status).toBe(0);
  });

  it('finds the listen calls of source code without ESLint, which is not installed there', async () => {
    const sources = path.join(folder, 'sources');
    mkdirSync(sources);
    writeFileSync(
      path.join(sources, 'server.py'),
      'import socket\ns = socket.socket()\ns.bind(("", 6100))\ns.listen()\n',
    );
    writeFileSync(
      path.join(sources, 'server.ts'),
      "import net from 'node:net';\nnet.createServer().listen(6200);\n",
    );
    const command = path.join(folder, 'node_modules/.bin/rebind');
    const { stdout, stderr } = await run([process.execPath, command, 'port', sources]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/6100\/tcp +server\.py:3 .*\n +6200\/tcp +server\.ts:2 /);
  });

  it('runs the experiment for those who import it', async () => {
    const script = `
      import { runInChild } from 'rebind';
      const loopback = ['127.0.0.1'];
      const { cells, leftAsFound } = await runInChild(
        { command: 'matrix', port: ${await freePort()}, protocols: ['udp'], first: loopback, second: loopback });
      console.log(cells.length, leftAsFound);`;
    const { stdout, stderr } = await run([process.execPath, '--input-type=module', '--eval', script], {
      cwd: folder,
    });
    expect(stderr).toBe('');
    expect(stdout).toBe('48 true\n');
  });

  it('holds the built library, the command, its licences, and nothing else', () => {
    const built = filesBelow(path.join(ROOT, 'experiment/src'))
      .filter((file) => !file.endsWith('.d.ts'))
      .flatMap((file) => [
        ...(BUNDLED.test(file) ? [] : [`dist/${file.replace(/\.ts$/, '.js')}`]),
        `dist/${file.replace(/\.ts$/, '.d.ts')}`,
      ]);
    const files = filesBelow(installed);
    const chunks = files.filter((file) => CHUNK.test(file));
    expect(chunks.some((file) => file.includes('/listen-'))).toBe(true);
    expect(files.filter((file) => !chunks.includes(file))).toEqual([...built, ...CONTENTS.files].toSorted());
  });

  it('refers to no file that it lacks', () => {
    const dangling = filesBelow(installed).filter((file) =>
      readFileSync(path.join(installed, file), 'utf8').includes('sourceMappingURL'),
    );
    expect(dangling).toEqual([]);
  });

  it('runs nothing when it is installed', () => {
    const { scripts = {} } = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8')) as {
      scripts?: Readonly<Record<string, string>>;
    };
    expect(Object.keys(scripts).filter((name) => /install|^prepare$/.test(name))).toEqual([]);
  });

  it('names the licence of each package in its bundles, and all are licences we know', () => {
    const named = licencesNamed(readFileSync(path.join(installed, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8'));
    expect(Object.fromEntries(named.map(({ name, licence }) => [name, licence]))).toEqual(CONTENTS.licences);
  });
});
