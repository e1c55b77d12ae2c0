import type { Locator, Page } from 'playwright-core';
import type { Palette } from './palette.ts';

/** The Problems view. */
export class Problems {
  readonly #palette: Palette;
  readonly #view: Locator;

  constructor(page: Page, palette: Palette) {
    this.#palette = palette;
    this.#view = page.locator('[id="workbench.panel.markers"]');
  }

  async show(): Promise<void> {
    await this.#palette.run('View: Focus Problems');
    await this.#view.waitFor();
  }

  /** One row a problem: message, source, rule, and place. */
  get rows(): Locator {
    return this.#view.locator('.monaco-list-row').filter({ has: this.#view.page().locator('.marker-icon') });
  }
}
