import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { findAddressInUse } from './address-in-use.ts';
import { OutputLines } from './output-lines.ts';

/** The source of the diagnostics that the `$rebind` problem matcher makes. */
const MATCHER_SOURCE = 'EADDRINUSE';

/** Told when some program of the user's says that its address is in use; the port where the message names it. */
export type OnMessage = (port: number | undefined) => void;

/** Reads what commands print in terminals with shell integration. */
export function watchTerminals(
  window: Pick<typeof vscode.window, 'onDidStartTerminalShellExecution'>,
  onMessage: OnMessage,
): vscode.Disposable {
  return window.onDidStartTerminalShellExecution(({ execution }) => {
    void readExecution(execution, onMessage);
  });
}

async function readExecution(
  execution: Pick<vscode.TerminalShellExecution, 'read'>,
  onMessage: OnMessage,
): Promise<void> {
  const lines = new OutputLines();
  for await (const chunk of execution.read()) {
    tell(lines.push(chunk), onMessage);
  }
  tell(lines.end(), onMessage);
}

/** Reads what programs print in debug consoles. */
export function watchDebugConsoles(
  debug: Pick<typeof vscode.debug, 'registerDebugAdapterTrackerFactory'>,
  onMessage: OnMessage,
): vscode.Disposable {
  return debug.registerDebugAdapterTrackerFactory('*', {
    createDebugAdapterTracker: () => {
      const lines = new OutputLines();
      return {
        onDidSendMessage: (message: unknown) => {
          const output = outputOf(message);
          if (output !== undefined) {
            tell(lines.push(output), onMessage);
          }
        },
        onWillStopSession: () => {
          tell(lines.end(), onMessage);
        },
      };
    },
  });
}

/** The text of an `output` event of the Debug Adapter Protocol. */
function outputOf(message: unknown): string | undefined {
  const { type, event, body } = message as {
    type?: unknown;
    event?: unknown;
    body?: { category?: unknown; output?: unknown };
  };
  const wanted = type === 'event' && event === 'output' && body?.category !== 'telemetry';
  return wanted && typeof body?.output === 'string' ? body.output : undefined;
}

/** Reads what the problem matcher found in the output of tasks. */
export function watchTasks(
  languages: Pick<typeof vscode.languages, 'onDidChangeDiagnostics' | 'getDiagnostics'>,
  onMessage: OnMessage,
): vscode.Disposable {
  return languages.onDidChangeDiagnostics(({ uris }) => {
    const messages = uris
      .flatMap((uri) => languages.getDiagnostics(uri))
      .filter(({ source }) => source === MATCHER_SOURCE)
      .map(({ message }) => message);
    tell(messages, onMessage);
  });
}

function tell(lines: readonly string[], onMessage: OnMessage): void {
  for (const line of lines) {
    const found = findAddressInUse(line);
    if (found) {
      onMessage(found.port);
    }
  }
}

interface LinkApi {
  readonly window: Pick<typeof vscode.window, 'registerTerminalLinkProvider'>;
  readonly TerminalLink: typeof vscode.TerminalLink;
}

interface PortLink extends vscode.TerminalLink {
  readonly port: number | undefined;
}

/** Makes the message in a terminal a link. */
export function linkTerminals(
  { window, TerminalLink }: LinkApi,
  open: (port: number | undefined) => void,
): vscode.Disposable {
  const provider: vscode.TerminalLinkProvider<PortLink> = {
    provideTerminalLinks: ({ line }) => {
      const found = findAddressInUse(line);
      if (!found) {
        return [];
      }
      const { port, start, length } = found;
      const tooltip =
        port === undefined
          ? l10n.t('Rebind: why is the port in use?')
          : l10n.t('Rebind: why is port {0} in use?', String(port));
      return [Object.assign(new TerminalLink(start, length, tooltip), { port })];
    },
    handleTerminalLink: ({ port }) => {
      open(port);
    },
  };
  return window.registerTerminalLinkProvider(provider);
}
