import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import {
  createProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { strFromU8 } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOCUMENT_SETTINGS_REQUEST } from '../../extension/src/lint/protocol.ts';
import { DEFAULTS } from '../../extension/src/lint/default-settings.ts';
import { licencesNamed } from '../../scripts/licences.mjs';
import LISTS from './vsix-contents.json' with { type: 'json' };
import { currentVsix, install } from './vsix.ts';

const TARGET = `${process.platform}-${process.arch}`;

let folder: string;
let vsix: ReturnType<typeof currentVsix>;
beforeAll(() => {
  vsix = currentVsix();
  folder = mkdtempSync(path.join(os.tmpdir(), 'rebind-vsix-'));
  install(vsix.files, folder);
}, 120_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const dist = (file: string): string => path.join(folder, 'extension/dist', file);

describe('the VSIX', () => {
  it('holds what runs, what the store shows, and nothing else', () => {
    const files = [...vsix.files.keys()].map((file) => file.replace(`koffi-${TARGET}`, 'koffi-TARGET'));
    const binaries = /native\/koffi-TARGET\/\w+\/koffi\.node$/;
    expect(files.filter((file) => !binaries.test(file)).toSorted()).toEqual(LISTS.files);
    expect(files.some((file) => binaries.test(file))).toBe(true);
  });

  it('names the licence of each package in its bundles, and all are licences we know', () => {
    const named = ['THIRD-PARTY-LICENSES.txt', 'vendor/LICENSES.txt'].flatMap((file) =>
      licencesNamed(strFromU8(vsix.files.get(`extension/dist/${file}`) ?? new Uint8Array())),
    );
    expect(Object.fromEntries(named.map(({ name, licence }) => [name, licence]))).toEqual(LISTS.licences);
  });

  it('is no larger than 2.5 MB', () => {
    expect(vsix.size).toBeLessThanOrEqual(2.5e6);
  });

  it('has the native code of its own target alone', () => {
    const packages = [...vsix.files.keys()].flatMap((file) => /native\/([^/]+)/.exec(file)?.[1] ?? []);
    expect([...new Set(packages)]).toEqual([`koffi-${TARGET}`]);
  });
});

describe('what runs in the extension host', () => {
  it('is no larger than 100 kB before the first relevant file', () => {
    expect(vsix.files.get('extension/dist/extension.cjs')?.length).toBeLessThanOrEqual(100_000);
  });

  it('needs the editor, Node and its own files, and never the native code', () => {
    const host = [...vsix.files.keys()].filter((file) =>
      /dist\/(?!server|language-server|experiment)[\w-]+\.cjs$/.test(file),
    );
    const needed = host.flatMap((file) => [
      ...readFileSync(path.join(folder, file), 'utf8').matchAll(/\b(?:require|import)\("([^"]+)"\)/g),
    ]);
    const foreign = needed
      .map(([, name = '']) => name)
      .filter(
        (name) => name !== 'vscode' && !isBuiltin(name) && !vsix.files.has(`extension/dist/${name.slice(2)}`),
      );
    expect(foreign).toEqual([]);
    expect(host).toContain('extension/dist/lint-client.cjs');
  });
});

describe('installed where there is no node_modules', () => {
  const DOCUMENTS = {
    'server.ts': [
      'prefer-explicit-reuse',
      'typescript',
      "import http from 'node:http';\nconst port: number = 3000;\nhttp.createServer().listen(port);\n",
    ],
    'server.js': [
      'prefer-explicit-reuse',
      'javascript',
      "require('node:http').createServer().listen(3000);\n",
    ],
    'echo.c': [
      'require-reuse',
      'c',
      '#include <sys/socket.h>\nint main(void) { int fd = socket(AF_INET, SOCK_STREAM, 0); struct sockaddr_in a = {0}; a.sin_port = htons(7000); return bind(fd, (struct sockaddr *)&a, sizeof a); }\n',
    ],
  } as const;

  it.each(Object.entries(DOCUMENTS))(
    'the language server finds the call in %s',
    async (name, [rule, languageId, source]) => {
      const server = spawn(process.execPath, [dist('server.cjs'), '--stdio'], { cwd: folder });
      const connection = createProtocolConnection(
        new StreamMessageReader(server.stdout),
        new StreamMessageWriter(server.stdin),
      );
      connection.onRequest(DOCUMENT_SETTINGS_REQUEST, () => ({ settings: DEFAULTS }));
      const shown = new Promise<PublishDiagnosticsParams>((resolve) => {
        connection.onNotification('textDocument/publishDiagnostics', resolve);
      });
      connection.listen();
      await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
      await connection.sendNotification('initialized', {});
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: `file:///work/${name}`, languageId, version: 1, text: source },
      });
      const { diagnostics } = await shown;
      const exited = once(server, 'exit');
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await exited;
      expect(diagnostics.map(({ code }) => code)).toEqual([`rebind/${rule}`]);
    },
  );

  it.runIf(process.platform === 'linux')('the experiment runs', async () => {
    const probe = net.createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as net.AddressInfo;
    probe.close();
    await once(probe, 'close');
    const child = spawn(process.execPath, [dist('experiment.cjs')], { cwd: folder });
    const request = {
      command: 'matrix',
      port,
      protocols: ['tcp'],
      first: ['127.0.0.1'],
      second: ['127.0.0.1'],
    };
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const output = await text(child.stdout);
    expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toMatchObject({
      event: 'result',
      result: { port, leftAsFound: true },
    });
  });
});
