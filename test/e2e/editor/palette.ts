import type { Locator, Page } from 'playwright-core';

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

  /** Opens the list of commands with this text typed. */
  async commands(text: string): Promise<void> {
    await this.#ask('F1', `>${text}`);
  }

  /** Runs a command by its whole title. */
  async run(title: string): Promise<void> {
    await this.commands(title);
    await this.choose(title);
  }

  /** Takes the first row with this text, among those listed now or soon. */
  async choose(text: string | RegExp): Promise<void> {
    await this.rows.filter({ hasText: text }).first().click();
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
