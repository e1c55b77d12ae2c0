import * as vscode from 'vscode';
import type { Commands, ContextKeys, Settings } from './contract.ts';

/** Registers a command of the contract. */
export function registerCommand<K extends keyof Commands>(id: K, run: Commands[K]): vscode.Disposable {
  return vscode.commands.registerCommand(id, run);
}

/** Runs a command of the contract. */
export function runCommand<K extends keyof Commands>(
  id: K,
  ...args: Parameters<Commands[K]>
): Thenable<unknown> {
  return vscode.commands.executeCommand(id, ...args);
}

/** The value of a setting for a file or folder. */
export function setting<K extends keyof Settings>(
  name: K,
  scope?: vscode.ConfigurationScope,
): Settings[K] | undefined {
  return vscode.workspace.getConfiguration('rebind', scope ?? null).get<Settings[K]>(name);
}

export function setContext<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', key, value);
}
