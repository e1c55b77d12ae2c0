import * as vscode from 'vscode';
import { registerCommand } from '../commands.ts';
import { type ExperimentTarget, PANEL_VIEW_TYPE } from '../contract.ts';
import type { PortServices } from '../port/register.ts';
import type { Services } from '../services.ts';
import type { PortChoice } from '../port/port-choice.ts';
import type { Opening, Panel } from './panel.ts';
import type { DrillRecord } from './state.ts';

/** What other features show in the panel. */
export interface PanelServices {
  readonly showDrill: (record: DrillRecord, port: PortChoice) => Promise<void>;
}

/** The panel that says what is with a port, and runs the experiment on it. Loaded when it is first opened. */
export function register(context: vscode.ExtensionContext, services: Services & PortServices): PanelServices {
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
  return { showDrill: async (record, port) => (await load()).showDrill(record, port) };
}
