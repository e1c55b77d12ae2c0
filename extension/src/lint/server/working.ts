import * as l10n from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver';
import { WORK_BEGINS, WORK_ENDS, type Work } from '../protocol.ts';
import { giveMemoryBack } from './memory.ts';

/** Tells the client what the server is at, so that it can replace one that does not come back. */
export class Working {
  readonly #connection: Pick<Connection, 'sendNotification'>;
  readonly #leftAlone = new Map<string, string>();

  constructor(connection: Pick<Connection, 'sendNotification'>) {
    this.#connection = connection;
  }

  /** Texts that an earlier server did not come back from. */
  leaveAlone(works: readonly Work[]): void {
    for (const { uri, text } of works) {
      this.#leftAlone.set(uri, text);
    }
  }

  /**
   * Does a piece of work that nothing else can be done beside.
   * @throws Error where the text is left alone
   */
  async on<T>(work: Work, run: () => T): Promise<T> {
    if (this.#leftAlone.get(work.uri) === work.text) {
      throw new Error(l10n.t('Checking it takes too long; it is left alone until it changes'));
    }
    await this.#connection.sendNotification(WORK_BEGINS, work);
    try {
      return run();
    } finally {
      void this.#connection.sendNotification(WORK_ENDS);
      giveMemoryBack();
    }
  }
}
