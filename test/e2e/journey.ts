import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { afterAll, inject, test, type TestContext } from 'vitest';
import { Program } from '../examples/support/program.ts';
import { hasNamespaces } from '../network/namespace.ts';
import { startBrowser } from './editor/browser.ts';
import { Folder } from './editor/folder.ts';
import { ownNetwork } from './editor/network.ts';
import { startServer, type Server, type ServerOptions } from './editor/server.ts';
import { Workbench } from './editor/workbench.ts';
import { observe, type Observed } from './observer.ts';
import { vsix } from './vsix.ts';

const missing = inject('missing');

/**
 * Where traces and pictures of failed journeys go: npx playwright-core show-trace test-results/NAME/trace-0.zip. With
 * REBIND_TRACE=full the trace has the page at each step, and the journeys take twice as long.
 */
const results = fileURLToPath(new URL('../../test-results', import.meta.url));

/** Files whose networks are one take their ports from ranges of their own. */
const FIRST_PORT = 3000 + (hasNamespaces ? 0 : 100 * (Number(process.env.VITEST_POOL_ID) - 1));

/** The browser and the editor of a test file. Both start with the first journey that needs them. */
let started: { browser?: Promise<Chromium>; editor?: Promise<Server> } = {};

interface Chromium {
  readonly pages: Browser;
  stop(): Promise<void>;
}

function ownBrowser(): Promise<Chromium> {
  started.browser ??= startBrowser(ownNetwork).then(async (server) => {
    const pages = await chromium.connect(server.endpoint);
    const stop = async () => {
      await pages.close();
      await server.close();
    };
    return { pages, stop };
  });
  return started.browser;
}

function ownEditor(): Promise<Server> {
  started.editor ??= startServer({
    network: ownNetwork,
    extensions: [vsix],
    settings: { 'terminal.integrated.gpuAcceleration': 'off' },
  });
  return started.editor;
}

interface Window {
  readonly folder: Folder;
  readonly workbench: Workbench;
}

/** The windows and programs of a journey, or of those of a file that share a window; all are gone when it ends. */
export class Stage {
  readonly #contexts: BrowserContext[] = [];
  readonly #folders: Folder[] = [];
  readonly #programs: Program[] = [];
  readonly #servers: Server[] = [];

  /** Starts an editor of this journey's own, where that of the file does not do. @returns its address */
  async server(options: Omit<ServerOptions, 'network'>): Promise<string> {
    const server = await startServer({ ...options, network: ownNetwork });
    this.#servers.push(server);
    return server.url;
  }

  /**
   * Opens a new window, of a browser that remembers nothing, on a new folder with these files.
   * @param workspace the file among them that names the folders to open instead
   */
  async open(files: Readonly<Record<string, string>>, url?: string, workspace?: string): Promise<Window> {
    const folder = await Folder.create(files);
    this.#folders.push(folder);
    const context = await (await ownBrowser()).pages.newContext({ viewport: { width: 1280, height: 800 } });
    this.#contexts.push(context);
    const full = process.env.REBIND_TRACE === 'full';
    await context.tracing.start({ screenshots: full, snapshots: full });
    const opened = workspace === undefined ? folder.path : folder.file(workspace);
    return { folder, workbench: await Workbench.open(context, url ?? (await ownEditor()).url, opened) };
  }

  /** The one window of a test file, opened with these files by the first journey that asks; the next ones find it as it was left. */
  shared(files: Readonly<Record<string, string>>): Promise<Window> {
    window ??= common.open(files);
    return window;
  }

  /** Of the file's editor: the extension hosts of its windows are descendants of this process. */
  async editorPid(): Promise<number> {
    return (await ownEditor()).pid;
  }

  /** Starts a Python program and waits until it says that it listens. */
  async listening(program: string): Promise<Program> {
    const folder = await Folder.create({ 'server.py': program });
    this.#folders.push(folder);
    const server = new Program('python3', ['server.py'], { cwd: folder.path });
    this.#programs.push(server);
    await server.line(/^listening/);
    return server;
  }

  observe(port: number): Promise<Observed> {
    return observe(port);
  }

  /** A port that nothing uses, leftovers included: 3000 where a test file has a network of its own. */
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
    await Promise.all(this.#programs.splice(0).map((program) => program.kill('SIGKILL')));
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
    await Promise.all(this.#servers.splice(0).map((server) => server.stop()));
    await Promise.all(this.#folders.splice(0).map((folder) => folder.remove()));
  }
}

const common = new Stage();
let window: Promise<Window> | undefined;

async function clearShared(): Promise<void> {
  window = undefined;
  await common.clear();
}

afterAll(async () => {
  await clearShared();
  const { browser, editor } = started;
  started = {};
  await (await browser)?.stop();
  await (await editor)?.stop();
});

/** A test in the real editor; skipped by name where the editor or the browser is not installed. */
export const journey = test.extend<{ stage: Stage }>({
  stage: async ({ task, skip }: TestContext, use: (stage: Stage) => Promise<void>) => {
    if (missing !== '') {
      return skip(`needs ${missing}`);
    }
    const stage = new Stage();
    try {
      await use(stage);
      if (task.result?.state === 'fail') {
        await stage.keep(task.name);
        await common.keep(task.name);
        await clearShared(); // the next journey opens another
      }
    } finally {
      await stage.clear();
    }
  },
});
