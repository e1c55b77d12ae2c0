import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { DRILL_DEFAULTS, runInChild } from 'rebind';
import { commandLine } from 'rebind/report';
import { registerCommand, setting } from '../commands.ts';
import type { PanelServices } from '../panel/register.ts';
import { folderFor } from '../port/editor-ports.ts';
import type { PortServices } from '../port/register.ts';
import { choose as chooseFrom, confirm, showError } from '../say.ts';
import type { Services } from '../services.ts';
import { speakTheEditorsLanguage } from '../words.ts';
import { type ServerCommand, wholeCommand } from './commands.ts';

/** Ends the user's own server and starts it again, in a terminal; the panel shows the verdict. Trusted workspaces only. */
export function register(
  { subscriptions, extensionUri }: vscode.ExtensionContext,
  { log, ports, choose, showDrill }: Services & PortServices & PanelServices,
): void {
  speakTheEditorsLanguage();
  const entry = vscode.Uri.joinPath(extensionUri, 'dist', 'experiment.cjs').fsPath;
  let running = false;

  async function drill(given: ServerCommand | undefined, uri: vscode.Uri | undefined): Promise<void> {
    const folder = folderFor(uri);
    if (!vscode.workspace.isTrusted || !folder) {
      void showError(l10n.t('The drill runs a command of the workspace: open a folder, and trust it.'));
      return;
    }
    const command = given ?? (await chooseCommand(folder.path, vscode.Uri.parse(folder.uri)));
    const port = command && ((await ports.current(folder)) ?? (await choose(folder)));
    if (!port || !(await mayRun(command, port.port))) {
      return;
    }
    // the server is what the files say, and a fix of the panel's is not saved yet
    await vscode.workspace.saveAll();
    const { DrillTerminal } = await import('./drill-terminal.ts');
    const terminal = new DrillTerminal(command, port.port, l10n.t('Drill: port {0}', String(port.port)));
    try {
      const report = await runInChild(
        {
          command: 'drill',
          ...DRILL_DEFAULTS,
          server: command.server,
          cwd: command.cwd,
          port: port.port,
          drill: randomUUID(),
          // the child needs it to be a Node; the server must not notice
          env: { ELECTRON_RUN_AS_NODE: process.env.ELECTRON_RUN_AS_NODE ?? null },
        },
        {
          entry,
          signal: terminal.signal,
          onStep: (step) => {
            terminal.step(step, DRILL_DEFAULTS.rounds);
          },
        },
      );
      terminal.report(report);
      await showDrill({ command, report }, port);
    } catch (error) {
      log.warn(String(error));
      terminal.error(
        terminal.signal.aborted
          ? l10n.t('Stopped. The server is ended, and the port is cleaned up.')
          : error instanceof Error
            ? error.message
            : String(error),
      );
    }
  }

  subscriptions.push(
    registerCommand('rebind.drill', async (target) => {
      if (running) {
        return;
      }
      running = true;
      try {
        await drill(target?.command, target?.uri === undefined ? undefined : vscode.Uri.parse(target.uri));
      } catch (error) {
        const { showFailure } = await import('../panel/show-failure.ts');
        void showFailure(log, error);
      } finally {
        running = false;
      }
    }),
  );
}

type Item = vscode.QuickPickItem & { readonly command: ServerCommand };

/** Which command starts the server; asked where the folder names several. */
async function chooseCommand(folder: string, uri: vscode.Uri): Promise<ServerCommand | undefined> {
  const { readServerCommands } = await import('./read-commands.ts');
  const commands = await readServerCommands(folder, setting('drill.command', uri));
  const [only, ...others] = commands;
  if (!only) {
    const openSettings = l10n.t('Open Setting');
    const chosen = await showError(
      l10n.t(
        'Nothing here says how the server is started: no script in package.json, no launch configuration. Name the command in the setting rebind.drill.command.',
      ),
      openSettings,
    );
    if (chosen === openSettings) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'rebind.drill.command');
    }
    return undefined;
  }
  if (others.length === 0) {
    return only;
  }
  const items = commands.map((command): Item => ({
    label: commandLine(command.server),
    description: command.from,
    command,
  }));
  const title = l10n.t('Which command starts your server?');
  return (await chooseFrom(items, { title, matchOnDescription: true }))?.command;
}

/** The command is shown before it runs. */
async function mayRun({ server, cwd, from }: ServerCommand, port: number): Promise<boolean> {
  const run = l10n.t('Drill');
  const detail = l10n.t(
    'Rebind runs `{0}` in {1} (from {2}) and ends it, ten times: half of them by SIGKILL, half by SIGTERM. It ends nothing that it did not start.',
    wholeCommand(server),
    cwd,
    from,
  );
  const question = l10n.t('Drill the server on port {0}?', String(port));
  return confirm(question, detail, run);
}
