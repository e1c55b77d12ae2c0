import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity } from 'vscode-languageserver-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../../eslint-plugin/package/versions.ts';
import { docsUrl } from '../../../eslint-plugin/src/rules/docs-url.ts';
import { DEFAULTS } from '../../../extension/src/lint/default-settings.ts';
import { Editor } from './editor.ts';

const SERVER = "import http from 'node:http';\n\nconst server = http.createServer();\nserver.listen(3000);\n";
const MULTICAST =
  "import dgram from 'node:dgram';\nconst socket = dgram.createSocket('udp4');\nsocket.bind(5353, () => socket.addMembership('224.0.0.251'));\n";
/** Vite has no way to say it in the call. */
const DEVELOPMENT =
  "import { createServer } from 'vite';\nconst server = await createServer({ server: { port: 5173 } });\nawait server.listen();\n";
const STATED = SERVER.replace('3000', '{ port: 3000, reusePort: false }');
const uri = 'file:///work/server.js';
const PAGE = docsUrl('prefer-explicit-reuse');

let editor: Editor;
beforeEach(async () => {
  editor = await Editor.start();
});
afterEach(async () => {
  await editor[Symbol.asyncDispose]();
});

describe('what a document shows', () => {
  it('is a squiggle under the method that listens, with the rule and its page', async () => {
    const { diagnostics, state } = await editor.open(uri, 'javascript', SERVER);
    expect(diagnostics).toEqual([
      {
        range: { start: { line: 3, character: 0 }, end: { line: 3, character: 13 } },
        severity: DiagnosticSeverity.Information,
        source: 'rebind',
        code: 'rebind/prefer-explicit-reuse',
        codeDescription: { href: PAGE },
        message: expect.stringContaining('http.Server.listen() on port 3000') as string,
      },
    ]);
    expect(state).toMatchObject({ kind: 'linted', calls: 1, problems: 1 });
  });

  it.each([
    ['information where a restart is safe', 'server.listen(3000)', DiagnosticSeverity.Information],
    [
      'a warning where a restart fails',
      "const socket = dgram.createSocket('udp4'); socket.bind(5353, () => socket.addMembership('224.0.0.251'))",
      DiagnosticSeverity.Warning,
    ],
    [
      'a warning where an option does nothing',
      'server.listen(3000, { reusePort: false })',
      DiagnosticSeverity.Warning,
    ],
    [
      'an error where an option does harm',
      'server.listen({ port: 3000, reusePort: true })',
      DiagnosticSeverity.Error,
    ],
  ])('has the severity of %s', async (_, call, severity) => {
    const text = `import http from 'node:http';\nimport dgram from 'node:dgram';\nconst server = http.createServer();\n${call};\n`;
    const { diagnostics } = await editor.open(uri, 'javascript', text);
    expect(diagnostics.map((diagnostic) => diagnostic.severity)).toEqual([severity]);
  });

  it('has the severity that the user chose, or nothing', async () => {
    await editor.open(uri, 'javascript', SERVER);
    const chosen = async (severity: 'error' | 'off'): Promise<unknown> =>
      editor.configure(
        { settings: { ...DEFAULTS, 'lint.severity': { 'prefer-explicit-reuse': severity } } },
        uri,
      );
    expect(await chosen('error')).toMatchObject({ diagnostics: [{ severity: DiagnosticSeverity.Error }] });
    expect(await chosen('off')).toMatchObject({ diagnostics: [], state: { calls: 1, problems: 0 } });
  });

  it('follows the text', async () => {
    await editor.open(uri, 'javascript', SERVER);
    expect(await editor.change(uri, STATED)).toMatchObject({ diagnostics: [] });
    expect(await editor.change(uri, SERVER)).toMatchObject({ diagnostics: [{ source: 'rebind' }] });
  });

  it.each([
    ['javascriptreact', 'server.jsx', `${SERVER}const page = <p title="a">b</p>;\n`],
    [
      'typescript',
      'server.ts',
      `${SERVER}enum State { Open }\nclass A { constructor(readonly a: number) {} }\n`,
    ],
    ['typescriptreact', 'server.tsx', `${SERVER}const page: JSX.Element = <p>b</p>;\n`],
    ['javascript', 'decorated.js', `${SERVER}@decorated class A {}\n`],
    ['javascript', 'flow.js', `// @flow\n${SERVER}const a: number = 1;\n`],
    [
      'javascript',
      'sloppy.js',
      "const server = require('http').createServer();\nwith (server) {}\nserver.listen(3000);\nreturn;\n",
    ],
  ])('is found in %s: %s', async (languageId, name, text) => {
    expect(await editor.open(`file:///work/${name}`, languageId, text)).toMatchObject({
      diagnostics: [{ code: 'rebind/prefer-explicit-reuse' }],
    });
  });

  it.each(['untitled:Untitled-1', 'vscode-vfs://github/a/b/server', 'file:///work/%E6%9C%8D%20%23.ts'])(
    'is found in %s',
    async (of) => {
      expect(await editor.open(of, 'typescript', `${SERVER}let a: number;\n`)).toMatchObject({
        diagnostics: [{ code: 'rebind/prefer-explicit-reuse' }],
      });
    },
  );

  it('is the line of the error where the text does not parse', async () => {
    expect(await editor.open(uri, 'javascript', `${SERVER}const = ;\n`)).toMatchObject({
      diagnostics: [],
      state: { kind: 'syntax-error', line: 5 },
    });
  });

  it.each(['<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>', '\uFEFF<!DOCTYPE TS>'])(
    'is nothing in the translations of Qt Linguist, whose files are named .ts too: %s',
    async (head) => {
      const text = `${head}\n<TS version="2.1"><source>server.listen(3000)</source></TS>\n`;
      expect(await editor.open('file:///work/app_de.ts', 'typescript', text)).toMatchObject({
        diagnostics: [],
        state: { kind: 'linted', calls: 0 },
      });
    },
  );

  it.each([
    ['vite', 'javascript', DEVELOPMENT],
    [
      'webpack-dev-server',
      'javascript',
      "import Server from 'webpack-dev-server';\nawait new Server({ port: 8080 }, compiler).start();\n",
    ],
    ['Flask', 'python', 'from flask import Flask\napp = Flask(__name__)\napp.run(port=5000)\n'],
  ])('is nothing at the development server of %s', async (_, languageId, text) => {
    expect(await editor.open('file:///work/dev', languageId, text)).toMatchObject({
      diagnostics: [],
      state: { kind: 'linted', calls: 1 },
    });
  });

  it('is nothing in a file of more than a megabyte', async () => {
    expect(await editor.open(uri, 'javascript', SERVER + '\n'.repeat(1_000_000))).toMatchObject({
      diagnostics: [],
      state: { kind: 'too-large' },
    });
  });

  it('is nothing where checks are switched off', async () => {
    editor.settings = { settings: { ...DEFAULTS, 'lint.enable': false } };
    expect(await editor.open(uri, 'javascript', SERVER)).toMatchObject({
      diagnostics: [],
      state: { kind: 'off' },
    });
  });

  it('is as the settings say that the client told at its start, and others when they change', async () => {
    const off = { settings: { ...DEFAULTS, 'lint.enable': false } };
    await using told = await Editor.start({ settings: [{ uri, languageId: 'javascript', ...off }] });
    expect(await told.open(uri, 'javascript', SERVER)).toMatchObject({ state: { kind: 'off' } });
    expect(told.asked).toEqual([]);
    expect(await told.configure({ settings: DEFAULTS }, uri)).toMatchObject({ state: { kind: 'linted' } });
    expect(told.asked).toEqual([uri]);
  });

  it('is the name of the setting that is malformed', async () => {
    editor.settings = { settings: { ...DEFAULTS, 'lint.node': 'new' } };
    expect(await editor.open(uri, 'javascript', SERVER)).toMatchObject({
      state: { kind: 'failed', message: expect.stringContaining('node') as string },
    });
  });

  it('leaves out what comments disable, and rules of others that comments name', async () => {
    const text = SERVER.replace(
      'server.listen',
      '// eslint-disable-next-line rebind/prefer-explicit-reuse\nserver.listen',
    );
    expect(
      await editor.open(uri, 'javascript', `/* eslint no-console: error, foo/bar: error */\n${text}`),
    ).toMatchObject({
      diagnostics: [],
      state: { calls: 1 },
    });
  });
});

const C_SERVER = `#include <sys/socket.h>
#include <netinet/in.h>

int serve(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(7000)};
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0)
    return -1;
  return listen(fd, 16);
}
`;

describe('in C', () => {
  it('a restart that fails is a warning', async () => {
    expect(await editor.open('file:///work/echo.c', 'c', C_SERVER)).toMatchObject({
      diagnostics: [
        {
          code: 'rebind/require-reuse',
          severity: DiagnosticSeverity.Warning,
          range: { start: { line: 6, character: 6 } },
        },
      ],
    });
  });

  it('the call comes without an option of its own', async () => {
    await editor.open('file:///work/echo.c', 'c', C_SERVER);
    expect(await editor.listenCalls('file:///work/echo.c')).toMatchObject([
      { languageId: 'c', protocol: 'tcp', reuse: { reuseAddr: false, reusePort: false } },
    ]);
  });
});

describe('quick fixes', () => {
  const titles = async (at: string): Promise<string[]> =>
    (await editor.actions(uri, at)).map(({ title }) => title);

  it('come with titles that say what they change', async () => {
    await editor.open(uri, 'javascript', SERVER);
    expect(await titles('server.listen')).toEqual([
      'State reusePort: false, as today',
      'Share the port on Linux alone',
      'Disable prefer-explicit-reuse for this line',
      'Show calls whose restart is safe as hints',
      'Stop reporting calls whose restart is safe',
      'What prefer-explicit-reuse means',
      'Run the experiment on port 3000',
    ]);
  });

  it('of a rule that is shown as a hint do not offer hints', async () => {
    editor.settings = {
      settings: { ...DEFAULTS, 'lint.severity': { 'prefer-explicit-reuse': 'hint' } },
    };
    await editor.open(uri, 'javascript', SERVER);
    expect((await titles('server.listen')).filter((title) => title.includes('restart is safe'))).toEqual([
      'Stop reporting calls whose restart is safe',
    ]);
  });

  it('of a restart that fails offer no way to see less of them', async () => {
    await editor.open(uri, 'javascript', MULTICAST);
    expect(await titles('socket.bind')).toEqual([
      'Let other receivers bind it: reuseAddr: true',
      'Disable require-reuse for this line',
      'What require-reuse means',
      'Run the experiment on port 5353',
    ]);
  });

  it('are none elsewhere', async () => {
    await editor.open(uri, 'javascript', SERVER);
    expect(await titles('import')).toEqual([]);
  });

  it('prefer the fix, which leaves no report', async () => {
    await editor.open(uri, 'javascript', SERVER);
    const [fix] = await editor.actions(uri, 'server.listen');
    expect(fix?.isPreferred).toBe(true);
    const fixed = editor.applied(uri, fix ?? expect.fail('no fix'));
    expect(fixed).toBe(STATED);
    expect(await editor.change(uri, fixed)).toMatchObject({ diagnostics: [] });
  });

  it('show the rule in another way, open its page, and run the experiment on the port', async () => {
    await editor.open(uri, 'javascript', SERVER.replace('3000', 'process.env.PORT ?? 4000'));
    const commands = (await editor.actions(uri, 'server.listen')).flatMap(({ command }) => command ?? []);
    expect(commands.map(({ command, arguments: given }) => [command, given])).toEqual([
      ['rebind.showRuleAs', [{ rule: 'prefer-explicit-reuse', severity: 'hint', uri }]],
      ['rebind.showRuleAs', [{ rule: 'prefer-explicit-reuse', severity: 'off', uri }]],
      ['vscode.open', [PAGE]],
      ['rebind.runExperiment', [{ port: 4000, uri, line: 3 }]],
    ]);
  });

  const TWO = `${SERVER}  http.createServer().listen(3001);\n`;

  it('mend the whole file under source.fixAll.rebind', async () => {
    await editor.open(uri, 'javascript', TWO);
    const actions = await editor.actions(uri, undefined, ['source.fixAll']);
    expect(actions.map(({ kind }) => kind)).toEqual(['source.fixAll.rebind']);
    const fixed = editor.applied(uri, actions[0] ?? expect.fail('no action'));
    expect(fixed).toBe(`${STATED}  http.createServer().listen({ port: 3001, reusePort: false });\n`);
    expect(await editor.change(uri, fixed)).toMatchObject({ diagnostics: [] });
  });

  it('mend one place alone for who asks so', async () => {
    await editor.open(uri, 'javascript', TWO);
    const [fix, ...more] = await editor.actions(uri, 'server.listen', ['source.fixAll.rebind.here']);
    expect(more).toEqual([]);
    expect(editor.applied(uri, fix ?? expect.fail('no fix'))).toBe(
      `${STATED}  http.createServer().listen(3001);\n`,
    );
  });

  it('mend the whole file from the menu where more than one problem can be', async () => {
    await editor.open(uri, 'javascript', TWO);
    expect((await titles('server.listen')).at(-1)).toBe('Fix all problems of address reuse in this file');
  });

  it('are not offered for another kind of action', async () => {
    await editor.open(uri, 'javascript', TWO);
    expect(await editor.actions(uri, undefined, ['refactor'])).toEqual([]);
  });
});

describe('where the pointer rests', () => {
  it('on a problem, each change stands with what follows from it, and the page of the rule', async () => {
    await editor.open(uri, 'javascript', SERVER);
    expect(await editor.hover(uri, 'listen')).toEqual({
      range: { start: { line: 3, character: 0 }, end: { line: 3, character: 13 } },
      contents: {
        kind: 'markdown',
        value: `- Fix: State \`reusePort: false\`, as today — Behaviour unchanged.
- Share the port on Linux alone — A second copy of the server will start without an error.

[What prefer\\-explicit\\-reuse means](${PAGE})`,
      },
    });
  });

  it.each(['import', '3000'])('elsewhere, on %s, nothing is shown', async (at) => {
    await editor.open(uri, 'javascript', SERVER);
    expect(await editor.hover(uri, at)).toBeNull();
  });

  it('on a call with nothing to say of, nothing is shown', async () => {
    await editor.open(uri, 'javascript', STATED);
    expect(await editor.hover(uri, 'listen')).toBeNull();
  });
});

describe('lenses', () => {
  it('run the experiment on the port of each call that has one', async () => {
    const text = `${SERVER}server.listen(0);\nserver.listen(process.env.PORT);\nserver.listen({ path: '/tmp/x' });\n`;
    await editor.open(uri, 'javascript', text);
    expect(
      (await editor.lenses(uri)).map(({ range, command }) => [range.start.line, command?.title]),
    ).toEqual([
      [3, 'Run experiment on port 3000'],
      [5, 'Run experiment'],
    ]);
  });

  it.each([
    [
      'c',
      'c',
      'int main(void) {\n  int s = socket(AF_INET, SOCK_STREAM, 0);\n  struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(8080) };\n  bind(s, (struct sockaddr *)&a, sizeof a);\n  listen(s, 5);\n}\n',
      'bind(',
    ],
    [
      'cpp',
      'cpp',
      'int main() {\n  int s = socket(AF_INET, SOCK_STREAM, 0);\n  sockaddr_in a{};\n  a.sin_family = AF_INET;\n  a.sin_port = htons(8080);\n  bind(s, (sockaddr *)&a, sizeof a);\n  listen(s, 5);\n}\n',
      'bind(',
    ],
    [
      'java',
      'java',
      'import java.net.ServerSocket;\nclass Server {\n  public static void main(String[] a) throws Exception {\n    new ServerSocket(8080).accept();\n  }\n}\n',
      'new ServerSocket',
    ],
    [
      'py',
      'python',
      'import socket\ns = socket.socket()\ns.bind(("127.0.0.1", 8080))\ns.listen()\n',
      's.bind',
    ],
    ['ts', 'typescript', SERVER.replace('3000', '8080'), 'server.listen'],
  ])(
    'and a quick fix run the experiment on a literal port in a file of .%s',
    async (ending, language, text, at) => {
      const place = uri.replace('.js', `.${ending}`);
      await editor.open(place, language, text);
      expect((await editor.lenses(place)).map(({ command }) => command?.title)).toEqual([
        'Run experiment on port 8080',
      ]);
      expect((await editor.actions(place, at)).map(({ title }) => title)).toContain(
        'Run the experiment on port 8080',
      );
    },
  );

  it('are none where they are switched off', async () => {
    editor.settings = { settings: { ...DEFAULTS, 'lint.codeLens': false } };
    await editor.open(uri, 'javascript', SERVER);
    expect(await editor.lenses(uri)).toEqual([]);
  });
});

describe('listen calls', () => {
  it('say what the socket will have, and what is to be said of it', async () => {
    await editor.open(uri, 'javascript', SERVER.replace('3000', "{ port: 3000, host: '127.0.0.1' }"));
    expect(await editor.listenCalls(uri)).toMatchObject([
      {
        uri,
        languageId: 'javascript',
        range: { start: { line: 3 } },
        api: 'http.Server.listen()',
        protocol: 'tcp',
        port: { kind: 'literal', value: 3000 },
        address: '127.0.0.1',
        reuse: { reuseAddr: process.platform !== 'win32', reusePort: false },
        finding: {
          ruleId: 'rebind/prefer-explicit-reuse',
          severity: DiagnosticSeverity.Information,
          fixable: true,
        },
      },
    ]);
  });

  it('have no finding where nothing is to be said', async () => {
    await editor.open(uri, 'javascript', STATED);
    const [call] = await editor.listenCalls(uri);
    expect(call?.finding).toBeUndefined();
  });

  it('are told of when they change, and only then', async () => {
    await editor.open(uri, 'javascript', SERVER);
    await editor.change(uri, `${SERVER}// more\n`);
    await editor.change(uri, SERVER.replace('3000', '3001'));
    await editor.listenCalls(uri);
    expect(editor.callsChanged).toEqual([uri, uri]);
  });

  describe('of files that are not open', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(path.join(os.tmpdir(), 'rebind-calls-'));
    });
    afterEach(async () => {
      await rm(folder, { recursive: true });
    });
    const file = (name: string): string => pathToFileURL(path.join(folder, name)).href;

    it('are read from the disk, again when the file changes', async () => {
      await writeFile(path.join(folder, 'a.ts'), SERVER);
      const ports = async (): Promise<unknown[]> =>
        (await editor.listenCalls(file('a.ts'), file('gone.js'), file('b.txt'))).map(({ port }) => port);
      expect(await ports()).toMatchObject([{ kind: 'literal', value: 3000 }]);
      await writeFile(path.join(folder, 'a.ts'), SERVER.replace('3000', '30001'));
      await editor.filesChanged([file('a.ts')]);
      expect(await ports()).toMatchObject([{ kind: 'literal', value: 30001 }]);
      expect(editor.callsChanged).toEqual([file('a.ts')]);
    });

    it('ask for the settings once a folder', async () => {
      await writeFile(path.join(folder, 'a.js'), SERVER);
      await writeFile(path.join(folder, 'b.js'), SERVER);
      expect(await editor.listenCalls(file('a.js'), file('b.js'))).toHaveLength(2);
      expect(editor.asked).toEqual([pathToFileURL(folder).href]);
    });
  });
});

describe("where the workspace's own ESLint has the rules", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'rebind-eslint-'));
    await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });
  const config = (rules: string, settings = '{}'): Promise<void> =>
    writeFile(
      path.join(folder, 'eslint.config.js'),
      `import plugin from 'eslint-plugin-rebind';\nexport default [{ files: ['**/*.js'], plugins: { reuse: plugin }, rules: ${rules}, settings: ${settings} }];\n`,
    );
  const own = (): string => pathToFileURL(path.join(folder, 'server.js')).href;
  const inTrust = (): Editor['settings'] => ({
    settings: DEFAULTS,
    workspaceEslint: { folder, shows: true },
  });

  it.each(["{ 'reuse/prefer-explicit-reuse': 'warn' }", "{ 'reuse/prefer-explicit-reuse': 'off' }"])(
    'stays silent, as the user has decided: %s',
    async (rules) => {
      await config(rules);
      editor.settings = inTrust();
      expect(await editor.open(own(), 'javascript', SERVER)).toMatchObject({
        diagnostics: [],
        state: { kind: 'aside' },
      });
      expect(await editor.actions(own(), 'server.listen')).toEqual([]);
      expect(await editor.listenCalls(own())).toHaveLength(1);
    },
  );

  it.each(['{}', "{ 'no-undef': 'off' }"])('speaks where it says nothing of them: %s', async (rules) => {
    await config(rules);
    editor.settings = inTrust();
    expect(await editor.open(own(), 'javascript', SERVER)).toMatchObject({
      state: { kind: 'linted', problems: 1 },
    });
  });

  describe('but shows nothing in the editor', () => {
    const unseen = (): Editor['settings'] => ({
      settings: DEFAULTS,
      workspaceEslint: { folder, shows: false },
    });

    it('reports nothing of a rule that is off', async () => {
      await config("{ 'reuse/prefer-explicit-reuse': 'off' }");
      editor.settings = unseen();
      expect(await editor.open(own(), 'javascript', SERVER)).toMatchObject({
        diagnostics: [],
        state: { kind: 'linted', calls: 1, problems: 0, isRuled: true },
      });
    });

    it('nor of one that is not configured', async () => {
      await config("{ 'reuse/no-unsafe-reuse': 'error' }");
      editor.settings = unseen();
      expect(await editor.open(own(), 'javascript', SERVER)).toMatchObject({ diagnostics: [] });
    });

    it('takes over severities and options', async () => {
      await config("{ 'reuse/prefer-explicit-reuse': 'error' }", '{ rebind: { sharePort: true } }');
      editor.settings = unseen();
      expect(await editor.open(own(), 'javascript', SERVER)).toMatchObject({
        diagnostics: [{ severity: DiagnosticSeverity.Error }],
      });
      const [fix] = await editor.actions(own(), 'server.listen');
      expect(fix?.title).toMatch(/^Share the port/); // not "State that it is not shared"
    });

    it("takes over the rule's own options", async () => {
      editor.settings = unseen();
      await config("{ 'reuse/prefer-explicit-reuse': 'warn' }");
      expect(await editor.open(own(), 'javascript', DEVELOPMENT)).toMatchObject({ diagnostics: [] });
      await config("{ 'reuse/prefer-explicit-reuse': ['warn', { checkUnconfigurable: true }] }");
      expect(await editor.configure(unseen(), own())).toMatchObject({
        diagnostics: [{ severity: DiagnosticSeverity.Warning }],
      });
    });

    it.each(['server.js', 'unopened.js'])('tells the panel the same of %s', async (name) => {
      await config("{ 'reuse/prefer-explicit-reuse': 'off' }");
      editor.settings = unseen();
      await writeFile(path.join(folder, 'unopened.js'), SERVER);
      await editor.open(own(), 'javascript', SERVER);
      const [call] = await editor.listenCalls(own().replace('server.js', name));
      expect(call?.finding).toBeUndefined();
    });

    it('speaks as ever where it says nothing of them', async () => {
      await config('{}');
      editor.settings = unseen();
      expect(await editor.open(own(), 'javascript', SERVER)).toMatchObject({
        diagnostics: [{ severity: DiagnosticSeverity.Information }],
      });
    });
  });

  it('speaks in files that it does not lint', async () => {
    await config("{ 'reuse/prefer-explicit-reuse': 'warn' }");
    editor.settings = inTrust();
    const other = own().replace('.js', '.ts');
    expect(await editor.open(other, 'typescript', SERVER)).toMatchObject({ state: { kind: 'linted' } });
  });

  it('follows the configuration', async () => {
    await config('{}');
    editor.settings = inTrust();
    await editor.open(own(), 'javascript', SERVER);
    await config("{ 'reuse/prefer-explicit-reuse': 'warn' }");
    await editor.filesChanged([pathToFileURL(path.join(folder, 'eslint.config.js')).href]);
    expect(await editor.change(own(), `${SERVER}\n`)).toMatchObject({ state: { kind: 'aside' } });
  });

  it('runs nothing of a workspace that is not trusted', async () => {
    const mark = path.join(folder, 'ran');
    await writeFile(
      path.join(folder, 'eslint.config.js'),
      `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(mark)}, '');\nexport default [];\n`,
    );
    await editor.open(own(), 'javascript', SERVER);
    await expect(rm(mark)).rejects.toThrow('ENOENT');
    // the client gives no folder there; with one the configuration would have run
    await editor.configure(inTrust(), own());
    await rm(mark);
  });
});
