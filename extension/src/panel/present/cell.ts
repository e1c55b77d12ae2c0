import * as l10n from '@vscode/l10n';
import { type CellReport, differs } from 'rebind';
import type { Verdict } from '../page.ts';
import { optionNames } from './words.ts';

/** A server's reuse options as one word, for comparing. */
export const optionsKey = ({ options }: CellReport['first']) => options.join();

/** The outcome of a cell in a word. */
export function cellVerdict(cell: CellReport): Verdict {
  const verdict = plainVerdict(cell);
  return differs(cell)
    ? { ...verdict, text: l10n.t('{0} (documented: {1})', verdict.text, String(cell.expected)) }
    : verdict;
}

function plainVerdict({ bind, listen }: CellReport): Verdict {
  if (bind === null) {
    return { tone: 'neutral', text: l10n.t('not reached') };
  }
  if (bind !== 'ok') {
    return { tone: 'bad', text: bind };
  }
  return listen === null || listen === 'ok'
    ? { tone: 'good', text: l10n.t('ok') }
    : { tone: 'bad', text: l10n.t('bind ok, listen {0}', listen) };
}

/** "LISTEN left by a server with no option, then SO_REUSEADDR: EADDRINUSE." */
export function cellSentence(cell: CellReport): string {
  return l10n.t(
    '{0} left by a server with {1}, then a server with {2}: {3}.',
    cell.state,
    optionNames(cell.first.options),
    optionNames(cell.second.options),
    cell.reason === undefined ? cellVerdict(cell).text : `${cellVerdict(cell).text}, ${cell.reason}`,
  );
}

/** Whether both are of one scenario; a cell that is traced was run anew. */
export function sameCell(one: CellReport, other: CellReport | undefined): boolean {
  return (
    one.protocol === other?.protocol &&
    one.state === other.state &&
    one.first.address === other.first.address &&
    one.second.address === other.second.address &&
    optionsKey(one.first) === optionsKey(other.first) &&
    optionsKey(one.second) === optionsKey(other.second)
  );
}
