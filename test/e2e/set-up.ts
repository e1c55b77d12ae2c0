import { execFileSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import * as codeServer from '../tools/code-server.ts';
import { which } from '../tools/debian-packages.ts';
import { startBrowser } from './editor/browser.ts';
import { privateNetwork } from './editor/network.ts';
import { startServer } from './editor/server.ts';
import { vsix } from './vsix.ts';

/** What the test files know of the one editor and the one browser that all of them use. */
export type Shared =
  | { readonly missing: string }
  | {
      readonly missing: undefined;
      readonly url: string;
      readonly pid: number;
      readonly browser: string;
      /** A process in the network of the editor; none when that is the machine's own. */
      readonly network: number | undefined;
    };

declare module 'vitest' {
  interface ProvidedContext {
    shared: Shared;
  }
}

function missingTools(): string {
  const lacks = [
    ...(which('chromium') === undefined ? ['chromium'] : []),
    ...(codeServer.installed() ? [] : [`code-server ${codeServer.VERSION}`]),
  ];
  return lacks.join(', ');
}

/** Packages the extension as it is now, installs it in an editor, and starts a browser. */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const missing = missingTools();
  if (missing !== '') {
    if (process.env.CI === 'true') {
      throw new Error(`The tests in the editor need ${missing}. To install: npm test, as root`);
    }
    project.provide('shared', { missing });
    return;
  }
  execFileSync('npm', ['run', '--silent', 'package'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const network = await privateNetwork();
  const [server, browser] = await Promise.all([
    startServer({ network, extensions: [vsix], settings: { 'terminal.integrated.gpuAcceleration': 'off' } }),
    startBrowser(network),
  ]);
  project.provide('shared', {
    missing: undefined,
    url: server.url,
    pid: server.pid,
    browser: browser.endpoint,
    network: network.isPrivate ? network.pid : undefined,
  });
  return async () => {
    await browser.close();
    await server.stop();
    await network.close();
  };
}
