import * as vscode from 'vscode';
import type { SeverityChoice, Settings } from '../contract.ts';
import { severityUpdate } from './severity-choice.ts';

/** Writes the user's choice of how a rule is shown into the settings. Rejects where they cannot be written, which the editor tells. */
export async function showRuleAs({ uri, ...choice }: SeverityChoice): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('rebind', vscode.Uri.parse(uri));
  const known = configuration.inspect<Settings['lint.severity']>('lint.severity') ?? {};
  const hasWorkspace = vscode.workspace.workspaceFolders !== undefined;
  const { place, value } = severityUpdate(choice, known, hasWorkspace);
  await configuration.update('lint.severity', value, vscode.ConfigurationTarget[place]);
}
