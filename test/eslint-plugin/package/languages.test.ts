import css from '@eslint/css';
import json from '@eslint/json';
import markdown from '@eslint/markdown';
import { ESLint, type Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import rebind from '../../../eslint-plugin/src/index.ts';

const rules = Object.fromEntries(
  Object.keys(rebind.rules).map((name) => [`rebind/${name}`, 'error' as const]),
);

/** All rules for all files, whatever their language, as `{ rules }` without `files` does. */
const EVERYWHERE: Linter.Config[] = [
  { plugins: { rebind }, rules },
  { files: ['**/*.json'], plugins: { json }, language: 'json/json' },
  { files: ['**/*.jsonc'], plugins: { json }, language: 'json/jsonc' },
  { files: ['**/*.css'], plugins: { css: css }, language: 'css/css' },
  { files: ['**/*.md'], plugins: { markdown }, language: 'markdown/gfm' },
];

async function lint(filePath: string, text: string, config = EVERYWHERE): Promise<Linter.LintMessage[]> {
  const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: config });
  const results = await eslint.lintText(text, { filePath });
  return results.flatMap(({ messages }) => messages);
}

describe('files of another language', () => {
  it.each([
    ['package.json', '{ "scripts": { "start": "server.listen(3000)" } }'],
    ['settings.jsonc', '// server.listen(3000)\n{ "listen": 3000 }'],
    ['style.css', 'a::after { content: "server.listen(3000)" }'],
    ['README.md', "# Servers\n\n```js\nrequire('net').createServer().listen(3000);\n```\n"],
  ])('are passed over: %s', async (file, text) => {
    expect(await lint(file, text)).toEqual([]);
  });

  it('may hold JavaScript, which is linted where a processor takes it out', async () => {
    const config = [
      ...EVERYWHERE.slice(0, 1),
      ...(markdown.configs.processor as Linter.Config[]).map((part) => ({ ...part })),
    ];
    const text = "# Servers\n\n```js\nrequire('net').createServer().listen(3000);\n```\n";
    const found = await lint('README.md', text, config);
    expect(found.map(({ ruleId, line, column }) => [ruleId, line, column])).toEqual([
      ['rebind/prefer-explicit-reuse', 4, 31],
    ]);
  });
});

describe('files with syntax errors', () => {
  it.each([
    ['server.js', "import net from 'net';\nnet.createServer().listen(3000;\n"],
    ['server.cjs', "const net = require('net');\nnet.createServer().listen(3000)\n}\n"],
    ['package.json', '{ "listen": 3000 '],
  ])("give ESLint's message alone: %s", async (file, text) => {
    const found = await lint(file, text);
    expect(found.map(({ ruleId, fatal }) => ({ ruleId, fatal }))).toEqual([{ ruleId: null, fatal: true }]);
  });
});
