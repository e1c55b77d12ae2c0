import * as vscode from 'vscode';
import { setting } from '../commands.ts';
import { DEFAULTS } from './default-settings.ts';
import { withOldSettings } from './old-settings.ts';
import type { DocumentSettings, LintSettings, WorkspaceEslint } from './protocol.ts';

const NAMES = Object.keys(DEFAULTS) as (keyof LintSettings)[];

/** What the server asks for each document. */
export function documentSettings(uri: vscode.Uri, languageId: string): DocumentSettings {
  const scope = { uri, languageId };
  const settings = Object.fromEntries(
    NAMES.map((name) => [name, setting(name, scope)]),
  ) as unknown as LintSettings;
  return {
    settings: {
      ...settings,
      'lint.severity': withOldSettings(settings['lint.severity'], setting('lint.checkSafeDefaults', scope)),
    },
    workspaceEslint: setting('lint.stepAside', scope) === true ? workspaceEslint(uri, languageId) : undefined,
  };
}

/** Where to ask the workspace's ESLint. Asking runs the workspace's code, so never where it is not trusted. */
function workspaceEslint(uri: vscode.Uri, languageId: string): WorkspaceEslint | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!vscode.workspace.isTrusted || uri.scheme !== 'file' || folder?.uri.scheme !== 'file') {
    return undefined;
  }
  const eslint = vscode.workspace.getConfiguration('eslint', { uri, languageId });
  return {
    folder: folder.uri.fsPath,
    nodePath: eslint.get<string | null>('nodePath') ?? undefined,
    shows:
      vscode.extensions.getExtension('dbaeumer.vscode-eslint') !== undefined && isShown(eslint, languageId),
  };
}

/** Whether ESLint's extension looks at documents of a language. */
function isShown(eslint: vscode.WorkspaceConfiguration, languageId: string): boolean {
  const validate = eslint.get<unknown>('validate');
  const probe = eslint.get<readonly string[]>('probe') ?? [];
  // validate, where it is given, replaces probe: microsoft/vscode-eslint client/src/client.ts, Validator
  const isChecked = Array.isArray(validate)
    ? validate.some((entry: string | { language?: string }) =>
        typeof entry === 'string' ? entry === languageId : entry.language === languageId,
      )
    : probe.includes(languageId);
  return eslint.get<boolean>('enable') !== false && isChecked;
}
