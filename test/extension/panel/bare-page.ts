/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page as BrowserPage } from 'playwright-core';
import { pageHtml } from '../../../extension/src/panel/html.ts';
import type { Page } from '../../../extension/src/panel/page.ts';
import type { FromPage } from '../../../extension/src/panel/protocol.ts';
// recorded from code-server's own themes, the variables that the page's style sheet uses
import themes from './themes.json' with { type: 'json' };

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const hasChromium = existsSync(CHROMIUM) || process.env.CI === 'true';

export type Theme = keyof typeof themes;
export const THEMES = Object.keys(themes) as Theme[];

export interface Look {
  readonly theme?: Theme;
  readonly width?: number;
  readonly forcedColors?: boolean;
  /** Variables that the theme lacks. */
  readonly without?: RegExp;
}

/** The panel's page without an editor around it: its real HTML, script and styles in a real browser. */
export interface BarePage {
  readonly browser: BrowserPage;
  readonly show: (page: Page) => Promise<void>;
  /** What the page has sent so far. */
  readonly sent: () => Promise<FromPage[]>;
  /** What the page's content security policy forbade. */
  readonly violations: () => Promise<string[]>;
}

const view = (name: string) =>
  fileURLToPath(new URL(`../../../extension/src/panel/view/${name}`, import.meta.url));

/** One browser for all tests of a file. */
export class PageLab {
  readonly #server: Server;
  readonly #browser: Browser;

  private constructor(server: Server, browser: Browser) {
    this.#server = server;
    this.#browser = browser;
  }

  static async start(): Promise<PageLab> {
    const { outputFiles } = await build({
      entryPoints: { main: view('main.ts'), style: view('style.css') },
      bundle: true,
      write: false,
      outdir: '/',
      format: 'esm',
      platform: 'browser',
    });
    const files = new Map(outputFiles.map(({ path, text }) => [path, text]));
    const server = createServer(({ url = '' }, response) => {
      const file = files.get(url);
      const type = url.endsWith('.css') ? 'text/css' : url.endsWith('.js') ? 'text/javascript' : 'text/html';
      response.setHeader('Content-Type', `${type}; charset=utf-8`);
      response.end(file ?? pageHtml({ script: '/main.js', style: '/style.css', cspSource: `'self'` }, 'en'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
        ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ],
    });
    return new PageLab(server, browser);
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }

  async open({ theme = 'dark', width = 1200, forcedColors = false, without }: Look = {}): Promise<BarePage> {
    const browser = await this.#browser.newPage({
      viewport: { width, height: 900 },
      colorScheme: theme === 'light' || theme === 'high-contrast-light' ? 'light' : 'dark',
      forcedColors: forcedColors ? 'active' : 'none',
    });
    const { classes, variables } = themes[theme];
    const kept = Object.entries(variables).filter(([name]) => !without?.test(name));
    await browser.addInitScript(actAsEditor, { classes, variables: Object.fromEntries(kept) });
    await browser.goto(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`);
    const lists = () => browser.evaluate(() => globalThis.lists);
    return {
      browser,
      show: async (page) => {
        await browser.evaluate(
          (snapshot) => {
            // as the editor does it: a task of its own, finished when the page has drawn
            return new Promise<void>((resolve) => {
              globalThis.addEventListener(
                'message',
                () =>
                  requestAnimationFrame(() => {
                    resolve();
                  }),
                { once: true },
              );
              globalThis.postMessage(snapshot, '*');
            });
          },
          { type: 'snapshot' as const, page },
        );
      },
      sent: async () => (await lists()).sent,
      violations: async () => (await lists()).violations,
    };
  }
}

declare global {
  var lists: Lists;
}

interface Lists {
  readonly sent: FromPage[];
  readonly violations: string[];
}

/** Runs in the browser before the page's own script: what VS Code gives a webview. */
function actAsEditor({ classes, variables }: { classes: string; variables: Record<string, string> }): void {
  const lists: Lists = { sent: [], violations: [] };
  let state: unknown;
  Object.assign(globalThis, {
    lists,
    acquireVsCodeApi: () => ({
      postMessage: (message: FromPage) => lists.sent.push(message),
      getState: () => state,
      setState: (next: unknown) => {
        state = next;
      },
    }),
  });
  document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => {
    lists.violations.push(violatedDirective);
  });
  document.addEventListener('DOMContentLoaded', () => {
    document.body.className = classes;
    for (const [name, value] of Object.entries(variables)) {
      document.documentElement.style.setProperty(name, value);
    }
  });
}
