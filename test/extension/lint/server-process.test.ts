import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  createProtocolConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type InitializeResult,
} from 'vscode-languageserver-protocol/node';
import { ServerProcess } from '../../../extension/src/lint/server-process.ts';
import { ROOT } from '../../eslint-plugin/package/versions.ts';

/** The built server, as the extension starts it. */
function start(languageId: string): { readonly server: ServerProcess; readonly complaints: string[] } {
  const compileCache = mkdtempSync(path.join(tmpdir(), 'rebind-compile-cache-'));
  const complaints: string[] = [];
  const server = new ServerProcess({
    extensionPath: ROOT,
    languageId,
    compileCache,
    onComplaint: (text) => complaints.push(text),
  });
  onTestFinished(async () => {
    const process = server.take();
    server.dispose();
    if (process.exitCode === null && process.signalCode === null) {
      await once(process, 'exit');
    }
    rmSync(compileCache, { recursive: true });
  });
  return { server, complaints };
}

describe("the language server's process", () => {
  it.each(['javascript', 'typescript', 'c', 'cpp', 'java', 'python', ''])(
    'is warmed up for %s and answers',
    async (languageId) => {
      const { server, complaints } = start(languageId);
      const child = server.take();
      const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
      connection.listen();
      const { serverInfo } = await connection.sendRequest<InitializeResult>('initialize', {
        processId: process.pid,
        capabilities: {},
      });
      expect(serverInfo).toEqual({ name: 'rebind' });
      expect(complaints).toEqual([]);
      connection.dispose();
    },
  );

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
      compileCache: tmpdir(),
      onComplaint: (text) => complaints.push(text),
    });
    await once(server.take(), 'exit');
    expect(complaints.join('')).toContain(
      `Cannot find module '${path.join(ROOT, 'nowhere/dist/server.cjs')}'`,
    );
  });
});
