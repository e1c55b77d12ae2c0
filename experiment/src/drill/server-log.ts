import { closeSync, fstatSync, mkdtempSync, openSync, readSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const TAIL_BYTES = 16 * 1024;
const TAIL_LINES = 12;

/** The file the server writes to, without this process in between, so that a server that prints much runs as it does alone. */
export class ServerLog {
  readonly path: string;
  readonly descriptor: number;
  #start = 0;

  /** @throws where the file cannot be opened */
  constructor(file: string | undefined) {
    this.path = path.resolve(
      file ?? path.join(mkdtempSync(path.join(tmpdir(), 'rebind-drill-')), 'server.log'),
    );
    this.descriptor = openSync(this.path, file === undefined ? 'ax+' : 'a+', 0o600);
  }

  /** Begins the output of another start of the server. */
  begin(title: string): void {
    writeSync(this.descriptor, `--- ${title} ---\n`);
    this.#start = fstatSync(this.descriptor).size;
  }

  /** The last lines since `begin`, without colours. */
  tail(): string[] {
    const { size } = fstatSync(this.descriptor);
    const start = Math.max(this.#start, size - TAIL_BYTES);
    const buffer = Buffer.alloc(Math.max(0, size - start));
    const length = readSync(this.descriptor, buffer, 0, buffer.length, start);
    return stripVTControlCharacters(buffer.toString('utf8', 0, length))
      .split(/\r?\n|\r/)
      .filter((line) => line.trim() !== '')
      .slice(-TAIL_LINES);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
