import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { startBrowser } from '../../test/e2e/editor/browser.ts';
import { Folder } from '../../test/e2e/editor/folder.ts';
import { privateNetwork } from '../../test/e2e/editor/network.ts';
import { descendants, extensionHosts, processorTime } from '../../test/e2e/editor/processes.ts';
import { startServer } from '../../test/e2e/editor/server.ts';
import { Workbench } from '../../test/e2e/editor/workbench.ts';

/**
 * @import { Browser } from 'playwright-core'
 * @import { Server } from '../../test/e2e/editor/server.ts'
 *
 * @typedef {object} FirstSquiggle
 * @property {number} squiggleMs from asking for the file to its first squiggle
 * @property {number} loadMs loading and activating the extension, as the editor tells
 * @property {number} activateMs the extension's own work in `activate`, as it has measured it; NaN where it does not
 */

const SAMPLE_MS = 5000;

/** One call that every extension of this benchmark underlines. */
const FILES = {
  'server.js': "import http from 'node:http';\nhttp.createServer().listen(3000);\n",
  'notes.md': '# Notes\n',
};

/** An editor for each set of extensions, with one browser, in a network of their own. */
export class Editors {
  /** @type {Browser} */
  #browser;
  /** @type {Map<string, Server>} */
  #servers;
  #stop;

  /**
   * @param {Browser} browser
   * @param {Map<string, Server>} servers
   * @param {() => Promise<void>} stop
   */
  constructor(browser, servers, stop) {
    this.#browser = browser;
    this.#servers = servers;
    this.#stop = stop;
  }

  /** @param {Readonly<Record<string, readonly string[]>>} extensions name of an editor → VSIX files */
  static async start(extensions) {
    const network = await privateNetwork();
    const browserServer = await startBrowser(network);
    const browser = await chromium.connect(browserServer.endpoint);
    /** @type {Map<string, Server>} */
    const servers = new Map();
    for (const [name, files] of Object.entries(extensions)) {
      servers.set(name, await startServer({ network, extensions: files }));
    }
    return new Editors(browser, servers, async () => {
      await browser.close();
      await browserServer.close();
      for (const server of servers.values()) {
        await server.stop();
      }
      await network.close();
    });
  }

  async stop() {
    await this.#stop();
  }

  /**
   * Opens a file in a new window whose extension host is up and has activated other extensions, so that what follows is the
   * extension's own time.
   * @param {string} name of an editor
   * @param {string} extension as the editor displays it
   * @returns {Promise<FirstSquiggle>}
   */
  async firstSquiggle(name, extension) {
    return this.#inWindow(name, async (workbench) => {
      await workbench.openFile('notes.md');
      await workbench.runningExtensions();
      const start = performance.now();
      await workbench.openFile('server.js');
      await workbench.editor.anySquiggle.first().waitFor();
      const squiggleMs = performance.now() - start;
      const running = await workbench.runningExtensions();
      await workbench.palette.run('Probe: Work in Activate');
      const item = workbench.statusItem(/^activate: /);
      await item.waitFor();
      const activateMs = Number(/[\d.]+/.exec(await item.innerText())?.[0] ?? Number.NaN);
      return { squiggleMs, loadMs: running.get(extension) ?? Number.NaN, activateMs };
    });
  }

  /**
   * Processor time of the window's extension host and all that it started, in milliseconds, while nobody does anything.
   * @param {string} name of an editor
   * @param {number} settleMs how long what the opening of a file set off is left out
   * @param {number} idleMs
   * @returns {Promise<number[]>} for each five seconds
   */
  async idle(name, settleMs, idleMs) {
    return this.#inWindow(name, async (workbench, { pid }) => {
      await workbench.openFile('server.js');
      await workbench.editor.anySquiggle.first().waitFor();
      await delay(settleMs);
      const hosts = extensionHosts(pid);
      const all = [...hosts, ...hosts.flatMap((host) => descendants(host.pid))].map((one) => one.pid);
      const used = () => all.reduce((total, one) => total + processorTime(one), 0);
      const samples = [];
      for (let left = idleMs; left > 0; left -= SAMPLE_MS) {
        const before = used();
        await delay(SAMPLE_MS);
        samples.push(used() - before);
      }
      return samples;
    });
  }

  /**
   * @template T
   * @param {string} name
   * @param {(workbench: Workbench, server: Server) => Promise<T>} use
   */
  async #inWindow(name, use) {
    const server = this.#servers.get(name);
    if (!server) throw new Error(`no editor ${name}`);
    const folder = await Folder.create(FILES);
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 } });
    try {
      return await use(await Workbench.open(context, server.url, folder.path), server);
    } finally {
      await context.close();
      await folder.remove();
    }
  }
}
