import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { TOOLS } from '../contract.ts';
import { type Ask, experimentAt } from '../experiment/ask.ts';
import { experimentAnswer, failureAnswer, portAnswer, readPort } from './answers.ts';

/** Where the experiment's servers bind when a model asks for it: its sockets are met by nobody else. */
const LOOPBACK = ['127.0.0.1'];

/** Tools for language models: one reads, the other asks first. */
export function register({ subscriptions, extensionUri }: vscode.ExtensionContext): void {
  const experiment = experimentAt(vscode.Uri.joinPath(extensionUri, 'dist', 'experiment.cjs').fsPath);
  const ask: Ask = (request, options) =>
    experiment(request, options).catch((error: unknown) => {
      throw failureAnswer(error);
    });
  subscriptions.push(
    vscode.lm.registerTool(TOOLS.checkPort, {
      prepareInvocation: ({ input }) => ({
        invocationMessage: l10n.t('Looking at port {0}', readPort(input)),
      }),
      invoke: async ({ input }, token) =>
        result(
          portAnswer(await ask({ command: 'why', port: readPort(input) }, { signal: abortedBy(token) })),
        ),
    }),
    vscode.lm.registerTool(TOOLS.runExperiment, {
      prepareInvocation: ({ input }) => {
        const port = readPort(input);
        return {
          invocationMessage: l10n.t('Running the experiment on port {0}', port),
          confirmationMessages: {
            title: l10n.t('Run the experiment on port {0}?', port),
            message: l10n.t(
              'Rebind binds port {0} on 127.0.0.1 with sockets of its own for a fraction of a second, and leaves it as it was. Where somebody listens there, it does nothing and says so.',
              port,
            ),
          },
        };
      },
      invoke: async ({ input }, token) => {
        const request = {
          command: 'matrix',
          port: readPort(input),
          protocols: ['tcp'],
          first: LOOPBACK,
          second: LOOPBACK,
        } as const;
        return result(experimentAnswer(await ask(request, { signal: abortedBy(token) })));
      },
    }),
  );
}

function result(text: string): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}

function abortedBy(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => {
    controller.abort();
  });
  return controller.signal;
}
