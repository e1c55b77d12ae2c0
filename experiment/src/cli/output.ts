import { printable, printableAll, printableJson } from '../text/printable.ts';
import { styleFor } from '../report/style.ts';
import type { OutputOptions } from './arguments.ts';

export const style = styleFor(process.stdout, process.env);
export const errorStyle = styleFor(process.stderr, process.env);

/** A report in words. Both are given it harmless: what others wrote in it is shown, never obeyed. */
export interface Words<Report> {
  readonly text: (report: Report) => string | Promise<string>;
  /** The verdict's line alone. */
  readonly line: (report: Report) => string | Promise<string>;
}

/** Prints a report: one JSON document where that was asked for, else the text, or one line of it. */
export async function print<Report extends object>(
  options: OutputOptions,
  report: Report,
  { text, line }: Words<Report>,
): Promise<void> {
  if (options.json) {
    process.stdout.write(`${printableJson(report, 2)}\n`);
    return;
  }
  const shown = printableAll(report);
  if (options.quiet) {
    process.stdout.write(`${await line(shown)}\n`);
    return;
  }
  const { wrap } = await import('../report/wrap.ts');
  // what is piped into another program keeps its lines
  process.stdout.write(wrap(await text(shown), process.stdout.isTTY ? process.stdout.columns : undefined));
}

/** Says something beside the report, on standard error, where a person reads: one line. */
export function note({ json, quiet }: OutputOptions, text: string): void {
  if (!json && !quiet) {
    process.stderr.write(`${errorStyle.dim(printable(text))}\n`);
  }
}
