import type { ExtensionContext } from 'vscode';
import { registerCommand } from '../commands.ts';
import type { Services } from '../services.ts';

/** The folder's port: the status item, the choice, and what terminals, tasks and debug consoles say of it. */
export function register({ subscriptions }: ExtensionContext, { log }: Services): void {
  subscriptions.push(
    registerCommand('rebind.choosePort', () => {
      log.show();
      return Promise.resolve();
    }),
  );
}
