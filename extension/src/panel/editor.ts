import * as vscode from 'vscode';
import type { HolderReport } from 'rebind';
import { runCommand } from '../commands.ts';
import type { ListenCall } from '../lint/listen-call.ts';
import type { ListenCalls } from '../lint/listen-calls.ts';
import type { PortChoice } from '../port/port-choice.ts';
import type { Folder } from '../port/ports.ts';
import type { PortServices } from '../port/register.ts';
import { confirm } from '../say.ts';
import type { Services } from '../services.ts';
import type { Editor } from './session.ts';

/** How long the language server may take to look at a file that was not open. */
const DIAGNOSTICS_TIMEOUT_MS = 5000;
const SOURCE = 'rebind';

/** VS Code, as the panel's session asks for it. */
export function panelEditor(
  { log, choose, listenCalls }: Services & PortServices,
  folder: () => Folder | undefined,
  panelColumn: () => vscode.ViewColumn | undefined,
): Editor {
  const show = (uri: vscode.Uri, selection: vscode.Range) => showBeside(uri, selection, panelColumn());
  return {
    isTrusted: () => vscode.workspace.isTrusted,
    confirm,
    copy: async (text) => vscode.env.clipboard.writeText(text),
    openPort: (port) => openPort(port, show),
    openCall: async (call) => {
      await show(vscode.Uri.parse(call.uri), rangeOf(call));
    },
    fixCall: (call) => fixCall(call, listenCalls, show),
    showTerminal,
    choosePort: () => choose(folder()),
    showLog: () => {
      void runCommand('rebind.showLog');
    },
    drill: (port, command) => {
      void runCommand('rebind.drill', { command, uri: port?.folder });
    },
    manageTrust: async () => {
      await vscode.commands.executeCommand('workbench.trust.manage');
    },
    log: (error) => {
      log.warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
    },
  };
}

type Show = (uri: vscode.Uri, selection: vscode.Range) => Promise<void>;

async function openPort({ folder, place }: PortChoice, show: Show): Promise<void> {
  if (folder === undefined || !place) {
    return;
  }
  if (place.line === 0) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'rebind.port');
    return;
  }
  const at = new vscode.Position(place.line - 1, Math.max(0, place.column - 1));
  await show(vscode.Uri.joinPath(vscode.Uri.parse(folder), place.file), new vscode.Range(at, at));
}

/** Where the file is open already, else in the first column that is not the panel's. */
async function showBeside(
  uri: vscode.Uri,
  selection: vscode.Range,
  panelColumn: vscode.ViewColumn | undefined,
): Promise<void> {
  const { One, Two } = vscode.ViewColumn;
  const other = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  const viewColumn = other?.viewColumn ?? (panelColumn === One ? Two : One);
  await vscode.window.showTextDocument(uri, { selection, viewColumn });
}

function rangeOf({ range: { start, end } }: ListenCall): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Applies the fix of the call's finding, where the editor shows it. */
async function fixCall(call: ListenCall, listenCalls: ListenCalls, show: Show): Promise<boolean> {
  const [uri, range] = [vscode.Uri.parse(call.uri), rangeOf(call)];
  await show(uri, range);
  if (!(await hasFinding(uri, range))) {
    return false;
  }
  return listenCalls.fix(call);
}

/** Waits until the language server has said something of the range; a file just opened is not looked at yet. */
async function hasFinding(uri: vscode.Uri, range: vscode.Range): Promise<boolean> {
  const found = () =>
    vscode.languages
      .getDiagnostics(uri)
      .some(({ source, range: at }) => source === SOURCE && at.intersection(range) !== undefined);
  if (found()) {
    return true;
  }
  return new Promise((resolve) => {
    const finish = (answer: boolean) => {
      clearTimeout(clock);
      watch.dispose();
      resolve(answer);
    };
    const clock = setTimeout(() => {
      finish(false);
    }, DIAGNOSTICS_TIMEOUT_MS);
    const watch = vscode.languages.onDidChangeDiagnostics(() => {
      if (found()) {
        finish(true);
      }
    });
  });
}

/** The terminals of the window whose shell has started. */
export async function terminalsWithPids(): Promise<{ name: string; pid: number }[]> {
  const { terminals } = vscode.window;
  const pids = await Promise.all(terminals.map(async ({ processId }) => processId));
  return terminals.flatMap(({ name }, index) => {
    const pid = pids[index];
    return pid === undefined ? [] : [{ name, pid }];
  });
}

async function showTerminal({ pid, ancestors }: HolderReport): Promise<void> {
  for (const terminal of vscode.window.terminals) {
    const shell = await terminal.processId;
    if (shell !== undefined && (shell === pid || ancestors.includes(shell))) {
      terminal.show();
      return;
    }
  }
}
