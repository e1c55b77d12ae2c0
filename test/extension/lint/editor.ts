import { Duplex } from 'node:stream';
import {
  type CodeAction,
  type CodeLens,
  createProtocolConnection,
  type Diagnostic,
  type Hover,
  type Position,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { createConnection } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  LISTEN_CALLS_CHANGED,
  LISTEN_CALLS_REQUEST,
  type ListenCall,
  type ListenCallsChangedParams,
} from '../../../extension/src/lint/listen-call.ts';
import {
  DOCUMENT_SETTINGS_REQUEST,
  type DocumentSettings,
  type InitializationOptions,
  LINT_STATE,
  type LintState,
  type LintStateParams,
  SETTINGS_CHANGED,
} from '../../../extension/src/lint/protocol.ts';
import { DEFAULTS } from '../../../extension/src/lint/default-settings.ts';
import { serve } from '../../../extension/src/lint/server/serve.ts';

/** One direction of a connection in memory. */
class Pipe extends Duplex {
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.push(chunk);
    done();
  }
  override _read(): void {
    // pushed when written
  }
}

/** What an editor keeps of a document that the server was told of. */
interface Shown {
  readonly diagnostics: readonly Diagnostic[];
  readonly state: LintState;
}

/** An editor without a window: speaks the protocol with the real server, in this process. */
export class Editor implements AsyncDisposable {
  settings: DocumentSettings = { settings: DEFAULTS };
  /** The URIs whose settings were asked for. */
  readonly asked: string[] = [];
  readonly callsChanged: string[] = [];
  readonly #connection;
  readonly #documents = new Map<string, TextDocument>();
  readonly #diagnostics = new Map<string, readonly Diagnostic[]>();
  readonly #waiting: ((uri: string, shown: Shown) => void)[] = [];

  constructor() {
    const [up, down] = [new Pipe(), new Pipe()];
    const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
    serve(server);
    this.#connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    this.#connection.onRequest(DOCUMENT_SETTINGS_REQUEST, ({ uri }: { uri: string }) => {
      this.asked.push(uri);
      return this.settings;
    });
    this.#connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, diagnostics }: PublishDiagnosticsParams) => {
        this.#diagnostics.set(uri, diagnostics);
      },
    );
    this.#connection.onNotification(LINT_STATE, ({ uri, state }: LintStateParams) => {
      const shown = { diagnostics: this.#diagnostics.get(uri) ?? [], state };
      this.#waiting.splice(0).forEach((tell) => {
        tell(uri, shown);
      });
    });
    this.#connection.onNotification(LISTEN_CALLS_CHANGED, ({ uri }: ListenCallsChangedParams) => {
      this.callsChanged.push(uri);
    });
    this.#connection.listen();
  }

  static async start(options: InitializationOptions = {}): Promise<Editor> {
    const editor = new Editor();
    await editor.#connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
      initializationOptions: options,
    });
    await editor.#connection.sendNotification('initialized', {});
    return editor;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection.sendRequest('shutdown');
    this.#connection.dispose();
  }

  /** Opens a document and waits for what the server says of it. */
  async open(uri: string, languageId: string, text: string): Promise<Shown> {
    const document = TextDocument.create(uri, languageId, 1, text);
    this.#documents.set(uri, document);
    return this.#after(uri, () =>
      this.#connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      }),
    );
  }

  /** Replaces a document's text. */
  async change(uri: string, text: string): Promise<Shown> {
    const document = this.#document(uri);
    const version = document.version + 1;
    this.#documents.set(uri, TextDocument.create(uri, document.languageId, version, text));
    return this.#after(uri, () =>
      this.#connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      }),
    );
  }

  async close(uri: string): Promise<void> {
    this.#documents.delete(uri);
    await this.#connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** Other settings than before. */
  async configure(settings: DocumentSettings, uri: string): Promise<Shown> {
    this.settings = settings;
    return this.#after(uri, () => this.#connection.sendNotification(SETTINGS_CHANGED));
  }

  async filesChanged(uris: readonly string[]): Promise<void> {
    await this.#connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: uris.map((uri) => ({ uri, type: 2 })),
    });
  }

  /** The code actions at the first place where a text stands, or of the whole document. */
  async actions(uri: string, at?: string, only?: readonly string[]): Promise<CodeAction[]> {
    const document = this.#document(uri);
    const offset = at === undefined ? 0 : document.getText().indexOf(at);
    const range = {
      start: document.positionAt(offset),
      end: document.positionAt(at === undefined ? document.getText().length : offset),
    };
    return this.#connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [], ...(only ? { only } : {}) },
    });
  }

  /** What is shown where the pointer rests on the first place where a text stands. */
  hover(uri: string, at: string): Promise<Hover | null> {
    const document = this.#document(uri);
    return this.hoverAt(uri, document.positionAt(document.getText().indexOf(at)));
  }

  hoverAt(uri: string, position: Position): Promise<Hover | null> {
    return this.#connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
  }

  lenses(uri: string): Promise<CodeLens[]> {
    return this.#connection.sendRequest('textDocument/codeLens', { textDocument: { uri } });
  }

  listenCalls(...uris: string[]): Promise<ListenCall[]> {
    return this.#connection.sendRequest(LISTEN_CALLS_REQUEST, { uris });
  }

  /** The document's text as an action would leave it. */
  applied(uri: string, { title, edit }: CodeAction): string {
    const edits = edit?.changes?.[uri];
    if (!edits) {
      throw new Error(`"${title}" changes nothing in ${uri}`);
    }
    return TextDocument.applyEdits(this.#document(uri), edits);
  }

  #document(uri: string): TextDocument {
    const document = this.#documents.get(uri);
    if (!document) {
      throw new Error(`${uri} is not open`);
    }
    return document;
  }

  async #after(uri: string, send: () => Promise<void>): Promise<Shown> {
    const shown = new Promise<Shown>((resolve) => {
      const wait = (of: string, what: Shown): void => {
        if (of === uri) {
          resolve(what);
        } else {
          this.#waiting.push(wait);
        }
      };
      this.#waiting.push(wait);
    });
    await send();
    return shown;
  }
}
