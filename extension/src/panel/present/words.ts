import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { HolderReport, ReuseOption } from 'rebind';
import { printable, withoutSecrets } from 'rebind/report';

/** Letters of a command line in a sentence. */
const LONGEST_COMMAND = 60;
/** Of these, how many of its end, where arguments such as the port are. */
const END_OF_COMMAND = 20;

/** A process as users know it: its command line, the program's folder left out, shortened in the middle. */
export function commandOf({ command }: Pick<HolderReport, 'command'>): string {
  const [program = '', ...rest] = withoutSecrets(command).map(printable);
  const line = [basename(program), ...rest].join(' ');
  const start = LONGEST_COMMAND - END_OF_COMMAND - 1;
  return line.length > LONGEST_COMMAND ? `${line.slice(0, start)}…${line.slice(-END_OF_COMMAND)}` : line;
}

/** "42 s", "12 min", "3 h", "5 d": at least two of the unit. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 120) {
    return l10n.t('{0} s', seconds);
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) {
    return l10n.t('{0} min', minutes);
  }
  const hours = Math.round(minutes / 60);
  return hours < 48 ? l10n.t('{0} h', hours) : l10n.t('{0} d', Math.round(hours / 24));
}

/** The options as a column names them. */
export function optionNames(options: readonly ReuseOption[]): string {
  return options.length === 0 ? l10n.t('no option') : options.join(' + ');
}

/** "a", "a and b", "a, b and c". */
export function list(items: readonly string[]): string {
  if (items.length < 2) {
    return items.join('');
  }
  return l10n.t('{0} and {1}', items.slice(0, -1).join(l10n.t(', ')), items.at(-1) ?? '');
}
