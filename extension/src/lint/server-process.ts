import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { COMPILED_CODE } from './protocol.ts';

/**
 * Trees are garbage as soon as a lint is done: a larger young generation collects them for less, and the server itself asks for
 * the collection that gives their pages back (server/memory.ts).
 */
const FLAGS = ['--max-semi-space-size=16', '--expose-gc'];

export interface ServerProcessOptions {
  readonly extensionPath: string;
  /** The language it is to be ready for at first. */
  readonly languageId: string;
  /** The folder for compiled code, which is most of the server's start. */
  readonly compiledCode: string;
  /** What the server or Node.js complains about. */
  readonly onComplaint: (text: string) => void;
}

/**
 * The language server's process. It is started before the client's library is loaded, so that both load at the same time:
 * together they are most of the wait for the first squiggle.
 */
export class ServerProcess {
  readonly #options: ServerProcessOptions;
  #current: ChildProcess;
  #taken = false;

  constructor(options: ServerProcessOptions) {
    this.#options = options;
    this.#current = this.#start();
  }

  /** A process to talk to: the one that was started already, or after it has ended another one. */
  take(): ChildProcess {
    if (this.#taken || !this.#current.connected) {
      this.#current = this.#start();
    }
    this.#taken = true;
    return this.#current;
  }

  /** Ends a process that does not answer: it would not heed a request to end. */
  replace(): void {
    this.#current.kill('SIGKILL');
  }

  /** Ends what has not ended by itself. */
  dispose(): void {
    this.#current.kill();
  }

  #start(): ChildProcess {
    const { extensionPath, languageId, compiledCode, onComplaint } = this.#options;
    const child = fork(path.join(extensionPath, 'dist', 'server.cjs'), ['--node-ipc', languageId], {
      execArgv: FLAGS,
      env: {
        ...process.env,
        [COMPILED_CODE]: compiledCode,
        // the editor's own executable is Electron
        ELECTRON_RUN_AS_NODE: '1',
        ELECTRON_NO_ASAR: '1',
      },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    child.on('error', ({ message }) => {
      onComplaint(message);
    });
    child.stderr?.setEncoding('utf8').on('data', onComplaint);
    return child;
  }
}
