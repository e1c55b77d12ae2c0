import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Language } from 'eslint-plugin-rebind/languages';

/** The name under which a document is linted: its own, with its language's extension where it has another or none. */
export function fileNameOf(uri: string, { extensions }: Language): string {
  const name = path.posix.basename(decodeURIComponent(new URL(uri).pathname)) || 'untitled';
  return extensions.some((extension) => name.endsWith(extension)) ? name : name + (extensions[0] ?? '');
}

/** The path of a file on this machine; undefined for documents that are none. */
export function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    // another scheme, another host, or a name that no file can have
    return undefined;
  }
}
