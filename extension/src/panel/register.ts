import * as vscode from 'vscode';
import { registerCommand } from '../commands.ts';
import { type ExperimentTarget, PANEL_VIEW_TYPE } from '../contract.ts';
import type { PortServices } from '../port/register.ts';
import type { Services } from '../services.ts';
import type { Opening, Panel } from './panel.ts';

/** The panel that says what is with a port, and runs the experiment on it. Loaded when it is first opened. */
export function register(context: vscode.ExtensionContext, services: Services & PortServices): void {
  let loading: Promise<Panel> | undefined;
  const load = () => (loading ??= import('./panel.ts').then(({ Panel }) => new Panel(context, services)));
  const open = (opening: Opening) => async (target?: ExperimentTarget) => {
    await (await load()).open(target ?? {}, opening);
  };
  context.subscriptions.push(
    registerCommand('rebind.runExperiment', open('run')),
    registerCommand('rebind.why', open('look')),
    registerCommand('rebind.release', open('release')),
    registerCommand('rebind.showClaims', open('claims')),
    vscode.window.registerWebviewPanelSerializer(PANEL_VIEW_TYPE, {
      deserializeWebviewPanel: async (webviewPanel) => {
        await (await load()).adopt(webviewPanel);
      },
    }),
  );
}
