import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { libc } from '../sockets/posix.ts';
import { SystemCallError } from '../sockets/sockets.ts';
import { about, describeSystemFailure, isSystemFailure } from '../text/system-failure.ts';
import { LogFileError } from './log-file-error.ts';

const TAIL_BYTES = 16 * 1024;
const TAIL_LINES = 12;
const LONGEST_LINE = 1000;

/** What is kept of a server that prints without end: the beginning, and the latest. */
const MOST_BYTES = 10 * 1024 * 1024;
const HEAD_BYTES = 5 * 1024 * 1024;
const KEPT_BYTES = 2.5 * 1024 * 1024;
const LOOK_EVERY_MS = 20;

const MFD_CLOEXEC = 1; // include/uapi/linux/memfd.h

/**
 * The file the server writes to, without this process in between, so that a server that prints much runs as it does
 * alone: one the user names, else one in memory that has no name and goes with its last descriptor (memfd_create(2)).
 */
export class ServerLog {
  /** Null where the file has no name. */
  readonly path: string | null;
  readonly descriptor: number;
  /** Where this drill's output begins: a named file is appended to. */
  readonly #base: number;
  readonly #clock: NodeJS.Timeout;
  #start = 0;
  #leftOut = 0;
  #markBytes = 0;

  /** @throws LogFileError where the named file cannot be one */
  constructor(file: string | undefined) {
    this.path = file === undefined ? null : path.resolve(file);
    this.descriptor = this.path === null ? openNameless() : openNamed(this.path);
    this.#base = this.#size();
    this.#clock = setInterval(() => {
      this.#trim();
    }, LOOK_EVERY_MS).unref();
  }

  /** Begins the output of another start of the server. */
  begin(title: string): void {
    this.#trim();
    about(this.path ?? 'the memory for the output of the server', () => {
      writeSync(this.descriptor, `--- ${title} ---\n`);
    });
    this.#start = this.#size();
  }

  /** The last lines since `begin`, as they were printed; what is long is cut. */
  tail(): string[] {
    const size = this.#size();
    const start = Math.max(this.#start, size - TAIL_BYTES);
    return this.#read(start, size)
      .toString('utf8')
      .split(/\r?\n|\r/)
      .filter((line) => stripVTControlCharacters(line).trim() !== '')
      .slice(-TAIL_LINES)
      .map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line));
  }

  #size(): number {
    return fstatSync(this.descriptor).size;
  }

  #read(start: number, end: number): Buffer {
    const buffer = Buffer.alloc(Math.max(0, end - start));
    return buffer.subarray(0, readSync(this.descriptor, buffer, 0, buffer.length, start));
  }

  /** Leaves out the middle of what is too long. The file is open for appending, so that the server writes on behind it. */
  #trim(): void {
    const size = this.#size();
    if (size - this.#base <= MOST_BYTES) {
      return;
    }
    const headEnd = this.#base + HEAD_BYTES;
    const keptFrom = size - KEPT_BYTES;
    const kept = this.#read(keptFrom, size);
    this.#leftOut += keptFrom - headEnd - this.#markBytes;
    const mark = Buffer.from(`\n--- ${this.#leftOut} bytes left out ---\n`);
    ftruncateSync(this.descriptor, headEnd);
    about(this.path ?? 'the memory for the output of the server', () => {
      writeSync(this.descriptor, Buffer.concat([mark, kept]));
    });
    this.#markBytes = mark.length;
    if (this.#start > headEnd) {
      this.#start = headEnd + mark.length + Math.max(0, this.#start - keptFrom);
    }
  }

  close(): void {
    clearInterval(this.#clock);
    this.#trim();
    closeSync(this.descriptor);
  }
}

function openNamed(file: string): number {
  try {
    return openSync(file, 'a+', 0o600);
  } catch (error) {
    throw isSystemFailure(error)
      ? new LogFileError(`cannot use ${file} for the output of the server: ${describeSystemFailure(error)}`)
      : error;
  }
}

const memfdCreate = libc.load<[string, number]>('int memfd_create(const char *, unsigned int)');

function openNameless(): number {
  const unnamed = memfdCreate('rebind-drill', MFD_CLOEXEC);
  if (unnamed < 0) {
    throw new SystemCallError('memfd_create', libc.errno());
  }
  try {
    // once more, for appending: several processes write
    return openSync(`/proc/self/fd/${unnamed}`, 'a+');
  } finally {
    closeSync(unnamed);
  }
}
