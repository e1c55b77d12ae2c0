import type { Locator, Page } from 'playwright-core';
import { PATIENCE } from './folder.ts';

/** After this time a list that lacks a command does not get it any more. */
const LISTED_MS = 3000;

/** The input at the top of the window: commands, files, lines, and an extension's choices. */
export class Palette {
  readonly #page: Page;
  readonly #widget: Locator;

  constructor(page: Page) {
    this.#page = page;
    // earlier ones stay in the page, hidden
    this.#widget = page.locator('.quick-input-widget').filter({ visible: true }).last();
  }

  /** The choices that are listed, one a row. */
  get rows(): Locator {
    return this.#widget.locator('.quick-input-list .monaco-list-row');
  }

  /**
   * Opens the list of commands with this text typed, anew until a command with this title is among them: it has those
   * that could run when it was opened, and a window that starts does not know at once that its workspace is trusted.
   */
  async commands(text: string, title = text): Promise<void> {
    const row = this.#row(title);
    const deadline = performance.now() + PATIENCE;
    do {
      await this.#ask('F1', `>${text}`);
      const listed = row.waitFor({ timeout: LISTED_MS });
      if (await listed.then(() => true).catch(() => false)) {
        return;
      }
    } while (performance.now() < deadline);
    throw new Error(`the palette does not list ${title}`);
  }

  /** Runs a command by its whole title. */
  async run(title: string): Promise<void> {
    await this.commands(title);
    await this.choose(title);
  }

  /** Takes the first row with this text, among those listed now or soon. */
  async choose(text: string | RegExp): Promise<void> {
    await this.#row(text).click();
  }

  #row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text }).first();
  }

  /** Types an answer to a question. */
  async answer(question: string, text: string): Promise<void> {
    await this.#widget.filter({ hasText: question }).locator('input.input').fill(text);
    await this.#page.keyboard.press('Enter');
  }

  async openFile(path: string): Promise<void> {
    await this.#ask('Control+P', path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    await this.#widget.locator(`.monaco-list-row.focused[aria-label^="${name}"]`).waitFor();
    await this.#page.keyboard.press('Enter');
    await this.#widget.waitFor({ state: 'hidden' });
  }

  /** Puts the cursor of the active editor; lines and columns are counted from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.#ask('Control+G', `:${line}:${column}`);
    await this.#page.keyboard.press('Enter');
    await this.#widget.waitFor({ state: 'hidden' });
  }

  /** Closed first, where it is open: the editor may put its own prefix in place of the text when it opens it anew. */
  async #ask(key: string, text: string): Promise<void> {
    if (await this.#widget.isVisible()) {
      await this.#page.keyboard.press('Escape');
      await this.#widget.waitFor({ state: 'hidden' });
    }
    await this.#page.keyboard.press(key);
    await this.#widget.locator('input.input').fill(text);
  }
}
