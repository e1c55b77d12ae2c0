import * as vscode from 'vscode';
import { languages } from 'eslint-plugin-rebind/languages';
import { ITEMS } from '../contract.ts';
import { forMenu } from '../harmless.ts';
import type { LintState } from './protocol.ts';
import type { StepAside } from './step-aside.ts';

/** Says of the file in front whether it is checked, by whom, and why not: in the editor's place for it, beside the language. */
export class LanguageStatus implements vscode.Disposable {
  readonly #item = vscode.languages.createLanguageStatusItem(
    ITEMS.languageStatus,
    languages.map(({ id }) => ({ language: id })),
  );
  readonly #states = new Map<string, LintState>();
  readonly #aside: StepAside;
  readonly #subscriptions: readonly { dispose(): unknown }[];

  constructor(aside: StepAside) {
    this.#aside = aside;
    this.#item.name = 'Rebind';
    this.#item.command = { title: vscode.l10n.t('Show Log'), command: 'rebind.showLog' };
    const update = (): void => {
      this.#update();
    };
    this.#subscriptions = [
      this.#item,
      aside.onDidChange(update),
      vscode.window.onDidChangeActiveTextEditor(update),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#states.delete(String(uri))),
      vscode.workspace.onDidGrantWorkspaceTrust(update),
    ];
    update();
  }

  set(uri: string, state: LintState): void {
    // the server spells URIs as it was given them, the editor's own spelling is the key
    this.#states.set(String(vscode.Uri.parse(uri)), state);
    this.#update();
  }

  dispose(): void {
    this.#subscriptions.forEach((subscription) => {
      subscription.dispose();
    });
  }

  #update(): void {
    const document = vscode.window.activeTextEditor?.document;
    const state: LintState | undefined =
      document && this.#aside.isAside(document.uri)
        ? { kind: 'aside' }
        : document && this.#states.get(String(document.uri));
    const { text, isWarning } = describe(state);
    this.#item.text = forMenu(text);
    this.#item.severity = isWarning
      ? vscode.LanguageStatusSeverity.Warning
      : vscode.LanguageStatusSeverity.Information;
    this.#item.detail = !vscode.workspace.isTrusted
      ? vscode.l10n.t("Restricted Mode: the workspace's own ESLint is not asked")
      : state?.kind === 'linted' && state.isRuled
        ? vscode.l10n.t("Rules and options as the workspace's ESLint configures them")
        : '';
  }
}

function describe(state: LintState | undefined): { text: string; isWarning?: boolean } {
  switch (state?.kind) {
    case undefined:
      return { text: vscode.l10n.t('Listen calls not checked yet') };
    case 'linted':
      return {
        text:
          state.calls === 0
            ? vscode.l10n.t('No listen calls')
            : state.calls === 1
              ? vscode.l10n.t('1 listen call, {0} to look at', state.problems)
              : vscode.l10n.t('{0} listen calls, {1} to look at', state.calls, state.problems),
      };
    case 'off':
      return { text: vscode.l10n.t('Checks are switched off') };
    case 'aside':
      return { text: vscode.l10n.t("The workspace's ESLint has these rules: Rebind leaves the file to it") };
    case 'too-large':
      return { text: vscode.l10n.t('Not checked: the file is larger than 1 MB') };
    case 'syntax-error':
      return { text: vscode.l10n.t('Not checked: syntax error on line {0}', state.line), isWarning: true };
    case 'failed':
      return { text: vscode.l10n.t('Not checked: {0}', state.message), isWarning: true };
  }
}
