import * as vscode from 'vscode';
import { registerCommand } from './commands.ts';
import { harmlessChannel } from './harmless.ts';

/** The log that `Rebind: Show Log` shows. */
export function register({ subscriptions }: vscode.ExtensionContext): vscode.LogOutputChannel {
  const own = vscode.window.createOutputChannel('Rebind', { log: true });
  const channel = harmlessChannel(own);
  subscriptions.push(
    own,
    registerCommand('rebind.showLog', () => {
      channel.show();
    }),
  );
  return channel;
}
