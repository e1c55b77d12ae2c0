import * as vscode from 'vscode';
import { RULES } from './rules.ts';

/** Of every diagnostic of ours. */
const SOURCE = 'rebind';

type Publish = (uri: vscode.Uri, diagnostics: vscode.Diagnostic[]) => void;

interface Published {
  readonly uri: vscode.Uri;
  readonly diagnostics: vscode.Diagnostic[];
  readonly publish: Publish;
}

/**
 * Keeps one problem from having two squiggles: where another extension shows a finding of our rules in a file, ours there
 * are taken back until settings or extensions change. The server asks ESLint beforehand; this is for when it could not tell.
 */
export class StepAside implements vscode.Disposable {
  readonly #published = new Map<string, Published>();
  readonly #aside = new Set<string>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  /** Fires when a file is left to ESLint, or taken back. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#subscription = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) {
        this.#observe(uri);
      }
    });
  }

  isAside(uri: vscode.Uri): boolean {
    return this.#aside.has(String(uri));
  }

  /** Publishes the server's diagnostics of a file, or none where ESLint has it. */
  publish(uri: vscode.Uri, diagnostics: vscode.Diagnostic[], publish: Publish): void {
    this.#published.set(String(uri), { uri, diagnostics, publish });
    this.#observe(uri);
    publish(uri, this.isAside(uri) ? [] : diagnostics);
  }

  /** Looks anew at what ESLint shows. */
  reset(): void {
    this.#aside.clear();
    for (const { uri, diagnostics, publish } of this.#published.values()) {
      this.publish(uri, diagnostics, publish);
    }
    this.#changed.fire();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #observe(uri: vscode.Uri): void {
    const published = this.#published.get(String(uri));
    if (published && !this.isAside(uri) && vscode.languages.getDiagnostics(uri).some(isOurRuleOfAnother)) {
      this.#aside.add(String(uri));
      published.publish(published.uri, []);
      this.#changed.fire();
    }
  }
}

/** In ESLint users name the plugin as they like, the rule's own name stays; other linters that load the plugin have its own name. */
function isOurRuleOfAnother({ source, code }: vscode.Diagnostic): boolean {
  const id = typeof code === 'object' ? code.value : code;
  return (
    source !== SOURCE &&
    typeof id === 'string' &&
    RULES.some((rule) => (source === 'eslint' ? id.endsWith(`/${rule}`) : id === `${SOURCE}/${rule}`))
  );
}
