import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ConfiguredPorts } from 'rebind/port';
import { setting } from '../commands.ts';
import { forMenu } from '../harmless.ts';
import { choose } from '../say.ts';
import { portPicks, readPort } from './port-picks.ts';
import type { Folder, Ports, PortsHost, StoredChoice } from './ports.ts';
import type { PortChoice } from './port-choice.ts';

/** The workspace as `Ports` asks for it. */
export const editorHost: PortsHost = {
  isTrusted: () => vscode.workspace.isTrusted,
  setting: (folder) => setting('port', vscode.Uri.parse(folder.uri)) ?? undefined,
};

/** A workspace folder, if it is one of this machine's file system. */
export function asFolder(folder: vscode.WorkspaceFolder | undefined): Folder | undefined {
  return folder?.uri.scheme === 'file' ? { uri: folder.uri.toString(), path: folder.uri.fsPath } : undefined;
}

/** The folder of a file, else of the editor that has the focus, else the first. */
export function folderFor(uri?: vscode.Uri): Folder | undefined {
  const { workspaceFolders = [] } = vscode.workspace;
  const candidates = [uri, vscode.window.activeTextEditor?.document.uri];
  const found = candidates
    .filter((candidate) => candidate !== undefined)
    .map((candidate) => vscode.workspace.getWorkspaceFolder(candidate))
    .find((folder) => folder !== undefined);
  return asFolder(found ?? workspaceFolders[0]);
}

type Item = vscode.QuickPickItem & { readonly choice?: StoredChoice };

const NOTHING: ConfiguredPorts = { ports: [], conflicts: [], skipped: [] };

/**
 * Lets the user choose a folder's port, and keeps the choice.
 * @param onFailure told why the configured ports cannot be read; one can still be typed
 * @returns undefined when the user chose none
 */
export async function choosePort(
  ports: Ports,
  folder: Folder | undefined,
  onFailure: (error: unknown) => void,
): Promise<PortChoice | undefined> {
  const found = folder
    ? await ports.all(folder).catch((error: unknown) => {
        onFailure(error);
        return NOTHING;
      })
    : NOTHING;
  const groups = portPicks(found);
  const items = groups.flatMap(({ title, picks }): Item[] => [
    { label: title, kind: vscode.QuickPickItemKind.Separator },
    ...picks,
  ]);
  const onlyOwn = groups.flatMap(({ picks }) => picks).every(({ choice }) => choice === undefined);
  const item = onlyOwn
    ? { label: '' }
    : await choose(items, {
        title: l10n.t('Choose the port that Rebind is about'),
        matchOnDescription: true,
        matchOnDetail: true,
      });
  if (!item) {
    return undefined;
  }
  const choice = item.choice ?? (await typedPort());
  if (!choice) {
    return undefined;
  }
  if (folder) {
    await ports.choose(folder, choice);
  }
  const { port, protocol, place } = choice;
  return { port, protocol, place, folder: folder?.uri, by: place ? 'configured' : 'chosen' };
}

async function typedPort(): Promise<StoredChoice | undefined> {
  const text = await vscode.window.showInputBox({
    title: l10n.t('Choose the port that Rebind is about'),
    prompt: l10n.t('A port from 1 to 65535'),
    validateInput: (value) =>
      value === '' || readPort(value) !== undefined ? undefined : forMenu(l10n.t('Not a port: {0}', value)),
  });
  const port = text === undefined ? undefined : readPort(text);
  return port === undefined ? undefined : { port, protocol: 'tcp' };
}
