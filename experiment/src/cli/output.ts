import { styleFor } from '../report/style.ts';
import type { CommonOptions } from './arguments.ts';

export const style = styleFor(process.stdout, process.env);
export const errorStyle = styleFor(process.stderr, process.env);

/** Prints a report: one JSON document where that was asked for, else the text. */
export async function print(
  options: CommonOptions,
  report: object,
  text: () => string | Promise<string>,
): Promise<void> {
  if (options.json) {
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return;
  }
  const { wrap } = await import('../report/wrap.ts');
  // what is piped into another program keeps its lines
  process.stdout.write(wrap(await text(), process.stdout.isTTY ? process.stdout.columns : undefined));
}
