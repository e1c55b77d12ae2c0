import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  createProtocolConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type InitializeResult,
} from 'vscode-languageserver-protocol/node';
import { ServerProcess } from '../../../extension/src/lint/server-process.ts';
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
});
