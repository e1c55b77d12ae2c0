import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import type { RebindPlugin } from 'eslint-plugin-rebind';
import { beforeAll, describe, expect, it } from 'vitest';
import { packPlugin } from '../eslint-plugin/package/packed.ts';
import { ROOT } from '../eslint-plugin/package/versions.ts';
import { codeBlocks, headings, type CodeBlock } from './code-blocks.ts';

const folder = path.join(ROOT, 'docs/rules');
const pages = readdirSync(folder).map((file) => {
  const text = readFileSync(path.join(folder, file), 'utf8');
  return { rule: path.basename(file, '.md'), text, blocks: codeBlocks(text) };
});

const linter = new Linter();
let rebind: RebindPlugin;
beforeAll(async () => {
  const plugin = await packPlugin();
  const entry = path.join(plugin.folder, 'dist/index.js');
  ({ default: rebind } = (await import(/* @vite-ignore */ entry)) as { default: RebindPlugin });
});

/** `// settings.rebind = { "platforms": ["linux"] }` in a block. */
function settingsOf({ code }: CodeBlock): Record<string, unknown> {
  const [, settings = '{}'] = /^\/\/ settings\.rebind = (.*)$/m.exec(code) ?? [];
  return JSON.parse(settings) as Record<string, unknown>;
}

function configFor(block: CodeBlock): { config: Linter.Config[]; filename: string } {
  const filename = `example.${block.language}`;
  const languageOptions = block.language === 'ts' ? { parser } : {};
  const settings = { rebind: settingsOf(block) };
  return { filename, config: [...rebind.configs.all, { files: ['**/*'], settings, languageOptions }] };
}

function lint(block: CodeBlock): Linter.LintMessage[] {
  const { config, filename } = configFor(block);
  return linter.verify(block.code, config, filename);
}

function fix(block: CodeBlock): string {
  const { config, filename } = configFor(block);
  return linter.verifyAndFix(block.code, config, filename).output;
}

function suggested(block: CodeBlock): string[] {
  return lint(block).flatMap(({ suggestions = [] }) =>
    suggestions.map(
      ({ fix: { range, text } }) => block.code.slice(0, range[0]) + text + block.code.slice(range[1]),
    ),
  );
}

/** The languages of the blocks, by the endings of their files. */
const LANGUAGES = new Set(['js', 'ts', 'java', 'c', 'cpp', 'py']);

describe.each(pages)('the page of $rule', ({ rule, text, blocks }) => {
  const named = (role: string): { title: string; block: CodeBlock; before: CodeBlock | undefined }[] =>
    blocks.flatMap((block, index) => {
      const before = blocks.slice(0, index).findLast((other) => other.role === 'incorrect');
      return block.role === role ? [{ title: `line ${block.line}`, block, before }] : [];
    });

  it('says what its headings promise, in their order', () => {
    const order = [
      '## Examples',
      '### Incorrect',
      '### Correct',
      '## Options',
      '## Settings',
      '## When not to use it',
    ];
    const found = headings(text);
    expect(found[0]).toBe(`# rebind/${rule}`);
    expect(found.filter((heading) => order.includes(heading))).toEqual(order);
    expect(found[1]).toMatch(/^## What /);
  });

  it('says of every block what it shows', () => {
    expect(
      blocks.filter(({ role }) => !['incorrect', 'correct', 'fixed', 'suggested'].includes(role)),
    ).toEqual([]);
    expect(blocks.filter(({ language }) => !LANGUAGES.has(language))).toEqual([]);
  });

  it.each(named('incorrect'))('shows incorrect code that this rule alone reports, $title', ({ block }) => {
    const found = lint(block).map(({ ruleId, message }) => ruleId ?? message);
    expect([...new Set(found)]).toEqual([`rebind/${rule}`]);
  });

  it.each(named('correct'))('shows correct code that no rule reports, $title', ({ block }) => {
    expect(lint(block).map(({ message }) => message)).toEqual([]);
  });

  it.each(named('fixed'))('shows what --fix writes, $title', ({ block, before }) => {
    expect(before && fix(before)).toBe(block.code);
    expect(lint(block)).toEqual([]);
  });

  it.each(named('suggested'))('shows what a suggestion writes, $title', ({ block, before }) => {
    expect(before && suggested(before)).toContain(block.code);
    expect(lint(block)).toEqual([]);
  });

  it('leaves no fix unshown', () => {
    const shown = new Set(named('fixed').map(({ before }) => before));
    const unshown = named('incorrect').filter(({ block }) => fix(block) !== block.code && !shown.has(block));
    expect(unshown.map(({ title }) => title)).toEqual([]);
  });
});
