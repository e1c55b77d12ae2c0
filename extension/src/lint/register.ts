import path from 'node:path';
import * as vscode from 'vscode';
import { languageOf, languages } from 'eslint-plugin-rebind/languages';
import { setting } from '../commands.ts';
import { loadCompiled } from '../compiled-code.ts';
import type { Client } from './client.ts';
import type { ListenCalls } from './listen-calls.ts';
import { mayListen as textMayListen } from './may-listen.ts';
import { ServerProcess } from './server-process.ts';
import { findFiles } from './workspace-files.ts';

/**
 * Squiggles, quick fixes and lenses, from the language server. The server and the client's library are loaded with the
 * first document that can hold a listen call: most files of C, Java and Python never cost more than a search of their text.
 */
export function register(
  { extensionPath, globalStorageUri, subscriptions }: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): ListenCalls {
  const changed = new vscode.EventEmitter<string>();
  let client: Promise<Client> | undefined;

  const start = (languageId = ''): Promise<Client> => {
    if (!client) {
      const compiledCode = vscode.Uri.joinPath(globalStorageUri, 'compiled-code').fsPath;
      const server = new ServerProcess({
        extensionPath,
        languageId,
        compiledCode,
        onComplaint: (text) => {
          log.error('The language server:', text.trimEnd());
        },
      });
      const starting = loadClient(path.join(extensionPath, 'dist'), compiledCode).then(({ startClient }) =>
        startClient({
          server,
          log,
          onListenCallsChanged: (uri) => {
            changed.fire(uri);
          },
        }),
      );
      starting.catch((error: unknown) => {
        log.error(
          'The language server did not start:',
          error instanceof Error ? error.message : String(error),
        );
      });
      client = starting;
    }
    return client;
  };

  const consider = (document: vscode.TextDocument): void => {
    if (!client && mayListen(document)) {
      void start(document.languageId).catch(() => undefined);
    }
  };

  subscriptions.push(
    changed,
    vscode.workspace.onDidOpenTextDocument(consider),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      consider(document);
    }),
    notebookStatus(),
    { dispose: () => void client?.then((running) => running.dispose()).catch(() => undefined) },
  );
  vscode.workspace.textDocuments.forEach(consider);

  return {
    get: async (uris, token) => (await start()).listenCalls(uris ?? (await findFiles(token)), token),
    fix: async (call) => (await start()).fix(call),
    onDidChange: changed.event,
  };
}

/** The client and its library, a file of their own, once the extension is active. */
function loadClient(dist: string, compiledCode: string): Promise<typeof import('./client.ts')> {
  return Promise.resolve().then(
    () => loadCompiled(path.join(dist, 'lint-client.cjs'), compiledCode) as typeof import('./client.ts'),
  );
}

function mayListen(document: vscode.TextDocument): boolean {
  const language = languageOf(document.languageId);
  return (
    language !== undefined &&
    setting('lint.enable', document) === true &&
    textMayListen(language, document.getText(), setting('lint.additionalListeners', document) ?? [])
  );
}

/** Says in the place for it that notebooks are not checked. */
function notebookStatus(): { dispose(): unknown } {
  const item = vscode.languages.createLanguageStatusItem(
    'rebind.notebook',
    languages.map(({ id }) => ({ language: id, notebookType: '*' })),
  );
  item.name = 'Rebind';
  item.text = vscode.l10n.t('Notebooks are not checked');
  return item;
}
