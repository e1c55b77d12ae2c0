import { rm } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { Folder } from '../../test/e2e/editor/folder.ts';
import { extensionHostTicks } from '../../test/e2e/editor/processes.ts';
import { Workbench } from '../../test/e2e/editor/workbench.ts';
import { startBrowser } from '../../test/e2e/editor/browser.ts';
import { privateNetwork } from '../../test/e2e/editor/network.ts';
import { startServer } from '../../test/e2e/editor/server.ts';

/**
 * @typedef {object} Window
 * @property {Workbench} workbench
 * @property {number} pid of the editor
 * @property {() => Promise<void>} close
 *
 * @typedef {object} FirstSquiggle
 * @property {number} squiggleMs from asking for the file to its first squiggle
 * @property {number} activationMs loading and activating the extension, as the editor tells
 */

/** One call that every extension of this benchmark underlines. */
const SERVER = "import http from 'node:http';\nhttp.createServer().listen(3000);\n";

/** An editor for each set of extensions, one browser, one network; `open` gives a new window that remembers nothing. */
export class Editors {
  /** @param {Readonly<Record<string, readonly string[]>>} extensions name of an editor → VSIX files */
  static async start(extensions) {
    const network = await privateNetwork();
    const server = await startBrowser(network);
    const browser = await chromium.connect(server.endpoint);
    /** @type {Map<string, import('../../test/e2e/editor/server.ts').Server>} */
    const editors = new Map();
    for (const [name, files] of Object.entries(extensions)) {
      editors.set(name, await startServer({ network, extensions: files }));
    }
    return new Editors(browser, editors, async () => {
      await browser.close();
      await server.close();
      for (const editor of editors.values()) {
        await editor.stop();
      }
      await network.close();
    });
  }

  #browser;
  #editors;
  stop;

  constructor(browser, editors, stop) {
    this.#browser = browser;
    this.#editors = editors;
    this.stop = stop;
  }

  /** @returns {Promise<Window>} */
  async open(name) {
    const editor = this.#editors.get(name);
    const folder = await Folder.create({ 'server.js': SERVER, 'notes.md': '# Notes\n' });
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 } });
    const workbench = await Workbench.open(context, editor.url, folder.path);
    return {
      workbench,
      pid: editor.pid,
      close: async () => {
        await context.close();
        await folder.remove();
      },
    };
  }

  /** @returns {Promise<FirstSquiggle>} */
  async firstSquiggle(name, displayName) {
    const { workbench, close } = await this.open(name);
    try {
      // the extension host is up and has activated others: what comes is the extension's own time
      await workbench.openFile('notes.md');
      await workbench.runningExtensions();
      const start = performance.now();
      await workbench.openFile('server.js');
      await workbench.editor.anySquiggle.first().waitFor();
      const squiggleMs = performance.now() - start;
      const running = await workbench.runningExtensions();
      return { squiggleMs, activationMs: running.get(displayName) ?? Number.NaN };
    } finally {
      await close();
    }
  }

  /** Processor time of the extension host and all it started, in milliseconds, while nothing is done for some seconds. */
  async idle(name, seconds) {
    const { workbench, pid, close } = await this.open(name);
    try {
      await workbench.openFile('server.js');
      await workbench.editor.anySquiggle.first().waitFor();
      await settled(() => extensionHostTicks(pid));
      const before = extensionHostTicks(pid);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      return (extensionHostTicks(pid) - before) * 10;
    } finally {
      await close();
    }
  }
}
