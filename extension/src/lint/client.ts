import * as vscode from 'vscode';
import {
  CodeActionRequest,
  IPCMessageReader,
  IPCMessageWriter,
  LanguageClient,
  type LanguageClientOptions,
} from 'vscode-languageclient/node';
import { languages } from 'eslint-plugin-rebind/languages';
import { registerCommand, setContext } from '../commands.ts';
import { documentSettings } from './document-settings.ts';
import { LanguageStatus } from './language-status.ts';
import {
  LISTEN_CALLS_CHANGED,
  LISTEN_CALLS_REQUEST,
  type ListenCall,
  type ListenCallsChangedParams,
} from './listen-call.ts';
import {
  DOCUMENT_SETTINGS_REQUEST,
  type DocumentSettingsParams,
  FIX_HERE,
  type InitializationOptions,
  LINT_STATE,
  type LintStateParams,
  SETTINGS_CHANGED,
  type Work,
  WORK_BEGINS,
  WORK_ENDS,
} from './protocol.ts';
import type { ServerProcess } from './server-process.ts';
import { showRuleAs } from './show-rule-as.ts';
import { StepAside } from './step-aside.ts';
import { Watchdog } from './watchdog.ts';
import { PATTERN } from './workspace-files.ts';

export interface ClientOptions {
  readonly server: ServerProcess;
  readonly log: vscode.LogOutputChannel;
  readonly onListenCallsChanged: (uri: string) => void;
}

/** The running language server, as the rest of the extension sees it. */
export interface Client {
  listenCalls(uris: readonly string[], token?: vscode.CancellationToken): Promise<readonly ListenCall[]>;
  /** Applies the fix of what is found at a call of an open document. False where there is none. */
  fix(call: ListenCall): Promise<boolean>;
  dispose(): Promise<void>;
}

/** What linters of the workspace read: a change may decide whether its ESLint has our rules. */
const ESLINT_FILES = '**/{eslint.config.{js,mjs,cjs,ts,mts,cts},package.json}';

/** Schemes of documents that are checked; those of the workspace's folders besides, in virtual workspaces. */
function schemes(): string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return [...new Set(['file', 'untitled', ...folders.map(({ uri }) => uri.scheme)])];
}

/** Begins to talk to the language server. */
export async function startClient({ server, log, onListenCallsChanged }: ClientOptions): Promise<Client> {
  const aside = new StepAside();
  const status = new LanguageStatus(aside);
  const watchers = [PATTERN, ESLINT_FILES].map((pattern) =>
    vscode.workspace.createFileSystemWatcher(pattern),
  );
  const documentSelector = schemes().flatMap((scheme) =>
    languages.map(({ id }) => ({ language: id, scheme })),
  );
  const watchdog = new Watchdog(({ uri }) => {
    log.error(`${uri}: the language server did not come back from it, and is replaced.`);
    server.replace();
  });
  const options: LanguageClientOptions = {
    documentSelector,
    outputChannel: log,
    initializationOptions: (): InitializationOptions => ({
      translations: vscode.l10n.bundle,
      settings: vscode.workspace.textDocuments
        .filter((document) => vscode.languages.match(documentSelector, document) > 0)
        .map(({ uri, languageId }) => ({
          uri: uri.toString(),
          languageId,
          ...documentSettings(uri, languageId),
        })),
      leftAlone: watchdog.leftAlone,
    }),
    synchronize: { fileEvents: watchers },
    middleware: {
      handleDiagnostics: (uri, diagnostics, next) => {
        aside.publish(uri, diagnostics, next);
      },
      provideCodeActions: (...[document, range, context, token, next]) =>
        aside.isAside(document.uri) ? [] : next(document, range, context, token),
      provideHover: (document, position, token, next) =>
        aside.isAside(document.uri) ? undefined : next(document, position, token),
    },
  };
  const client = new LanguageClient(
    'rebind',
    'Rebind',
    () => {
      const child = server.take();
      child.once('exit', () => {
        watchdog.ends();
      });
      return Promise.resolve({ reader: new IPCMessageReader(child), writer: new IPCMessageWriter(child) });
    },
    options,
  );
  client.onRequest(DOCUMENT_SETTINGS_REQUEST, ({ uri, languageId }: DocumentSettingsParams) =>
    documentSettings(vscode.Uri.parse(uri), languageId),
  );
  client.onNotification(LINT_STATE, ({ uri, state }: LintStateParams) => {
    if (state.kind === 'failed') {
      log.error(`${uri}: ${state.message}`);
    }
    status.set(uri, state);
    if (state.kind === 'linted' && state.calls > 0) {
      void setContext('rebind.active', true);
    }
  });
  client.onNotification(WORK_BEGINS, (work: Work) => {
    watchdog.begins(work);
  });
  client.onNotification(WORK_ENDS, () => {
    watchdog.ends();
  });
  client.onNotification(LISTEN_CALLS_CHANGED, ({ uri }: ListenCallsChangedParams) => {
    onListenCallsChanged(uri);
  });
  const settingsChanged = (): void => {
    aside.reset();
    void client.sendNotification(SETTINGS_CHANGED);
  };
  await client.start();
  const disposables = [
    aside,
    status,
    ...watchers,
    registerCommand('rebind.showRuleAs', showRuleAs),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('rebind') || event.affectsConfiguration('eslint')) {
        settingsChanged();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(settingsChanged),
    vscode.extensions.onDidChange(settingsChanged),
  ];
  return {
    listenCalls: (uris, token) => client.sendRequest(LISTEN_CALLS_REQUEST, { uris }, token),
    // not by the editor's code actions, which wait for those of every other extension
    fix: async ({ uri, range }) => {
      const actions = await client.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range,
        context: { diagnostics: [], only: [FIX_HERE] },
      });
      const edit = actions?.flatMap((action) => ('edit' in action ? (action.edit ?? []) : [])).at(0);
      return edit
        ? vscode.workspace.applyEdit(await client.protocol2CodeConverter.asWorkspaceEdit(edit))
        : false;
    },
    dispose: async () => {
      watchdog.ends();
      disposables.forEach((disposable) => void disposable.dispose());
      await client.dispose();
      server.dispose();
    },
  };
}
