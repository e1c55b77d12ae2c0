import { arch, release } from 'node:os';
import * as vscode from 'vscode';
import { ancestorsOf } from 'rebind';
import { type ExperimentTarget, PANEL_VIEW_TYPE } from '../contract.ts';
import { experimentAt } from '../experiment/ask.ts';
import { folderFor } from '../port/editor-ports.ts';
import type { PortChoice } from '../port/port-choice.ts';
import type { Folder } from '../port/ports.ts';
import { onProgramsChange, type PortServices } from '../port/register.ts';
import type { Services } from '../services.ts';
import { speakTheEditorsLanguage } from '../words.ts';
import { panelEditor, terminalsWithPids } from './editor.ts';
import { pageHtml } from './html.ts';
import { presentPage } from './present/page.ts';
import { readMessage, type ToPage } from './protocol.ts';
import { kept, readSaved, type Saved } from './saved.ts';
import { PanelSession } from './session.ts';
import type { DrillRecord, Surroundings } from './state.ts';

/** What to do once the port has been looked at. */
export type Opening = 'run' | 'look' | 'release' | 'claims';

const SAVED_KEY = 'rebind.panel';
/** A program that was just started takes a moment to take its port. */
const SECOND_LOOK_MS = 2000;
const CALLS_SETTLE_MS = 300;

/** The one panel of the window: shows the session's truth, and hands on what the user does. */
export class Panel {
  readonly #context: vscode.ExtensionContext;
  readonly #services: Services & PortServices;
  readonly #session: PanelSession;
  readonly #ownPids = [process.pid, process.ppid, ...ancestorsOf({ parent: process.ppid })];
  #panel: vscode.WebviewPanel | undefined;
  #ready = false;
  #saved: Saved | undefined;
  #secondLook: NodeJS.Timeout | undefined;
  #callsChanged: NodeJS.Timeout | undefined;
  #posting: Promise<void> = Promise.resolve();
  #postWaits = false;

  constructor(context: vscode.ExtensionContext, services: Services & PortServices) {
    speakTheEditorsLanguage();
    this.#context = context;
    this.#services = services;
    const entry = vscode.Uri.joinPath(context.extensionUri, 'dist', 'experiment.cjs').fsPath;
    const editor = panelEditor(
      services,
      () => this.#folder(),
      () => this.#panel?.viewColumn,
    );
    this.#session = new PanelSession(experimentAt(entry), editor, () => {
      this.#changed();
    });
    context.subscriptions.push(
      {
        dispose: () => {
          this.#close();
        },
      },
      ...onProgramsChange(() => {
        this.#lookWhileVisible();
      }),
      services.ports.onDidChange(() => void this.#followPort()),
      services.listenCalls.onDidChange(() => {
        this.#readCallsSoon();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#changed();
      }),
    );
  }

  /** Opens the panel, or brings it to the front, on the target's port. */
  async open(target: ExperimentTarget, opening: Opening): Promise<void> {
    const uri = target.uri === undefined ? undefined : vscode.Uri.parse(target.uri);
    const folder = folderFor(uri);
    if (this.#panel) {
      this.#panel.reveal(undefined, opening === 'look');
    } else {
      this.#use(
        vscode.window.createWebviewPanel(
          PANEL_VIEW_TYPE,
          'Rebind',
          { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false },
          { enableScripts: true, localResourceRoots: [this.#files] },
        ),
      );
    }
    const port = await this.#portOf(target, folder).catch((error: unknown) => {
      this.#session.fail(error);
      return undefined;
    });
    const calls = this.#readCalls(uri, target.line);
    await this.#session.show(port);
    switch (opening) {
      case 'run':
        await this.#session.run('auto');
        break;
      case 'release':
        await this.#session.release();
        break;
      case 'claims':
        await this.#session.claims();
        break;
      case 'look':
        break;
    }
    await calls;
  }

  /** Shows what a drill found. */
  async showDrill(record: DrillRecord, port: PortChoice): Promise<void> {
    await this.open(
      port.folder === undefined ? { port: port.port } : { port: port.port, uri: port.folder },
      'look',
    );
    this.#session.showDrill(record);
  }

  /** Takes over the panel of the window before its reload: shows what was known, dated, and looks at the port; runs nothing. */
  async adopt(panel: vscode.WebviewPanel): Promise<void> {
    this.#use(panel);
    const saved = readSaved(this.#context.workspaceState.get(SAVED_KEY));
    if (saved) {
      this.#session.restore(saved);
    } else {
      const folder = folderFor();
      await this.#session.show(folder ? await this.#services.ports.current(folder) : undefined);
    }
    await this.#readCalls();
  }

  get #files(): vscode.Uri {
    return vscode.Uri.joinPath(this.#context.extensionUri, 'dist', 'panel');
  }

  #use(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    this.#ready = false;
    const { webview } = panel;
    const uri = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(this.#files, name)).toString();
    panel.iconPath = vscode.Uri.joinPath(this.#context.extensionUri, 'media', 'icon.png');
    webview.options = { enableScripts: true, localResourceRoots: [this.#files] };
    webview.onDidReceiveMessage((message: unknown) => {
      this.#receive(message);
    });
    panel.onDidChangeViewState(() => {
      this.#lookWhileVisible();
    });
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#session.dispose();
    });
    webview.html = pageHtml(
      { script: uri('main.js'), style: uri('style.css'), cspSource: webview.cspSource },
      vscode.env.language,
    );
  }

  #receive(data: unknown): void {
    const message = readMessage(data);
    switch (message?.type) {
      case 'ready':
        this.#ready = true;
        this.#post();
        break;
      case 'action':
        this.#session.handle(message.action).catch((error: unknown) => {
          this.#services.log.error(String(error));
        });
        break;
      case undefined:
        this.#services.log.warn('the page sent what is no message');
    }
  }

  #folder(): Folder | undefined {
    const uri = this.#session.state.port?.folder;
    return folderFor(uri === undefined ? undefined : vscode.Uri.parse(uri));
  }

  async #portOf({ port }: ExperimentTarget, folder: Folder | undefined): Promise<PortChoice | undefined> {
    const current = folder ? await this.#services.ports.current(folder) : undefined;
    return port === undefined || port === current?.port
      ? current
      : { port, by: 'asked', protocol: 'tcp', folder: folder?.uri, place: undefined };
  }

  /** The choice was changed elsewhere, or a file that names the port was. */
  async #followPort(): Promise<void> {
    const [folder, { port }] = [this.#folder(), this.#session.state];
    if (!this.#panel || !folder || port?.by === 'asked') {
      return;
    }
    const current = await this.#services.ports.current(folder);
    if (current?.port !== port?.port || current?.place?.file !== port?.place?.file) {
      await this.#session.show(current);
    }
  }

  async #readCalls(uri?: vscode.Uri, line?: number): Promise<void> {
    const calls = await this.#services.listenCalls.get();
    await this.#session.setCalls(calls);
    const wanted = calls.find(
      (call) => call.uri === uri?.toString() && (line === undefined || call.range.start.line === line),
    );
    if (wanted) {
      this.#session.reveal(wanted);
    }
  }

  #readCallsSoon(): void {
    clearTimeout(this.#callsChanged);
    if (this.#panel?.visible) {
      this.#callsChanged = setTimeout(() => void this.#readCalls(), CALLS_SETTLE_MS);
    }
  }

  #lookWhileVisible(): void {
    clearTimeout(this.#secondLook);
    if (this.#panel?.visible) {
      void this.#session.refresh();
      this.#secondLook = setTimeout(() => {
        if (this.#panel?.visible) {
          void this.#session.refresh();
        }
      }, SECOND_LOOK_MS);
    }
  }

  #changed(): void {
    this.#post();
    const { why, work } = this.#session.state;
    if (why) {
      this.#services.saw(why.value);
    }
    if (!work) {
      this.#save();
    }
  }

  /** Keeps what is worth it, when it is another than what is kept. */
  #save(): void {
    const { saved } = this.#session;
    const last = this.#saved;
    if (!last || Object.entries(saved).some(([key, value]) => last[key as keyof Saved] !== value)) {
      this.#saved = saved;
      void this.#context.workspaceState.update(SAVED_KEY, kept(saved));
    }
  }

  /** Sends the whole truth; what changes meanwhile is in the next one. */
  #post(): void {
    if (this.#postWaits || !this.#panel || !this.#ready) {
      return;
    }
    this.#postWaits = true;
    const post = async () => {
      const around = await this.#surroundings();
      this.#postWaits = false;
      const page = presentPage(this.#session.state, around);
      const snapshot: ToPage = { type: 'snapshot', page };
      if (this.#panel) {
        this.#panel.title = page.port === undefined ? 'Rebind' : `Rebind: ${page.port}`;
        await this.#panel.webview.postMessage(snapshot);
      }
    };
    // one that fails must not keep the next from being sent
    this.#posting = this.#posting.then(post).catch((error: unknown) => {
      this.#postWaits = false;
      this.#services.log.warn(String(error));
    });
  }

  async #surroundings(): Promise<Surroundings> {
    const { workspaceFolders = [], isTrusted } = vscode.workspace;
    return {
      lang: vscode.env.language,
      trusted: isTrusted,
      virtual: workspaceFolders.length > 0 && workspaceFolders.every(({ uri }) => uri.scheme !== 'file'),
      remoteName: vscode.env.remoteName,
      platform: process.platform,
      release: release(),
      arch: arch(),
      ownPids: this.#ownPids,
      terminals: await terminalsWithPids(),
      relativePath: (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)),
      now: Date.now(),
    };
  }

  #close(): void {
    clearTimeout(this.#secondLook);
    clearTimeout(this.#callsChanged);
    this.#session.dispose();
    this.#panel?.dispose();
  }
}
