import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Visual Studio Code as a server; this version is Code 1.139.1 and needs Node 24. */
export const VERSION = '4.139.1';

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'rebind');

/** Outside the repository, so that a fresh clone finds it again. */
const folder = join(cache, `code-server-${VERSION}`);

/** What Node runs to start it. */
export const entry = join(folder, 'node_modules/code-server/out/node/entry.js');

export function installed(): boolean {
  return existsSync(entry);
}

/**
 * Installs code-server from npm, at the versions its own shrinkwraps pin. Throws with npm's own words.
 *
 * Without install scripts: they compile native modules that only remote authentication, file logging by spdlog and Windows
 * need. node-pty, @parcel/watcher and ripgrep bring binaries.
 */
export function install(): void {
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, 'draft-'));
  try {
    writeFileSync(join(draft, 'package.json'), '{ "private": true }\n');
    npm(draft, ['install', `code-server@${VERSION}`]);
    const vscode = join(draft, 'node_modules/code-server/lib/vscode');
    npm(vscode, ['install', '--omit=dev']); // its shrinkwrap lacks a package, so that npm ci refuses it
    npm(join(vscode, 'extensions'), ['ci', '--omit=dev']);
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function npm(cwd: string, arguments_: readonly string[]): void {
  const { status, stderr, error } = spawnSync(
    'npm',
    [...arguments_, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' },
  );
  if (error || status !== 0) {
    throw new Error(`npm ${arguments_.join(' ')}: ${error?.message ?? firstLines(stderr)}`);
  }
}

/** npm adds its whole usage to some errors. */
function firstLines(text: string): string {
  return text.trim().split('\n').slice(0, 6).join('\n');
}
