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
  readonly #page: BrowserPage;

  private constructor(server: Server, browser: Browser, page: BrowserPage) {
    this.#server = server;
    this.#browser = browser;
    this.#page = page;
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
    const page = await browser.newPage();
    await page.addInitScript(actAsEditor, themes);
    return new PageLab(server, browser, page);
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }

  /** The page anew, in the one page of the browser: starting another takes longer than most tests. */
  async open({ theme = 'dark', width = 1200, forcedColors = false, without }: Look = {}): Promise<BarePage> {
    const browser = this.#page;
    await browser.setViewportSize({ width, height: 900 });
    await browser.emulateMedia({
      colorScheme: theme === 'light' || theme === 'high-contrast-light' ? 'light' : 'dark',
      forcedColors: forcedColors ? 'active' : 'none',
    });
    const look = new URLSearchParams({ theme, ...(without ? { without: without.source } : {}) });
    const { port } = this.#server.address() as AddressInfo;
    await browser.goto(`http://127.0.0.1:${port}/?${look.toString()}`);
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
function actAsEditor(
  looks: Readonly<Record<string, { classes: string; variables: Record<string, string> }>>,
): void {
  const asked = new URLSearchParams(location.search);
  const { classes = '', variables = {} } = looks[asked.get('theme') ?? ''] ?? {};
  const without = asked.get('without');
  const kept = Object.entries(variables).filter(
    ([name]) => without === null || !new RegExp(without, 'v').test(name),
  );
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
    for (const [name, value] of kept) {
      document.documentElement.style.setProperty(name, value);
    }
  });
}
