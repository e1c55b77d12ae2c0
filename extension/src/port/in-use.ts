import type { WhyReport } from 'rebind';
import type { Ask } from '../experiment/ask.ts';

/**
 * Which port somebody's output says is in use. The message counts once the kernel agrees, and until it does no more:
 * asked when something happens that may have freed the port, never by the clock.
 */
export class InUse {
  #port: number | undefined;
  readonly #ask: Ask;
  readonly #onChange: (port: number | undefined) => void;

  constructor(ask: Ask, onChange: (port: number | undefined) => void) {
    this.#ask = ask;
    this.#onChange = onChange;
  }

  /** A message about this port was seen. */
  async report(port: number): Promise<void> {
    if (await this.#isTaken(port)) {
      this.#set(port);
    }
  }

  /** Something happened that may have freed the port. */
  async recheck(): Promise<void> {
    const port = this.#port;
    if (port !== undefined && !(await this.#isTaken(port)) && this.#port === port) {
      this.#set(undefined);
    }
  }

  /** The kernel was asked about a port for another reason. */
  saw({ port, verdict }: Pick<WhyReport, 'port' | 'verdict'>): void {
    if (port === this.#port && verdict === 'free') {
      this.#set(undefined);
    }
  }

  /** Where the kernel cannot be asked, the message is all there is. */
  async #isTaken(port: number): Promise<boolean> {
    const report = await this.#ask({ command: 'why', port }).catch(() => undefined);
    return report?.verdict !== 'free';
  }

  #set(port: number | undefined): void {
    if (port !== this.#port) {
      this.#port = port;
      this.#onChange(port);
    }
  }
}
