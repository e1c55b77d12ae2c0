import * as vscode from 'vscode';
import { registerCommand } from './commands.ts';

/** The log that `Rebind: Show Log` shows. */
export function register({ subscriptions }: vscode.ExtensionContext): vscode.LogOutputChannel {
  const channel = vscode.window.createOutputChannel('Rebind', { log: true });
  subscriptions.push(
    channel,
    registerCommand('rebind.showLog', () => {
      channel.show();
    }),
  );
  return channel;
}
