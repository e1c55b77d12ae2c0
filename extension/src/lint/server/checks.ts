import type { TextDocument } from 'vscode-languageserver-textdocument';
import { languageOf } from 'eslint-plugin-rebind/languages';
import { mayListen as textMayListen } from '../may-listen.ts';
import type { LintSettings, LintState, Work } from '../protocol.ts';
import type { Linted } from './linted.ts';
import { fileNameOf, pathOf } from './file-name.ts';
import { lint } from './linter.ts';
import { type Ruling, underRuling } from './ruling.ts';
import type { SettingsStore } from './settings.ts';
import type { Working } from './working.ts';
import type { WorkspaceEslints } from './workspace-eslint.ts';

/** Generated files: nobody reads their squiggles, and they cost seconds. In UTF-16 units. */
export const MAX_LENGTH = 1_000_000;

/** What became of a document, and what is known of it where it was linted. */
export interface Check {
  readonly state: LintState;
  readonly linted?: Linted | undefined;
}

interface Known {
  readonly version: number;
  readonly check: Promise<Check>;
}

/** The checks of documents, once for each version of one. */
export class Checks {
  readonly #settings: SettingsStore;
  readonly #eslints: WorkspaceEslints;
  readonly #working: Working;
  readonly #known = new Map<string, Known>();

  constructor(settings: SettingsStore, eslints: WorkspaceEslints, working: Working) {
    this.#settings = settings;
    this.#eslints = eslints;
    this.#working = working;
  }

  of(document: TextDocument): Promise<Check> {
    const known = this.#known.get(document.uri);
    if (known?.version === document.version) {
      return known.check;
    }
    const check = this.#check(document).catch(failed);
    this.#known.set(document.uri, { version: document.version, check });
    return check;
  }

  close(uri: string): void {
    this.#known.delete(uri);
  }

  forget(): void {
    this.#known.clear();
  }

  async #check(document: TextDocument): Promise<Check> {
    const { uri, languageId } = document;
    const { settings, workspaceEslint } = await this.#settings.get(uri, languageId);
    const file = pathOf(uri);
    const ruling =
      workspaceEslint &&
      file !== undefined &&
      settings['lint.enable'] &&
      (workspaceEslint.shows || mayListen(document, settings))
        ? await this.#eslints.ruling(file, workspaceEslint)
        : undefined;
    return this.#working.on(workOn(document), () => {
      if (!ruling) {
        return checkText(document, settings);
      }
      if (!workspaceEslint?.shows) {
        return checkRuled(document, settings, ruling);
      }
      const check = checkText(document, settings);
      return check.state.kind === 'linted' ? { ...check, state: { kind: 'aside' } } : check;
    });
  }
}

/** What the client is told of work on a document. */
export const workOn = ({ uri, version }: TextDocument): Work => ({ uri, text: String(version) });

function mayListen(document: TextDocument, settings: LintSettings): boolean {
  const language = languageOf(document.languageId);
  return (
    language !== undefined &&
    textMayListen(language, document.getText(), settings['lint.additionalListeners'])
  );
}

/** Lints a document with the rules and options that the workspace's ESLint has for it, which shows nothing here itself. */
export function checkRuled(document: TextDocument, settings: LintSettings, ruling: Ruling): Check {
  const check = checkText(document, underRuling(settings, ruling));
  return check.state.kind === 'linted' ? { ...check, state: { ...check.state, isRuled: true } } : check;
}

/** Lints a document, whatever the workspace's ESLint says of it. */
export function checkText(document: TextDocument, settings: LintSettings): Check {
  const language = languageOf(document.languageId);
  if (!language || !settings['lint.enable']) {
    return { state: { kind: 'off' } };
  }
  const text = document.getText();
  if (text.length > MAX_LENGTH) {
    return { state: { kind: 'too-large' } };
  }
  const fileName = fileNameOf(document.uri, language);
  const start = performance.now();
  try {
    const result = lint(text, language, fileName, settings);
    if (result.syntaxError) {
      return { state: { kind: 'syntax-error', ...result.syntaxError } };
    }
    return {
      state: {
        kind: 'linted',
        calls: result.sites.length,
        problems: result.problems.length,
        elapsedMs: performance.now() - start,
      },
      linted: { document, language, fileName, settings, result },
    };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Check {
  return { state: { kind: 'failed', message: error instanceof Error ? error.message : String(error) } };
}
