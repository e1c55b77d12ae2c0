import type { Connection } from 'vscode-languageserver';
import {
  DOCUMENT_SETTINGS_REQUEST,
  type DocumentSettings,
  type DocumentSettingsParams,
} from '../protocol.ts';

/** The settings of documents, asked of the client once each until something changes. */
export class SettingsStore {
  readonly #connection: Pick<Connection, 'sendRequest'>;
  readonly #known = new Map<string, Promise<DocumentSettings>>();

  constructor(connection: Pick<Connection, 'sendRequest'>) {
    this.#connection = connection;
  }

  /** Takes what the client tells unasked. */
  set(told: DocumentSettingsParams & DocumentSettings): void {
    this.#known.set(keyOf(told.uri, told.languageId), Promise.resolve(told));
  }

  /** @param languageId decides, with the file, whether the workspace's ESLint is asked */
  get(uri: string, languageId: string): Promise<DocumentSettings> {
    const key = keyOf(uri, languageId);
    let settings = this.#known.get(key);
    if (!settings) {
      const params: DocumentSettingsParams = { uri, languageId };
      settings = this.#connection.sendRequest<DocumentSettings>(DOCUMENT_SETTINGS_REQUEST, params);
      settings.catch(() => this.#known.delete(key));
      this.#known.set(key, settings);
    }
    return settings;
  }

  forget(): void {
    this.#known.clear();
  }
}

const keyOf = (uri: string, languageId: string) => `${languageId} ${uri}`;
