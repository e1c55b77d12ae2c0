import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { CancellationToken } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { languageOfFile } from 'eslint-plugin-rebind/languages';
import type { Platform } from 'eslint-plugin-rebind/sites';
import type { Work } from '../protocol.ts';
import type { ListenCall } from '../listen-call.ts';
import { checkRuled, checkText, MAX_LENGTH } from './checks.ts';
import { toListenCalls } from './diagnostics.ts';
import { pathOf } from './file-name.ts';
import type { SettingsStore } from './settings.ts';
import type { Working } from './working.ts';
import type { WorkspaceEslints } from './workspace-eslint.ts';

/** What is larger is not checked either, however few characters its bytes are. */
const MAX_BYTES = 4 * MAX_LENGTH;

interface Known {
  readonly stamp: string;
  readonly calls: readonly ListenCall[];
}

/** What the calls of files depend on. */
export interface FileCallsOptions {
  readonly settings: SettingsStore;
  readonly eslints: WorkspaceEslints;
  readonly working: Working;
  readonly platform: Platform;
}

/** The listen calls of files that no editor has open, read from the disk, once for each state of a file. */
export class FileCalls {
  readonly #settings: SettingsStore;
  readonly #eslints: WorkspaceEslints;
  readonly #working: Working;
  readonly #platform: Platform;
  readonly #known = new Map<string, Known>();

  constructor({ settings, eslints, working, platform }: FileCallsOptions) {
    this.#settings = settings;
    this.#eslints = eslints;
    this.#working = working;
    this.#platform = platform;
  }

  async of(uri: string, token?: CancellationToken): Promise<readonly ListenCall[]> {
    const file = pathOf(uri);
    const language = file === undefined ? undefined : languageOfFile(file);
    if (file === undefined || !language || token?.isCancellationRequested) {
      return [];
    }
    try {
      const stats = await stat(file);
      const { mtimeMs, size } = stats;
      // a pipe would be read for ever
      if (!stats.isFile() || size > MAX_BYTES) {
        return [];
      }
      const stamp = `${String(mtimeMs)} ${String(size)}`;
      const known = this.#known.get(uri);
      if (known?.stamp === stamp) {
        return known.calls;
      }
      const calls = await this.#read({ uri, text: stamp }, language.id, file);
      this.#known.set(uri, { stamp, calls });
      return calls;
    } catch {
      // gone, or not to be read: it has no calls for us
      this.#known.delete(uri);
      return [];
    }
  }

  forget(uri?: string): void {
    if (uri === undefined) {
      this.#known.clear();
    } else {
      this.#known.delete(uri);
    }
  }

  async #read(work: Work, languageId: string, file: string): Promise<readonly ListenCall[]> {
    // settings are those of a folder, so that a thousand files ask once a folder
    const folder = pathToFileURL(path.dirname(file)).href;
    const [text, { settings, workspaceEslint }] = await Promise.all([
      readFile(file, 'utf8'),
      this.#settings.get(folder, languageId),
    ]);
    // lets requests of the editor come in between
    await setImmediate();
    const { uri } = work;
    const document = TextDocument.create(uri, languageId, 0, text);
    const own = (await this.#working.on(work, () => checkText(document, settings))).linted;
    // a configuration is loaded for files with something to say of
    const ruling =
      own && own.result.sites.length > 0 && workspaceEslint?.shows === false
        ? await this.#eslints.ruling(file, workspaceEslint)
        : undefined;
    const linted = ruling
      ? (await this.#working.on(work, () => checkRuled(document, settings, ruling))).linted
      : own;
    return linted ? toListenCalls(linted.result, { uri, languageId }, linted.settings, this.#platform) : [];
  }
}
