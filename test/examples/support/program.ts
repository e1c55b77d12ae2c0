import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';

/** How a program ended and what it wrote to standard error. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

const patience = 15_000;

/** A running sample: its output line by line, its input, its end. */
export class Program {
  /** Resolves when the process has ended, also while a child of its own still holds its output. */
  readonly exited: Promise<unknown>;
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  readonly #changes = new EventEmitter();
  readonly #lines: string[] = [];
  #read = 0;
  #complete = false;
  #stderr = '';

  constructor(command: string, args: readonly string[], options: SpawnOptions = {}) {
    this.#name = [command, ...args].join(' ');
    this.#child = spawn(command, args, { ...options, stdio: 'pipe' });
    this.exited = once(this.#child, 'exit');
    this.#closed = once(this.#child, 'close').finally(() => {
      this.#complete = true;
      this.#changes.emit('change');
    });
    // a program that could not be started is reported to whoever waits for it
    this.exited.catch(() => undefined);
    this.#closed.catch(() => undefined);
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    if (this.#child.stdout) {
      createInterface(this.#child.stdout).on('line', (line) => {
        this.#lines.push(line);
        this.#changes.emit('change');
      });
    }
  }

  get pid(): number {
    if (this.#child.pid === undefined) {
      throw new Error(`${this.#name} was not started`);
    }
    return this.#child.pid;
  }

  /**
   * The next line of output that matches, among those not yet consumed by an earlier call.
   * Rejects with all output so far when the program ends without it, or after 15 s.
   */
  async line(pattern: RegExp): Promise<RegExpExecArray> {
    const deadline = AbortSignal.timeout(patience);
    for (;;) {
      while (this.#read < this.#lines.length) {
        const match = pattern.exec(this.#lines[this.#read++] ?? '');
        if (match) {
          return match;
        }
      }
      if (this.#complete) {
        await this.#closed;
        throw this.#failure(`ended without a line like ${pattern.source}`);
      }
      try {
        await once(this.#changes, 'change', { signal: deadline });
      } catch {
        throw this.#failure(`no line like ${pattern.source} in ${patience} ms`);
      }
    }
  }

  /** Waits until the program has ended by itself and all its output has been read. */
  async ending(): Promise<Ending> {
    await this.#closed;
    return { code: this.#child.exitCode, signal: this.#child.signalCode, stderr: this.#stderr };
  }

  write(text: string): void {
    this.#child.stdin?.write(text);
  }

  /** Sends a signal to this process if it still runs, and waits until the process has ended. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill(signal);
      await this.exited;
    }
  }

  #failure(what: string): Error {
    return new Error(`${this.#name}: ${what}\n${this.#lines.join('\n')}\n${this.#stderr}`);
  }
}
