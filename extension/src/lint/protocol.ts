/** What client and server say to each other beside the language server protocol. */
import type { Settings } from '../contract.ts';

/** The variable of the server's environment that names the folder for its compiled code. */
export const COMPILED_CODE = 'REBIND_COMPILED_CODE';

/** Settings below `rebind.lint.` that the linter asks for. */
export type LintSettings = Pick<
  Settings,
  | 'lint.enable'
  | 'lint.codeLens'
  | 'lint.severity'
  | 'lint.checkUnconfigurable'
  | 'lint.sharePort'
  | 'lint.platforms'
  | 'lint.runtime'
  | 'lint.node'
  | 'lint.pipePorts'
  | 'lint.checkUnknown'
  | 'lint.additionalListeners'
>;

/** Where the workspace's own ESLint is to be asked whether it has Rebind's rules. */
export interface WorkspaceEslint {
  /** The folder that ESLint is looked for in when the file's own has none. */
  readonly folder: string;
  /** `eslint.nodePath` */
  readonly nodePath?: string | undefined;
  /** Whether ESLint's extension shows in the editor what it says of the document. */
  readonly shows: boolean;
}

export interface DocumentSettings {
  readonly settings: LintSettings;
  /** Absent where the user wants none of it, or the workspace is not trusted to run code. */
  readonly workspaceEslint?: WorkspaceEslint | undefined;
}

/** Server to client: the settings of a document. */
export const DOCUMENT_SETTINGS_REQUEST = 'rebind/documentSettings';

export interface DocumentSettingsParams {
  readonly uri: string;
  readonly languageId: string;
}

/** Client to server: settings, trust or other extensions are others than before. */
export const SETTINGS_CHANGED = 'rebind/settingsChanged';

/** Why a document has squiggles or not. */
export type LintState =
  | {
      readonly kind: 'linted';
      readonly calls: number;
      readonly problems: number;
      readonly elapsedMs: number;
      /** Rules and options are those of the workspace's ESLint configuration. */
      readonly isRuled?: boolean;
    }
  | { readonly kind: 'off' | 'aside' | 'too-large' }
  | { readonly kind: 'syntax-error'; readonly message: string; readonly line: number }
  /** A setting is malformed, or Rebind is at fault. */
  | { readonly kind: 'failed'; readonly message: string };

/** Server to client: what became of a document. */
export const LINT_STATE = 'rebind/lintState';

export interface LintStateParams {
  readonly uri: string;
  readonly state: LintState;
}

/** A piece of work of the server in which it answers nothing else: a lint, or what is made of one. */
export interface Work {
  readonly uri: string;
  /** Which text it is: the version of a document, or the state of a file on the disk. */
  readonly text: string;
}

/** Server to client: a piece of work begins, and has ended. The client replaces a server that does not come back from it. */
export const WORK_BEGINS = 'rebind/workBegins';
export const WORK_ENDS = 'rebind/workEnds';

/** What the client tells the server at its start. */
export interface InitializationOptions {
  /** Translations by English text; absent in English. */
  readonly translations?: Readonly<Record<string, string>> | undefined;
  /** Of the documents that are open, so that their first lint need not ask. */
  readonly settings?: readonly (DocumentSettingsParams & DocumentSettings)[];
  /** What an earlier server did not come back from: left alone until the text is another. */
  readonly leftAlone?: readonly Work[];
}

/** The kind of code action that mends one place: for who asks by this name. */
export const FIX_HERE = 'source.fixAll.rebind.here';
