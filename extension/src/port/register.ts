import * as vscode from 'vscode';
import type { WhyReport } from 'rebind';
import { isConfiguration } from 'rebind/port';
import { registerCommand, runCommand } from '../commands.ts';
import { ITEMS } from '../contract.ts';
import { experimentAt } from '../experiment/ask.ts';
import type { Services } from '../services.ts';
import { speakTheEditorsLanguage } from '../words.ts';
import { asFolder, choosePort, editorHost, folderFor } from './editor-ports.ts';
import { InUse } from './in-use.ts';
import type { PortChoice } from './port-choice.ts';
import { type Folder, Ports } from './ports.ts';
import { portStatus } from './status.ts';
import {
  linkTerminals,
  type OnMessage,
  watchDebugConsoles,
  watchTasks,
  watchTerminals,
} from './watch-output.ts';

/** What the panel needs to know of ports. */
export interface PortServices {
  readonly ports: Ports;
  readonly choose: (folder: Folder | undefined) => Promise<PortChoice | undefined>;
  /** Takes note of what the kernel said of a port. */
  readonly saw: (report: Pick<WhyReport, 'port' | 'verdict'>) => void;
}

/** What starts and ends programs can wait; the first squiggles cannot. */
const FIRST_LOOK_AFTER_MS = 3000;

/** The folder's port: the status item, the choice, and what terminals, tasks and debug consoles say of it. */
export function register(
  { subscriptions, workspaceState, extensionUri }: vscode.ExtensionContext,
  { log }: Services,
): PortServices {
  speakTheEditorsLanguage();
  const ask = experimentAt(vscode.Uri.joinPath(extensionUri, 'dist', 'experiment.cjs').fsPath);
  const ports = new Ports(ask, workspaceState, editorHost);
  const item = new StatusItem();
  const current = async (folder = folderFor()) => (folder ? ports.current(folder) : undefined);
  const update = async () => {
    item.choice = await current().catch((error: unknown) => {
      log.warn(String(error));
      return undefined;
    });
    item.draw();
  };
  const inUse = new InUse(ask, (port) => {
    item.inUse = port;
    item.draw();
  });
  const onMessage: OnMessage = (named) => {
    void (async () => {
      const port = named ?? (await current())?.port;
      if (port !== undefined) {
        await inUse.report(port);
      }
    })().catch((error: unknown) => {
      log.warn(String(error));
    });
  };
  const recheck = () => {
    void inUse.recheck();
  };
  const firstLook = setTimeout(() => void update(), FIRST_LOOK_AFTER_MS);
  const choose = (folder: Folder | undefined) =>
    choosePort(ports, folder, (error) => {
      void import('../panel/show-failure.ts').then(({ showFailure }) => showFailure(log, error));
    });
  subscriptions.push(
    item,
    {
      dispose: () => {
        clearTimeout(firstLook);
      },
    },
    watchTerminals(vscode.window, onMessage),
    watchDebugConsoles(vscode.debug, onMessage),
    watchTasks(vscode.languages, onMessage),
    linkTerminals(
      vscode,
      (port) => void runCommand('rebind.runExperiment', port === undefined ? {} : { port }),
    ),
    registerCommand('rebind.choosePort', async (uri) => {
      const folder = uri ? asFolder(vscode.workspace.getWorkspaceFolder(uri)) : folderFor();
      await choose(folder);
    }),
    ports.onDidChange(() => void update()),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      // a search costs more than saving code may; the next one reads it
      if (isConfiguration(uri.path)) {
        ports.forget();
      }
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('rebind.port')) {
        ports.forget();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      ports.forget();
    }),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      // each folder has its own; without an editor in front it stays that of the last
      if (editor && (vscode.workspace.workspaceFolders ?? []).length > 1) {
        void update();
      }
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      ports.forget();
    }),
    ...onProgramsChange(recheck),
  );
  return {
    ports,
    choose,
    saw: (report) => {
      inUse.saw(report);
    },
  };
}

/** Calls back when a program may have taken or freed a port: terminals, tasks, debug sessions, and the user coming back. */
export function onProgramsChange(callback: () => void): vscode.Disposable[] {
  return [
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) {
        callback();
      }
    }),
    vscode.window.onDidOpenTerminal(callback),
    vscode.window.onDidCloseTerminal(callback),
    vscode.window.onDidStartTerminalShellExecution(callback),
    vscode.window.onDidEndTerminalShellExecution(callback),
    vscode.tasks.onDidStartTaskProcess(callback),
    vscode.tasks.onDidEndTaskProcess(callback),
    vscode.debug.onDidStartDebugSession(callback),
    vscode.debug.onDidTerminateDebugSession(callback),
  ];
}

class StatusItem {
  choice: PortChoice | undefined;
  inUse: number | undefined;
  readonly #item = vscode.window.createStatusBarItem(ITEMS.port, vscode.StatusBarAlignment.Left);

  constructor() {
    this.#item.name = 'Rebind';
  }

  draw(): void {
    const status = portStatus(this.choice, this.inUse);
    if (!status) {
      this.#item.hide();
      return;
    }
    const { text, tooltip, accessibleText, port } = status;
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: accessibleText };
    this.#item.command = { command: 'rebind.runExperiment', title: tooltip, arguments: [{ port }] };
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
