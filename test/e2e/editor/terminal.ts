import type { Locator, Page } from 'playwright-core';
import type { Palette } from './palette.ts';

/** The integrated terminal; the first one runs the user's shell with shell integration. */
export class Terminal {
  readonly #page: Page;
  readonly #palette: Palette;

  constructor(page: Page, palette: Palette) {
    this.#page = page;
    this.#palette = palette;
  }

  /** Lines on the screen. */
  get lines(): Locator {
    return this.#page.locator('.terminal-wrapper.active .xterm-rows > div');
  }

  /** Opens a terminal whose shell has told the editor that it waits for a command. */
  async open(): Promise<void> {
    await this.#palette.run('Terminal: Create New Terminal');
    await this.#page.locator('.terminal-wrapper.active .terminal-command-decoration').first().waitFor();
  }

  async type(command: string): Promise<void> {
    await this.#page.locator('.terminal-wrapper.active .xterm-helper-textarea').focus();
    await this.#page.keyboard.type(command);
    await this.#page.keyboard.press('Enter');
  }
}
