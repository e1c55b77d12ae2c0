import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { runInChild } from 'rebind';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MarkupContent } from 'vscode-languageserver-protocol';
import { useTranslation } from '../../eslint-plugin/src/words.ts';
import { DEFAULTS } from '../../extension/src/lint/default-settings.ts';
import { type Problem, type ProblemId, PROBLEMS, notice } from '../../extension/src/panel/problems.ts';
import { causeText } from '../../extension/src/panel/present/cause-texts.ts';
import { findingText } from '../../extension/src/panel/present/finding-texts.ts';
import { presentPage } from '../../extension/src/panel/present/page.ts';
import { EMPTY } from '../../extension/src/panel/state.ts';
import { ROOT } from '../eslint-plugin/package/versions.ts';
import { Editor } from './lint/editor.ts';
import { EVERY_CAUSE } from './panel/causes.ts';
import * as states from './panel/states.ts';

const read = (file: string): Record<string, string> =>
  JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as Record<string, string>;
const english = read('l10n/bundle.l10n.json');

/** Full-width letters for all that is not a placeholder: readable, and told from what was left out. */
function pseudo(text: string): string {
  return text.replace(/\{\{?\w+\}?\}|[A-Za-z]/g, (part) =>
    part.length > 1 ? part : String.fromCharCode(part.charCodeAt(0) + 0xfee0),
  );
}

const bundle = Object.fromEntries(Object.entries(english).map(([key, text]) => [key, pseudo(text)]));

describe('the translations', () => {
  it('are complete, and of what there is', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/l10n.mjs', '--check'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  }, 120_000);

  it.each([
    ['l10n/bundle.l10n.json', 'l10n/bundle.l10n.zh-cn.json'],
    ['package.nls.json', 'package.nls.zh-cn.json'],
  ])('keep the placeholders and the links of %s', (from, to) => {
    const places = (text: string): string[] => (text.match(/\{\{?\w+\}?\}|\(command:[^)]+\)/g) ?? []).sort();
    const translated = read(to);
    const lost = Object.entries(read(from)).filter(
      ([key, text]) => JSON.stringify(places(text)) !== JSON.stringify(places(translated[key] ?? '')),
    );
    expect(lost).toEqual([]);
  });
});

describe('in a language of full-width letters', () => {
  let editor: Editor;
  beforeAll(async () => {
    editor = await Editor.start({ translations: bundle });
    editor.settings = { settings: { ...DEFAULTS, 'lint.checkUnconfigurable': true } };
  });
  afterAll(async () => {
    await editor[Symbol.asyncDispose]();
    l10n.config({ contents: {} });
    useTranslation((text) => text);
  });

  /** English words that are no code: names of calls, options, variables and values stay what they are. */
  function leftovers(text: string): string[] {
    return (
      text
        .replaceAll(/`[^`]*`|[\w.]+\(\)|@[\w/-]+|--[\w-]+|process\.platform === 'linux'/g, '')
        .replaceAll(
          /\b(?:require-reuse|prefer-explicit-reuse|no-[\w-]+-reuse|reuse(?:Port|Addr)|true|false|exclusive|PORT|Linux|macOS|Windows|Deno|Node|Bun|app|port|http|createServer)\b/g,
          '',
        )
        .match(/[A-Za-z]{2,}/g) ?? []
    );
  }

  /** What a person sees of Markdown: neither where links lead nor what keeps signs from being markup. */
  function shownOf(contents: unknown): string {
    expect(MarkupContent.is(contents)).toBe(true);
    return (contents as MarkupContent).value.replaceAll(/\]\(https:.*\)|\\/g, '');
  }

  const head =
    "import http from 'node:http';\nimport dgram from 'node:dgram';\nimport { serve } from '@hono/node-server';\nconst server = http.createServer();\n";

  it.each([
    'server.listen(3000);',
    'server.listen(process.env.PORT);',
    'server.listen(process.env.PORT || 3000);',
    'server.listen(port);',
    'server.listen({ port: 3000, reusePort: true });',
    "server.listen({ port: 3000, reusePort: 'true' });",
    'server.listen(3000, { reusePort: true });',
    'http.createServer({ reusePort: true }).listen(3000);',
    "server.listen({ path: '/tmp/x', reusePort: true });",
    "dgram.createSocket('udp4').bind(5000);",
    "const s = dgram.createSocket('udp4'); s.bind(5353, () => s.addMembership('224.0.0.251'));",
    'serve({ fetch: app.fetch, port: 3000 });',
    'Bun.udpSocket({ port: 3000 });',
    'Deno.serve({ port: 3000, reusePort: true }, handler);',
  ])('nothing about %s is left in English', async (code) => {
    const uri = `file:///work/${encodeURIComponent(code)}.js`;
    const { diagnostics } = await editor.open(uri, 'javascript', head + code);
    expect(diagnostics.length).toBeGreaterThan(0);
    const actions = await editor.actions(uri, undefined);
    const lenses = await editor.lenses(uri);
    const hovers = await Promise.all(diagnostics.map(({ range }) => editor.hoverAt(uri, range.start)));
    const texts = [
      ...diagnostics.map(({ message }) => (typeof message === 'string' ? message : message.value)),
      ...actions.map(({ title }) => title),
      ...lenses.map(({ command }) => command?.title ?? ''),
      ...hovers.map((hover) => shownOf(hover?.contents)),
    ];
    expect(texts.flatMap(leftovers)).toEqual([]);
  });

  /** The texts of a value that are the same in both languages, where they read like a sentence. */
  function unchanged(make: () => unknown): string[] {
    const texts = (value: unknown): string[] =>
      typeof value === 'string'
        ? [value]
        : typeof value === 'object' && value !== null
          ? Object.values(value).flatMap(texts)
          : [];
    l10n.config({ contents: {} });
    const before = new Set(texts(make()));
    l10n.config({ contents: bundle });
    return texts(make()).filter((text) => before.has(text) && /[a-z]{2,} [a-z]{2,}/.test(text));
  }

  it.each(Object.keys(PROBLEMS) as ProblemId[])('nothing of the problem %s is left in English', (id) => {
    const problem: Problem = { id, port: 3000, detail: 'DETAIL', pid: 1, count: 2 };
    expect(unchanged(() => notice(problem))).toEqual([]);
  });

  it.each(Object.entries({ free: states.FREE, held: states.HELD, remembered: states.REMEMBERED }))(
    'nothing of the panel on a port that is %s is left in English',
    (_, why) => {
      const state = { ...EMPTY, port: states.PORT, why: { at: states.NOW, value: why } };
      expect(unchanged(() => presentPage(state, states.AROUND))).toEqual([]);
    },
  );

  it.runIf(process.platform === 'linux')(
    'nothing of the panel with all its results is left in English',
    async () => {
      const state = states.everything(await states.measure());
      // system calls, sockets and commands stand as the experiment wrote them down
      const record = JSON.stringify([
        state.claims?.value.claims.map(({ calls, sockets }) => [calls, sockets]),
        state.drills.map(({ value }) => value.report.server.join(' ')),
      ]);
      const left = unchanged(() => presentPage(state, states.AROUND));
      expect(left.filter((text) => !record.includes(JSON.stringify(text).slice(1, -1)))).toEqual([
        'http.Server.listen(), tcp db.internal:$PORT (3000)',
      ]);
    },
    60_000,
  );

  it.each(EVERY_CAUSE)('nothing of the cause %j of a drill is left in English', (facts) => {
    l10n.config({ contents: bundle });
    expect(causeText(facts).match(/[a-z]{2,}/g) ?? []).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'no letter of the findings of the claims is left in English, but for the values in them',
    async () => {
      const { claims } = await runInChild({ command: 'claims', port: 0, host: '127.0.0.1' });
      l10n.config({ contents: bundle });
      const left = claims.map((claim) => {
        // errors, states, addresses and numbers are the same in all languages; what begins with a small letter is a word
        const codes = (claim.values ?? [])
          .flat()
          .map(String)
          .filter((value) => !/^[a-z]/.test(value));
        const { text } = findingText(claim);
        return [claim.id, codes.reduce((rest, value) => rest.replace(value, ''), text)];
      });
      expect(left.filter(([, rest]) => /[A-Za-z]/.test(rest ?? ''))).toEqual([]);
    },
  );
});
