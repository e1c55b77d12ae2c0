import { config as configureL10n } from '@vscode/l10n';
import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type Connection,
  type InitializeParams,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { useTranslation } from 'eslint-plugin-rebind/editor';
import { type Platform, PLATFORMS } from 'eslint-plugin-rebind/sites';
import {
  LISTEN_CALLS_CHANGED,
  LISTEN_CALLS_REQUEST,
  type ListenCall,
  type ListenCallsParams,
} from '../listen-call.ts';
import {
  type InitializationOptions,
  LINT_STATE,
  type LintStateParams,
  SETTINGS_CHANGED,
} from '../protocol.ts';
import { Checks, workOn } from './checks.ts';
import { codeActions, FIX_ALL } from './code-actions.ts';
import { codeLenses } from './code-lenses.ts';
import { Debouncer } from './debouncer.ts';
import { toDiagnostic, toListenCalls } from './diagnostics.ts';
import { hoverOf } from './hover.ts';
import { type Linted, problemsAt } from './linted.ts';
import { SettingsStore } from './settings.ts';
import { FileCalls } from './workspace-calls.ts';
import { Working } from './working.ts';
import { WorkspaceEslints } from './workspace-eslint.ts';

/** While somebody types. */
const QUIET_MS = 200;

const ESLINT_FILES = /(?:^|\/)(?:eslint\.config\.[cm]?[jt]s|package\.json)$/;

/** Answers for the platform it runs on; others are taken for Linux. */
function thisPlatform(): Platform {
  return PLATFORMS.find((platform) => platform === process.platform) ?? 'linux';
}

/** Serves a connection: lints its documents and answers for their listen calls. */
export function serve(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  const settings = new SettingsStore(connection);
  const eslints = new WorkspaceEslints(publishAll);
  const working = new Working(connection);
  const checks = new Checks(settings, eslints, working);
  const platform = thisPlatform();
  const files = new FileCalls({ settings, eslints, working, platform });
  const changes = new Debouncer(QUIET_MS);
  /** The calls last told of, by document. */
  const told = new Map<string, string>();

  connection.onInitialize(({ initializationOptions }: InitializeParams) => {
    const {
      translations,
      settings: known = [],
      leftAlone = [],
    } = (initializationOptions ?? {}) as InitializationOptions;
    working.leaveAlone(leftAlone);
    speakTo(translations);
    known.forEach((of) => {
      settings.set(of);
    });
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
        codeLensProvider: {},
        hoverProvider: true,
      },
      serverInfo: { name: 'rebind' },
    };
  });

  // comes when a document is opened, too
  documents.onDidChangeContent(({ document }) => {
    if (told.has(document.uri)) {
      changes.run(document.uri, () => {
        publishSoon(document);
      });
    } else {
      told.set(document.uri, '');
      publishSoon(document);
    }
  });
  documents.onDidClose(({ document: { uri } }) => {
    changes.cancel(uri);
    checks.close(uri);
    told.delete(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });

  function publishSoon(document: TextDocument): void {
    publish(document).catch((error: unknown) => {
      connection.console.error(`${document.uri}: ${error instanceof Error ? error.message : String(error)}`);
    });
  }

  async function publish(document: TextDocument): Promise<void> {
    const { uri, version } = document;
    const { state, linted } = await checks.of(document);
    // closed or changed meanwhile
    if (documents.get(uri)?.version !== version) {
      return;
    }
    const diagnostics =
      state.kind === 'linted' && linted
        ? linted.result.problems.map((problem) => toDiagnostic(problem, linted.settings))
        : [];
    await connection.sendDiagnostics({ uri, version, diagnostics });
    await connection.sendNotification(LINT_STATE, { uri, state } satisfies LintStateParams);
    const calls = JSON.stringify(
      linted ? toListenCalls(linted.result, document, linted.settings, platform) : [],
    );
    if (told.get(uri) !== calls) {
      told.set(uri, calls);
      await connection.sendNotification(LISTEN_CALLS_CHANGED, { uri });
    }
  }

  function publishAll(): void {
    checks.forget();
    for (const document of documents.all()) {
      publishSoon(document);
    }
  }

  connection.onNotification(SETTINGS_CHANGED, () => {
    settings.forget();
    eslints.forget();
    files.forget();
    publishAll();
  });

  connection.onDidChangeWatchedFiles(({ changes: events }) => {
    if (events.some(({ uri }) => ESLINT_FILES.test(uri))) {
      eslints.forget();
      files.forget();
      publishAll();
    }
    for (const { uri } of events) {
      files.forget(uri);
      if (!documents.get(uri)) {
        void connection.sendNotification(LISTEN_CALLS_CHANGED, { uri });
      }
    }
  });

  /** A document whose findings are shown. */
  async function shown(uri: string): Promise<Linted | undefined> {
    const document = documents.get(uri);
    const check = document && (await checks.of(document));
    return check?.state.kind === 'linted' ? check.linted : undefined;
  }

  connection.onCodeAction(async ({ textDocument, range, context }): Promise<CodeAction[]> => {
    const linted = await shown(textDocument.uri);
    return linted ? working.on(workOn(linted.document), () => codeActions(linted, { range, context })) : [];
  });

  connection.onHover(async ({ textDocument, position }) => {
    const linted = await shown(textDocument.uri);
    const [problem] = linted ? problemsAt(linted, { start: position, end: position }) : [];
    return linted && problem
      ? working.on(workOn(linted.document), () => hoverOf(linted, problem))
      : undefined;
  });

  connection.onCodeLens(async ({ textDocument }) => {
    const document = documents.get(textDocument.uri);
    const linted = document && (await checks.of(document)).linted;
    return linted?.settings['lint.codeLens'] ? codeLenses(linted) : [];
  });

  connection.onRequest(
    LISTEN_CALLS_REQUEST,
    async ({ uris }: ListenCallsParams, token: CancellationToken) => {
      const calls: ListenCall[] = [];
      for (const uri of uris) {
        const document = documents.get(uri);
        if (document) {
          const { linted } = await checks.of(document);
          calls.push(...(linted ? toListenCalls(linted.result, document, linted.settings, platform) : []));
        } else {
          calls.push(...(await files.of(uri, token)));
        }
      }
      return calls;
    },
  );

  documents.listen(connection);
  connection.listen();
}

/** Speaks the editor's language from now on. */
function speakTo(translations: InitializationOptions['translations']): void {
  if (translations) {
    configureL10n({ contents: { ...translations } });
    useTranslation((english) => translations[english] ?? english);
  }
}
