import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { serverCommands, type ServerCommand } from './commands.ts';

/** The commands that may start a folder's server, from its files and the setting. A file that cannot be read says nothing. */
export async function readServerCommands(folder: string, setting: unknown): Promise<ServerCommand[]> {
  const [packageJson, launchJson] = await Promise.all([
    read(path.join(folder, 'package.json')),
    read(path.join(folder, '.vscode', 'launch.json')),
  ]);
  return serverCommands({ folder, setting, packageJson, launchJson });
}

async function read(file: string): Promise<unknown> {
  try {
    return parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
