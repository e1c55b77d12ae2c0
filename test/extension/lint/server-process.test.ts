import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  createProtocolConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type InitializeResult,
} from 'vscode-languageserver-protocol/node';
import { DEFAULTS } from '../../../extension/src/lint/default-settings.ts';
import {
  DOCUMENT_SETTINGS_REQUEST,
  type DocumentSettings,
  LINT_STATE,
  type LintStateParams,
} from '../../../extension/src/lint/protocol.ts';
import { ServerProcess } from '../../../extension/src/lint/server-process.ts';
import { LARGE_FILES } from '../../eslint-plugin/sites/tree-sitter/large-files.ts';
import { ROOT } from '../../eslint-plugin/package/versions.ts';

function folderForCode(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'rebind-compiled-code-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** The built server, as the extension starts it. */
function start(
  languageId: string,
  compiledCode = folderForCode(),
): { readonly server: ServerProcess; readonly complaints: string[] } {
  const complaints: string[] = [];
  const server = new ServerProcess({
    extensionPath: ROOT,
    languageId,
    compiledCode,
    onComplaint: (text) => complaints.push(text),
  });
  onTestFinished(async () => {
    const process = server.take();
    server.dispose();
    if (process.exitCode === null && process.signalCode === null) {
      await once(process, 'exit');
    }
  });
  return { server, complaints };
}

async function initialize(child: ChildProcess): Promise<InitializeResult> {
  const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  const result = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    capabilities: {},
  });
  connection.dispose();
  return result;
}

describe("the language server's process", () => {
  it.each(['javascript', 'typescript', 'c', 'cpp', 'java', 'python', ''])(
    'is warmed up for %s and answers',
    async (languageId) => {
      const { server, complaints } = start(languageId);
      expect((await initialize(server.take())).serverInfo).toEqual({ name: 'rebind' });
      expect(complaints).toEqual([]);
    },
  );

  it('runs the code that an earlier one has compiled', async () => {
    const folder = folderForCode();
    const first = start('javascript', folder);
    await vi.waitUntil(
      () => readdirSync(folder).some((name) => /^language-server-.*[0-9a-f]{64}$/.test(name)),
      {
        timeout: 20_000,
      },
    );
    const second = start('javascript', folder);
    expect((await initialize(second.server.take())).serverInfo).toEqual({ name: 'rebind' });
    expect([...first.complaints, ...second.complaints]).toEqual([]);
  });

  it('is another one when the first has ended', async () => {
    const { server } = start('javascript');
    const first = server.take();
    first.kill();
    await once(first, 'exit');
    const second = server.take();
    expect(second.pid).not.toBe(first.pid);
    expect(second.connected).toBe(true);
  });

  it('tells why it cannot run', async () => {
    const complaints: string[] = [];
    const server = new ServerProcess({
      extensionPath: path.join(ROOT, 'nowhere'),
      languageId: 'javascript',
      compiledCode: tmpdir(),
      onComplaint: (text) => complaints.push(text),
    });
    await once(server.take(), 'exit');
    expect(complaints.join('')).toContain(
      `Cannot find module '${path.join(ROOT, 'nowhere/dist/server.cjs')}'`,
    );
  });

  it.runIf(process.platform === 'linux')(
    'gives back what large files in four languages took',
    { timeout: 120_000 },
    async () => {
      const { server, complaints } = start('c');
      const child = server.take();
      const resident = (): number =>
        Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1000;
      await lintAll(child);
      await vi.waitFor(
        () => {
          expect(resident()).toBeLessThan(300);
        },
        { timeout: 20_000, interval: 200 },
      );
      expect(complaints).toEqual([]);
    },
  );
});

/** Opens the large files and waits until each is linted. */
async function lintAll(child: ChildProcess): Promise<void> {
  const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.onRequest(DOCUMENT_SETTINGS_REQUEST, (): DocumentSettings => ({ settings: DEFAULTS }));
  const left = new Set(Object.keys(LARGE_FILES).map((name) => `file:///work/${name}`));
  const linted = new Promise<void>((resolve) => {
    connection.onNotification(LINT_STATE, ({ uri, state }: LintStateParams) => {
      expect(state).toMatchObject({ kind: 'linted', calls: 1 });
      left.delete(uri);
      if (left.size === 0) {
        resolve();
      }
    });
  });
  connection.listen();
  await connection.sendRequest('initialize', { processId: process.pid, capabilities: {} });
  for (const [name, { languageId, text }] of Object.entries(LARGE_FILES)) {
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: `file:///work/${name}`, languageId, version: 1, text },
    });
  }
  await linted;
  connection.dispose();
}
