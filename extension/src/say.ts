import * as vscode from 'vscode';
import { forDialog, forNotification, menuEntry } from './harmless.ts';

/** An error, beside the work. @returns the button that was pressed */
export function showError(text: string, ...buttons: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(forNotification(text), ...buttons);
}

/** A question before something happens, in the way of everything else. @returns whether its one button was pressed */
export async function confirm(question: string, detail: string, button: string): Promise<boolean> {
  const options = { modal: true, detail: forDialog(detail) };
  return (await vscode.window.showWarningMessage(forDialog(question), options, button)) === button;
}

/** A choice from a menu. */
export function choose<Item extends vscode.QuickPickItem>(
  items: readonly Item[],
  options: vscode.QuickPickOptions,
): Thenable<Item | undefined> {
  return vscode.window.showQuickPick(items.map(menuEntry), options);
}
