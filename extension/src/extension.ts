import * as vscode from 'vscode';
import * as drill from './drill/register.ts';
import * as lint from './lint/register.ts';
import * as log from './log.ts';
import * as panel from './panel/register.ts';
import * as port from './port/register.ts';
import * as tools from './tools/register.ts';

export function activate(context: vscode.ExtensionContext): void {
  const start = performance.now();
  const channel = log.register(context);
  const listenCalls = lint.register(context, channel);
  const services = { log: channel, listenCalls };
  const ports = port.register(context, services);
  const panels = panel.register(context, { ...services, ...ports });
  drill.register(context, { ...services, ...ports, ...panels });
  tools.register(context);
  // as VS Code does for its own start: bench/editor.mjs reads it
  performance.measure('rebind.activate', { start });
}
