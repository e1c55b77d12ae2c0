import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { inject, test, type TestContext } from 'vitest';
import { Program } from '../examples/support/program.ts';
import { Folder } from './editor/folder.ts';
import { hostNetwork, networkOf, type Network } from './editor/network.ts';
import { startServer, type Server, type ServerOptions } from './editor/server.ts';
import { Workbench } from './editor/workbench.ts';
import { observe, type Observed } from './observer.ts';

const shared = inject('shared');

/**
 * Where traces and pictures of failed journeys go: npx playwright-core show-trace test-results/NAME/trace-0.zip. With
 * REBIND_TRACE=full the trace has the page at each step, and the journeys take twice as long.
 */
const results = fileURLToPath(new URL('../../test-results', import.meta.url));

const FIRST_PORT = 3000;

interface Window {
  readonly folder: Folder;
  readonly workbench: Workbench;
}

/** One journey's browser, windows and programs; all are gone when it ends. */
export class Stage {
  readonly network: Network;
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];
  readonly #folders: Folder[] = [];
  readonly #programs: Program[] = [];
  readonly #servers: Server[] = [];

  constructor(browser: Browser, network: Network) {
    this.#browser = browser;
    this.network = network;
  }

  /** Starts an editor of this journey's own, where the shared one does not do. @returns its address */
  async server(options: Omit<ServerOptions, 'network'>): Promise<string> {
    const server = await startServer({ ...options, network: this.network });
    this.#servers.push(server);
    return server.url;
  }

  /**
   * Opens a new window, of a browser that remembers nothing, on a new folder with these files.
   * @param workspace the file among them that names the folders to open instead
   */
  async open(files: Readonly<Record<string, string>>, url?: string, workspace?: string): Promise<Window> {
    if (shared.missing !== undefined) {
      throw new Error(`no editor without ${shared.missing}`);
    }
    const folder = await Folder.create(files);
    this.#folders.push(folder);
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 } });
    this.#contexts.push(context);
    const full = process.env.REBIND_TRACE === 'full';
    await context.tracing.start({ screenshots: full, snapshots: full });
    const opened = workspace === undefined ? folder.path : folder.file(workspace);
    return { folder, workbench: await Workbench.open(context, url ?? shared.url, opened) };
  }

  /** Opens a window of the shared editor and of no other: its extension hosts are descendants of this process. */
  get editorPid(): number {
    return shared.missing === undefined ? shared.pid : 0;
  }

  /** Starts a Python program in the network of the editor and waits until it says that it listens. */
  async listening(program: string): Promise<Program> {
    const folder = await Folder.create({ 'server.py': program });
    this.#folders.push(folder);
    const [file, ...args] = this.network.within(['python3', 'server.py']);
    const started = new Program(file, args, { cwd: folder.path });
    this.#programs.push(started);
    await started.line(/^listening/);
    return started;
  }

  observe(port: number): Promise<Observed> {
    return observe(this.network, port);
  }

  /** A port that nothing in the editor's network uses, leftovers included: 3000 where a journey has a network of its own. */
  async port(): Promise<number> {
    for (let port = FIRST_PORT; ; port++) {
      const { rows, binds } = await this.observe(port);
      if (rows.length === 0 && binds.every((bind) => bind === 'ok')) {
        return port;
      }
    }
  }

  /** Keeps a trace and a picture of each window. */
  async keep(name: string): Promise<void> {
    const folder = join(results, name.replaceAll(/[^\w-]+/g, '-'));
    await mkdir(folder, { recursive: true });
    for (const [index, context] of this.#contexts.entries()) {
      for (const page of context.pages()) {
        await page.screenshot({ path: join(folder, `window-${index}.png`) });
      }
      await context.tracing.stop({ path: join(folder, `trace-${index}.zip`) });
    }
  }

  async clear(): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.kill('SIGKILL')));
    await Promise.all(this.#contexts.map((context) => context.close()));
    await Promise.all(this.#servers.map((server) => server.stop()));
    await Promise.all(this.#folders.map((folder) => folder.remove()));
  }
}

/** A test in the real editor; skipped by name where the editor or the browser is not installed. */
export const journey = test.extend<{ stage: Stage }>({
  stage: async ({ task, skip }: TestContext, use: (stage: Stage) => Promise<void>) => {
    if (shared.missing !== undefined) {
      return skip(`needs ${shared.missing}`);
    }
    const browser = await chromium.connect(shared.browser);
    const stage = new Stage(browser, shared.network === undefined ? hostNetwork : networkOf(shared.network));
    try {
      await use(stage);
      if (task.result?.state === 'fail') {
        await stage.keep(task.name);
      }
    } finally {
      await stage.clear();
      await browser.close();
    }
  },
});
