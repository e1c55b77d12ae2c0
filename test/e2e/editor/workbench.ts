import type { BrowserContext, Locator, Page } from 'playwright-core';
import { PATIENCE } from './folder.ts';
import { Panel } from './panel.ts';
import { Palette } from './palette.ts';
import { Problems } from './problems.ts';
import { Terminal } from './terminal.ts';
import { TextEditor } from './text-editor.ts';

/** After this time a workspace that shows no folder does not show one any more. */
const SETTLED_MS = 10_000;

/** One window of the editor, on one folder. */
export class Workbench {
  readonly page: Page;
  readonly palette: Palette;
  readonly editor: TextEditor;
  readonly problems: Problems;
  readonly panel: Panel;
  readonly terminal: Terminal;

  private constructor(page: Page) {
    this.page = page;
    this.palette = new Palette(page);
    this.editor = new TextEditor(page, this.palette);
    this.problems = new Problems(page, this.palette);
    this.panel = new Panel(page);
    this.terminal = new Terminal(page, this.palette);
  }

  /** @param path of a folder, or of a file that names several */
  static async open(context: BrowserContext, url: string, path: string): Promise<Workbench> {
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const kind = path.endsWith('.code-workspace') ? 'workspace' : 'folder';
    await page.goto(`${url}?${kind}=${encodeURIComponent(path)}`, { waitUntil: 'commit' });
    const workbench = new Workbench(page);
    await workbench.ready();
    return workbench;
  }

  async reload(): Promise<void> {
    const left = this.page.waitForEvent('framenavigated', (frame) => frame === this.page.mainFrame());
    await this.palette.run('Developer: Reload Window'); // saves what is open, which a reload by the browser may not
    await left;
    await this.ready();
  }

  async openFile(path: string): Promise<void> {
    await this.palette.openFile(path);
    await this.tab(path.slice(path.lastIndexOf('/') + 1)).waitFor();
  }

  /** Opens a file that no search finds, or not yet, by its row in the explorer. */
  async openFromExplorer(name: string): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: name }).dblclick();
    await this.tab(name).waitFor();
  }

  tab(name: string): Locator {
    return this.page.locator('.tabs-container .tab').filter({ hasText: name });
  }

  /** An item of the status bar by its text. */
  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  /** What extensions say of the language of the file in front, as the status bar reads it out. */
  languageStatus(text: string | RegExp): Locator {
    return this.page
      .getByRole('button', { name: /^Editor Language Status:/ })
      .and(this.page.getByRole('button', { name: text }));
  }

  get notifications(): Locator {
    return this.page.locator('.notification-list-item');
  }

  /** A modal question; its buttons are found by role and name. */
  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** The extensions that have been activated: name → milliseconds its activation took, as the editor tells. */
  async runningExtensions(): Promise<ReadonlyMap<string, number>> {
    const size = this.page.viewportSize();
    await this.page.setViewportSize({ width: 1280, height: 3000 }); // only rows in view are in the page
    await this.palette.run('Developer: Show Running Extensions');
    const rows = this.page.locator('.runtime-extensions-editor .monaco-list-row');
    await rows.first().waitFor();
    const texts = await rows.allInnerTexts();
    const block = this.page.locator('.monaco-modal-editor-block');
    await block.locator('[aria-label^="Close Modal Editor"]').click(); // the list may keep Escape for itself
    await block.waitFor({ state: 'hidden' });
    if (size) {
      await this.page.setViewportSize(size);
    }
    return new Map(
      texts.map((text) => [
        text.split('\n')[0] ?? '',
        Number(/Activation: (\d+)ms/.exec(text)?.[1] ?? Number.NaN),
      ]),
    );
  }

  private async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor();
    const row = this.page.locator('.explorer-folders-view .monaco-list-row').first();
    if (this.page.url().includes('?workspace=')) {
      // Visual Studio Code may read a workspace's file before the server that has it is connected; it then shows none of
      // its folders, for good
      const none = this.page.getByText('You have not yet added a folder');
      await row.or(none).first().waitFor();
      await row.waitFor({ timeout: SETTLED_MS }).catch(() => this.page.reload({ waitUntil: 'commit' }));
    }
    await row.waitFor();
  }
}
