import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { entry } from '../../tools/code-server.ts';
import type { Network } from './network.ts';

const run = promisify(execFile);

/** What a quiet editor needs: no welcome page, no look-ups on the network, no other extension's opinion of the same code. */
const QUIET: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.experimentalOnboarding': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'typescript.disableAutomaticTypeAcquisition': true,
};

export interface ServerOptions {
  readonly network: Network;
  /** VSIX files, installed in this order. */
  readonly extensions: readonly string[];
  /** User settings beside the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The display language of extensions; the workbench itself stays English, its language packs are on a marketplace. */
  readonly locale?: string;
  /** Whether folders are trusted unasked; else they open in Restricted Mode. Default: true. */
  readonly trusted?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A running code-server: Visual Studio Code, whose extension hosts are processes of this machine. */
export interface Server {
  readonly url: string;
  readonly pid: number;
  /** User data: settings, logs. */
  readonly data: string;
  stop(): Promise<void>;
}

/** Starts an editor with a user data folder of its own; resolves when it answers. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { network, extensions, settings = {}, locale, trusted = true, environment = {} } = options;
  const data = await mkdtemp(join(tmpdir(), 'rebind-editor-'));
  await mkdir(join(data, 'User'), { recursive: true });
  await writeFile(join(data, 'User/settings.json'), JSON.stringify({ ...QUIET, ...settings }));
  await writeFile(join(data, 'config.yaml'), '');
  if (locale !== undefined) {
    await speak(locale, data);
  }
  const folders = [
    ...['--config', join(data, 'config.yaml'), '--user-data-dir', data],
    ...['--extensions-dir', join(data, 'extensions')],
  ];
  // an editor that these tests run in would otherwise be taken for the one to talk to
  const env: NodeJS.ProcessEnv = { ...process.env, ...environment };
  delete env.VSCODE_IPC_HOOK_CLI;
  for (const extension of extensions) {
    await run(process.execPath, [entry, ...folders, '--install-extension', extension], { env });
  }
  const [command, ...arguments_] = network.within([
    process.execPath,
    entry,
    ...folders,
    ...['--auth', 'none', '--bind-addr', '127.0.0.1:0'],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
    ...['--reconnection-grace-time', '1'],
    ...(trusted ? ['--disable-workspace-trust'] : []),
  ]);
  const server = spawn(command, arguments_, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await listening(server);
  return {
    url,
    pid: server.pid ?? 0,
    data,
    async stop() {
      const exit = once(server, 'exit');
      server.kill('SIGTERM');
      await exit;
      await rm(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function listening(server: ChildProcess): Promise<string> {
  let said = '';
  const { stdout, stderr } = server;
  if (!stdout || !stderr) {
    throw new Error('code-server was started without pipes');
  }
  const url = new Promise<string>((resolve) => {
    createInterface(stdout).on('line', (line) => {
      said += `${line}\n`;
      const [, address] = /HTTP server listening on (http:\S+)/.exec(line) ?? [];
      if (address !== undefined) {
        resolve(address);
      }
    });
  });
  stderr.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const end = once(server, 'exit').then(() => {
    throw new Error(`code-server ended before it listened:\n${said}`);
  });
  return Promise.race([url, end]);
}

/**
 * Gives the editor a display language without a language pack: an empty one, as code-server's own end-to-end tests do, so that
 * extensions' translations are used.
 */
async function speak(locale: string, data: string): Promise<void> {
  const translation = join(data, 'main.i18n.json');
  const pack = {
    hash: '0123456789abcdef0123456789abcdef',
    extensions: [{ extensionIdentifier: { id: 'none.language-pack', uuid: 'none' }, version: '1.0.0' }],
    translations: { vscode: translation },
    label: locale,
  };
  await writeFile(translation, JSON.stringify({ version: '1.0.0', contents: {} }));
  await writeFile(join(data, 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
  await writeFile(join(data, 'User/argv.json'), JSON.stringify({ locale }));
}
