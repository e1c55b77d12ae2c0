import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { readSized } from 'rebind/port';
import { serverCommands, type ServerCommand } from './commands.ts';

const LARGEST_BYTES = 1024 * 1024;

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
    // a pipe in its place would be read for ever
    return (await stat(file)).isFile() ? parse(await readSized(file, LARGEST_BYTES)) : undefined;
  } catch {
    return undefined;
  }
}
