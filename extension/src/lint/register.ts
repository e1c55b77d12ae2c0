import * as vscode from 'vscode';
import type { ListenCalls } from './listen-calls.ts';

/** Squiggles, quick fixes and lenses, from the language server. */
export function register(
  { subscriptions }: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): ListenCalls {
  const changed = new vscode.EventEmitter<string>();
  subscriptions.push(changed);
  log.debug('registered');
  return { get: () => Promise.resolve([]), onDidChange: changed.event };
}
