import type { Locator, Page } from 'playwright-core';
import { PATIENCE } from './folder.ts';
import type { Palette } from './palette.ts';

/** After this time a menu that is not open does not open any more. */
const OPENED_MS = 5000;

type Severity = 'error' | 'warning' | 'info';

/** The active text editor. */
export class TextEditor {
  readonly #page: Page;
  readonly #palette: Palette;

  constructor(page: Page, palette: Palette) {
    this.#page = page;
    this.#palette = palette;
  }

  squiggles(severity: Severity): Locator {
    return this.#page.locator(`.monaco-editor .view-overlays .squiggly-${severity}`);
  }

  get anySquiggle(): Locator {
    return this.#page.locator('.monaco-editor .view-overlays [class*="squiggly-"]');
  }

  get lenses(): Locator {
    return this.#page.locator('.codelens-decoration a, .codelens-decoration button');
  }

  /** The rows of the menu that Ctrl+. opens at this place. */
  async quickFixes(line: number, column: number): Promise<Locator> {
    await this.#palette.goTo(line, column);
    // until the editor knows of any, Ctrl+. says that there are none
    await this.#page.locator('.lightBulbWidget, [class*="gutter-lightbulb"]').first().waitFor();
    const menu = this.#page
      .locator('.action-widget:not(.action-list-submenu-panel)')
      .filter({ visible: true });
    const rows = menu.locator('.monaco-list-row.action');
    const deadline = performance.now() + PATIENCE;
    do {
      // anew where it has closed: it does when a lens moves the lines below it
      await this.#page.keyboard.press('Control+.');
      const opened = rows.first().waitFor({ timeout: OPENED_MS });
      if (await opened.then(() => true).catch(() => false)) {
        return rows;
      }
    } while (performance.now() < deadline);
    throw new Error(`there are no quick fixes at ${line}:${column}`);
  }

  async save(): Promise<void> {
    await this.#page.keyboard.press('Control+S');
  }
}
