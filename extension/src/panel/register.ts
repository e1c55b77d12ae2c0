import type { ExtensionContext } from 'vscode';
import { registerCommand } from '../commands.ts';
import type { Services } from '../services.ts';

/** The panel that says what is with a port, and runs the experiment on it. */
export function register({ subscriptions }: ExtensionContext, { log }: Services): void {
  const open = () => {
    log.show();
    return Promise.resolve();
  };
  subscriptions.push(
    registerCommand('rebind.runExperiment', open),
    registerCommand('rebind.why', open),
    registerCommand('rebind.release', open),
    registerCommand('rebind.showClaims', open),
  );
}
