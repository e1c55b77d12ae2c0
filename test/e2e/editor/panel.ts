import type { FrameLocator, Locator, Page } from 'playwright-core';

/** Rebind's panel, found by what a screen reader would read. */
export class Panel {
  readonly #frame: FrameLocator;

  constructor(page: Page) {
    const outer = page.locator('iframe.webview.ready').contentFrame();
    // hiding the panel discards the inner page, and its frame with it
    this.#frame = outer
      .locator('#active-frame')
      .and(outer.getByTitle(/^Rebind/))
      .contentFrame();
  }

  /** The port that the panel is about. */
  port(port: number): Locator {
    return this.#frame.getByRole('heading', { level: 1, name: `Port ${port}`, exact: true });
  }

  /** What is with the port, in a sentence. */
  get headline(): Locator {
    return this.#frame.locator('#headline');
  }

  /** What went wrong, or stands in the way. */
  notice(text: string | RegExp): Locator {
    return this.#frame.locator('[data-notice]').filter({ hasText: text });
  }

  button(name: string | RegExp): Locator {
    return this.#frame.getByRole('button', { name });
  }

  /** Text in the page's main part, what it tells screen readers left out. */
  text(text: string | RegExp): Locator {
    return this.#frame.getByRole('main').getByText(text);
  }

  get progress(): Locator {
    return this.#frame.getByRole('progressbar');
  }

  /** Waits until nothing is being measured. */
  async settled(): Promise<void> {
    await this.progress.waitFor({ state: 'hidden' });
  }

  get calls(): Locator {
    return this.#frame.getByRole('table', { name: 'Your listen calls' }).locator('tbody').getByRole('row');
  }

  /** What was seen of each claim. */
  get findings(): Locator {
    return this.#frame.locator('.finding');
  }

  /** What drills of the user's server found, one beside the other. */
  get drills(): Locator {
    return this.#frame.getByRole('region', { name: 'Does your server come back?' }).getByRole('article');
  }

  /** The table of a few cells that is always shown; each cell is named by a sentence. */
  get shortMatrix(): Locator {
    return this.#frame.getByRole('grid').first();
  }

  /** The sentences of every cell. */
  async allCells(): Promise<string[]> {
    const cells = this.#frame.getByRole('grid', { name: /both servers on/ }).getByRole('button');
    if ((await cells.count()) === 0) {
      await this.#frame.getByText(/^All \d+ cells$/).click();
    }
    await cells.first().waitFor();
    return cells.evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? ''));
  }
}
