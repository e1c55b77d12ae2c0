import path from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RebindPlugin } from 'eslint-plugin-rebind';
import { listeningPrograms } from '../fixes/programs/calls.ts';
import { SEED } from '../fixes/seed.ts';
import { projectWithPlugin, type Project } from './project.ts';
import { programs } from './versions.ts';

const RULES = {
  'rebind/require-reuse': 'error',
  'rebind/prefer-explicit-reuse': 'error',
  'rebind/no-ineffective-reuse': 'error',
  'rebind/no-disabled-reuse': 'error',
  'rebind/no-unsafe-reuse': 'error',
};
const SETTINGS = { rebind: { platforms: ['linux', 'darwin'], node: '>=20' } };

/** Oxlint's configuration, as the README gives it. */
const OXLINT = JSON.stringify({
  jsPlugins: ['eslint-plugin-rebind'],
  categories: { correctness: 'off' },
  rules: RULES,
  settings: SETTINGS,
});

/** What the generated programs lack. */
const OWN_PROGRAMS: Readonly<Record<string, string>> = {
  'empty.mjs': '',
  'unrelated.mjs': 'export const listen = (port) => port;\nlisten(3000);\n',
  'marks.mjs':
    "\uFEFFimport express from 'express';\r\nconst app = express();\r\n/* 😀 日本語 */ app.listen(3000, () => '😀');\r\n",
  'component.jsx':
    "import http from 'node:http';\nexport const App = () => <a href='#'>{http.createServer().listen(3000).address().port}</a>;\n",
  'component.tsx':
    "import http from 'node:http';\nexport const start = <T,>(port: T) => http.createServer().listen(8080);\n",
  'types.ts': `import type { Server } from 'node:net';
import dgram = require('node:dgram');
abstract class Service {
  #socket = dgram.createSocket('udp4');
  constructor(private readonly server: Server) {}
  start(): void {
    this.server!.listen(3000 as number);
    this.#socket.bind(5353, () => this.#socket.addMembership('224.0.0.251'));
  }
}
export { Service };
`,
  'deno.ts':
    "Deno.serve({ port: 8000 }, () => new Response('hi'));\nDeno.listen({ port: 7000, reusePort: true });\n",
  'bun.ts': 'Bun.serve({ port: 3000, fetch });\nBun.udpSocket({ port: 5000 });\n',
  'disabled.mjs':
    "import net from 'node:net';\n// eslint-disable-next-line rebind/prefer-explicit-reuse -- one process only\nnet.createServer().listen(3000);\n",
};

interface OxlintReport {
  readonly diagnostics: readonly {
    readonly message: string;
    readonly code: string;
    readonly filename: string;
    readonly labels: readonly { readonly span: { readonly offset: number; readonly length: number } }[];
  }[];
}

/** A report as both linters give it. `line:column` from 1, columns in UTF-16 units as ESLint counts. */
type Report = `${string} ${number}:${number}-${number}:${number} ${string}`;

/** Where a byte of a file's UTF-8 is, as ESLint says it: the byte order mark does not count. */
function position(text: string, byte: number): `${number}:${number}` {
  const before = Buffer.from(text)
    .subarray(0, byte)
    .toString()
    .replace(/^\uFEFF/, '');
  const lines = before.split('\n');
  return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

describe('under Oxlint the plugin', () => {
  const generated = fc
    .sample(listeningPrograms, { seed: SEED, numRuns: 800 })
    // in .mts and .cts files Oxlint refuses, as TypeScript does, the <type>value that some programs hold
    .map(({ file, text }, index) => [
      `generated/${index}${path.extname(file).replace(/[mc]ts$/, 'ts')}`,
      text,
    ]);
  const files: Readonly<Record<string, string>> = {
    ...OWN_PROGRAMS,
    ...(Object.fromEntries(generated) as Record<string, string>),
  };
  let project: Project;
  let eslint: (fix: boolean) => Promise<ESLint.LintResult[]>;

  beforeAll(async () => {
    project = await projectWithPlugin({}, { ...files, '.oxlintrc.json': OXLINT });
    const entry = path.join(project.folder, 'node_modules/eslint-plugin-rebind/dist/index.js');
    const { default: rebind } = (await import(/* @vite-ignore */ entry)) as { default: RebindPlugin };
    eslint = (fix) =>
      new ESLint({
        cwd: project.folder,
        fix,
        overrideConfigFile: true,
        overrideConfig: [
          rebind.configs.recommended,
          { settings: SETTINGS, languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
          { files: ['**/*.{ts,tsx,mts,cts}'], languageOptions: { parser } },
          { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
        ],
      }).lintFiles(Object.keys(files));
  });
  beforeEach(() => {
    project.write(files);
  });
  afterAll(() => {
    project[Symbol.dispose]();
  });

  async function oxlint(...options: readonly string[]): Promise<OxlintReport> {
    const { stdout, stderr } = await project.run(programs.oxlint, {
      arguments: ['--format', 'json', ...options, '.'],
    });
    expect(stderr).toBe('');
    return JSON.parse(stdout) as OxlintReport;
  }

  it('reports what it reports under ESLint', async () => {
    const byEslint = (await eslint(false)).flatMap(({ filePath, messages }) =>
      messages.map(
        ({ line, column, endLine = 0, endColumn = 0, ruleId, message }): Report =>
          `${path.relative(project.folder, filePath)} ${line}:${column}-${endLine}:${endColumn} ${ruleId ?? ''} ${message}`,
      ),
    );
    const { diagnostics } = await oxlint();
    const byOxlint = diagnostics.map(({ message, code, filename, labels }): Report => {
      const { offset, length } = labels[0]?.span ?? { offset: 0, length: 0 };
      const text = files[filename] ?? '';
      const rule = code.replace('(', '/').replace(')', '');
      return `${filename} ${position(text, offset)}-${position(text, offset + length)} ${rule} ${message}` as Report;
    });
    expect(byOxlint.sort()).toEqual(byEslint.sort());
    expect(byOxlint.length).toBeGreaterThan(300);
  });

  it('fixes as it fixes under ESLint', async () => {
    const expected = (await eslint(true)).flatMap(({ filePath, output }) =>
      output === undefined ? [] : [[path.relative(project.folder, filePath), output] as const],
    );
    await oxlint('--fix');
    expect(expected.map(([file]) => [file, project.read(file)])).toEqual(expected);
    const changed = Object.keys(files).filter((file) => project.read(file) !== files[file]);
    expect(changed.sort()).toEqual(expected.map(([file]) => file).sort());
    expect(changed.length).toBeGreaterThan(100);
  });

  it('offers its suggestions to --fix-suggestions', async () => {
    await oxlint('--fix-suggestions');
    expect(project.read('deno.ts')).toBe(
      "Deno.serve({ port: 8000, reusePort: false }, () => new Response('hi'));\n" +
        'Deno.listen({ port: 7000, reusePort: false });\n',
    );
  });
});
