import picocolors from 'picocolors';
import * as vscode from 'vscode';
import type { DrillReport, DrillStep } from 'rebind';
import { commandLine, drillText, printable, printableAll, stepText } from 'rebind/report';
import type { ServerCommand } from './commands.ts';

const CTRL_C = '\u0003';

/** Shows a drill in a terminal, as `rebind drill` does; Ctrl+C and closing it stop the drill. */
export class DrillTerminal {
  readonly #stop = new AbortController();
  readonly #write = new vscode.EventEmitter<string>();
  readonly #style = picocolors.createColors(true);
  readonly #terminal: vscode.Terminal;

  constructor({ server }: ServerCommand, port: number, title: string) {
    const style = this.#style;
    this.#terminal = vscode.window.createTerminal({
      name: title,
      pty: {
        onDidWrite: this.#write.event,
        open: () => {
          this.#print(style.bold(`rebind drill --port ${port} -- ${commandLine(server)}`));
        },
        close: () => {
          this.#stop.abort();
        },
        handleInput: (data: string) => {
          if (data === CTRL_C) {
            this.#stop.abort();
          }
        },
      },
    });
    this.#terminal.show(true);
  }

  /** Aborted when the user stops the drill. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  step(step: DrillStep, rounds: number): void {
    const line = stepText(step, rounds);
    if (line !== undefined) {
      this.#print(this.#style.dim(printable(line)));
    }
  }

  report(report: DrillReport): void {
    this.#print(`\n${drillText(printableAll(report), this.#style)}`);
  }

  error(message: string): void {
    this.#print(this.#style.red(printable(message)));
  }

  /** A terminal wants both characters at the end of a line. */
  #print(text: string): void {
    this.#write.fire(`${text.replaceAll('\n', '\r\n')}\r\n`);
  }
}
