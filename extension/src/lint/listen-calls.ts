import type { CancellationToken, Event } from 'vscode';
import type { ListenCall } from './listen-call.ts';

/** The calls of the workspace that bind a server socket, from the language server. */
export interface ListenCalls {
  /** Those of some files, or of the whole workspace. Starts the language server when it is not running. */
  get(uris?: readonly string[], token?: CancellationToken): Promise<readonly ListenCall[]>;
  /** Applies the fix of what is found at a call of an open document. False where there is none. */
  fix(call: ListenCall): Promise<boolean>;
  /** Fires with a file's URI when its calls are others than before. */
  readonly onDidChange: Event<string>;
}
