import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  createProtocolConnection,
  IPCMessageReader,
  IPCMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { DEFAULTS } from '../../../extension/src/lint/default-settings.ts';
import {
  type InitializationOptions,
  LINT_STATE,
  type LintStateParams,
  WORK_BEGINS,
  WORK_ENDS,
  type Work,
} from '../../../extension/src/lint/protocol.ts';
import { ServerProcess } from '../../../extension/src/lint/server-process.ts';
import { Watchdog } from '../../../extension/src/lint/watchdog.ts';
import { ROOT } from '../../eslint-plugin/package/versions.ts';

const uri = 'file:///work/server.c';
const SITE =
  'int f(void) { int fd = socket(AF_INET, SOCK_STREAM, 0); bind(fd, &a, sizeof(a)); return listen(fd, 8); }\n';
/** Half a megabyte takes any machine longer than the watchdog here waits. */
const LONG =
  SITE + Array.from({ length: 10_000 }, (_, n) => `int f${n}(int a) { return g(a, ${n}); }\n`).join('');

it('ends a server that does not come back from a file, which the next one leaves alone until it changes', async () => {
  const compiledCode = mkdtempSync(path.join(tmpdir(), 'rebind-compiled-code-'));
  const server = new ServerProcess({
    extensionPath: ROOT,
    languageId: 'c',
    compiledCode,
    onComplaint: (text) => {
      throw new Error(text);
    },
  });
  const ended: Work[] = [];
  const watchdog = new Watchdog((work) => {
    ended.push(work);
    server.replace();
  }, 5);
  onTestFinished(async () => {
    watchdog.ends();
    const child = server.take();
    server.dispose();
    await once(child, 'exit');
    rmSync(compiledCode, { recursive: true });
  });

  const connect = async () => {
    const child = server.take();
    const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.onNotification(WORK_BEGINS, (work: Work) => {
      watchdog.begins(work);
    });
    connection.onNotification(WORK_ENDS, () => {
      watchdog.ends();
    });
    const state = new Promise<LintStateParams>((resolve) => {
      connection.onNotification(LINT_STATE, resolve);
    });
    connection.listen();
    const initializationOptions: InitializationOptions = {
      settings: [{ uri, languageId: 'c', settings: DEFAULTS }],
      leftAlone: watchdog.leftAlone,
    };
    await connection.sendRequest('initialize', {
      processId: process.pid,
      capabilities: {},
      initializationOptions,
    });
    await connection.sendNotification('initialized', {});
    return { child, connection, state };
  };
  const open = (text: string, version: number) => ({ textDocument: { uri, languageId: 'c', version, text } });

  const first = await connect();
  const exit = once(first.child, 'exit');
  await first.connection.sendNotification('textDocument/didOpen', open(LONG, 1));
  expect(await exit).toEqual([null, 'SIGKILL']);
  expect(ended).toEqual([{ uri, text: '1' }]);

  const second = await connect();
  await second.connection.sendNotification('textDocument/didOpen', open(LONG, 1));
  expect(await second.state).toMatchObject({
    uri,
    state: { kind: 'failed', message: 'Checking it takes too long; it is left alone until it changes' },
  });
  expect(ended).toHaveLength(1);

  second.connection.dispose();
});

it('lets a server be that comes back in time', async () => {
  const replaced: Work[] = [];
  const watchdog = new Watchdog((work) => replaced.push(work), 1);
  watchdog.begins({ uri, text: '1' });
  watchdog.ends();
  await new Promise((resolve) => {
    // its timer would have been the earlier one
    setTimeout(resolve, 2);
  });
  expect(replaced).toEqual([]);
  expect(watchdog.leftAlone).toEqual([]);
});
