// The ESLint extension itself is on marketplaces only; its language server is on npm. This client gives the server the
// extension's default settings and nothing of its commands.
import * as path from 'node:path';
import { type ExtensionContext, workspace } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

const DEFAULTS = {
  validate: 'on',
  packageManager: 'npm',
  useESLintClass: true,
  experimental: { useFlatConfig: false },
  codeAction: {
    disableRuleComment: { enable: true, location: 'separateLine' },
    showDocumentation: { enable: true },
  },
  codeActionOnSave: { mode: 'all' },
  format: false,
  quiet: false,
  onIgnoredFiles: 'off',
  options: {},
  rulesCustomizations: [],
  run: 'onType',
  problems: { shortenToSingleLine: false },
  nodePath: null,
};

export async function activate({ subscriptions }: ExtensionContext): Promise<void> {
  const module = path.join(__dirname, 'eslintServer.cjs');
  const client = new LanguageClient(
    'ESLint',
    { module, transport: TransportKind.ipc },
    {
      documentSelector: [{ language: 'javascript', scheme: 'file' }],
      middleware: {
        workspace: {
          configuration: () =>
            workspace.workspaceFolders?.slice(0, 1).map(({ name, uri }) => ({
              ...DEFAULTS,
              workspaceFolder: { name, uri: uri.toString() },
            })) ?? [],
        },
      },
    },
  );
  subscriptions.push(client);
  await client.start();
}
