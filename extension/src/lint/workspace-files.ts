import * as vscode from 'vscode';
import { languages } from 'eslint-plugin-rebind/languages';

/** Beyond this a workspace is no longer read as a whole. */
const MAX_FILES = 20_000;

/** Folders of what others wrote or tools made. */
const EXCLUDED =
  '**/{node_modules,bower_components,.git,dist,build,out,target,vendor,coverage,.venv,venv,__pycache__,.next,.nuxt}/**';

/** The pattern of all files that hold listen calls of the workspace's own. */
export const PATTERN = `**/*.{${languages.flatMap(({ extensions }) => extensions.map((extension) => extension.slice(1))).join(',')}}`;

/** The files of the workspace in the languages that are linted, without what the user excludes. */
export async function findFiles(token?: vscode.CancellationToken): Promise<string[]> {
  const uris = await vscode.workspace.findFiles(PATTERN, EXCLUDED, MAX_FILES, token);
  return uris.map(String);
}
