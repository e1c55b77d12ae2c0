import { watch } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** How long a test waits for anything, in milliseconds. Half a second is usual; the rest is for a machine busy with other work. */
export const PATIENCE = 60_000;

/** What the editor shows as the folder's name. */
const NAME = 'my-server';

/** A temporary folder that the editor opens. */
export class Folder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async create(files: Readonly<Record<string, string>>): Promise<Folder> {
    const folder = new Folder(join(await mkdtemp(join(tmpdir(), 'rebind-workspace-')), NAME));
    await mkdir(folder.path);
    for (const [name, text] of Object.entries(files)) {
      await folder.write(name, text);
    }
    return folder;
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(dirname(this.file(name)), { recursive: true });
    await writeFile(this.file(name), text);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  async read(name: string): Promise<string> {
    return readFile(this.file(name), 'utf8');
  }

  /** Waits until the file on disk contains this; returns all of it. */
  async saved(name: string, part: string): Promise<string> {
    const file = this.file(name);
    const changes = watch(dirname(file));
    try {
      return await new Promise<string>((resolve, reject) => {
        const look = async () => {
          const text = await this.read(name);
          if (text.includes(part)) {
            resolve(text);
          }
        };
        const timer = setTimeout(() => {
          this.read(name).then((text) => {
            reject(new Error(`${name} was not saved with ${JSON.stringify(part)} in it:\n${text}`));
          }, reject);
        }, PATIENCE);
        timer.unref();
        changes.on('change', (_event, changed) => {
          if (String(changed) === basename(file)) {
            look().catch(reject);
          }
        });
        look().catch(reject);
      });
    } finally {
      changes.close();
    }
  }

  async remove(): Promise<void> {
    await rm(dirname(this.path), { recursive: true, force: true, maxRetries: 5 });
  }
}
