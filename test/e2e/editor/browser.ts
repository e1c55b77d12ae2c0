import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { which } from '../../tools/debian-packages.ts';
import type { Network } from './network.ts';

/** Renders on the processor and talks to nobody but the editor. */
const FLAGS = [
  '--no-sandbox', // Chromium refuses to run as root with it
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A running Chromium that other processes of these tests connect to. */
export interface BrowserServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Starts Debian's Chromium in a network. */
export async function startBrowser(network: Network): Promise<BrowserServer> {
  const program = which('chromium');
  if (program === undefined) {
    throw new Error('chromium is not installed (Debian: apt-get install chromium)');
  }
  const folder = await mkdtemp(join(tmpdir(), 'rebind-browser-'));
  const launcher = join(folder, 'chromium');
  const command = network.within([program]).join(' ');
  await writeFile(launcher, `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  const server = await chromium.launchServer({ executablePath: launcher, args: FLAGS });
  return {
    endpoint: server.wsEndpoint(),
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
