import * as l10n from '@vscode/l10n';
import { type CauseFacts, type StateCounts, total } from 'rebind';

/** Why a server did not come back at once: the experiment's own sentences, once more where translators find them; a test holds the two together. */
export function causeText(facts: CauseFacts): string {
  switch (facts.id) {
    case 'leftovers': {
      const states = listStates(facts.states);
      const why = withoutReuse(facts.reuse);
      return total(facts.states) === 1
        ? l10n.t('{0} is left of its old connections, and {1}', states, why)
        : l10n.t('{0} are left of its old connections, and {1}', states, why);
    }
    case 'connections': {
      const states = listStates(facts.states);
      return facts.holders.length === 0
        ? l10n.t('a process of the old one still has {0} open', states)
        : l10n.t('a process of the old one still has {0} open ({1})', states, several(facts.holders));
    }
    case 'old-process':
      return oldProcess(facts);
    case 'other-process': {
      const holders = several(facts.holders);
      return facts.start === 'first'
        ? l10n.t('{0} does, who is not of its tree; drill that process itself', holders)
        : l10n.t("{0} is not of the server's tree", holders);
    }
    case 'slow-stop': {
      const before = time(facts.beforeMs);
      return facts.killed
        ? l10n.t('it had closed its listener {0} before it ended by SIGKILL', before)
        : l10n.t('it had closed its listener {0} before it ended', before);
    }
    case 'slow-start': {
      const longer = time(facts.longerMs);
      return facts.inTheWay === null
        ? l10n.t('it took {0} longer to listen than on a clean port', longer)
        : l10n.t(
            'it took {0} longer to listen than on a clean port, while {1}',
            longer,
            causeText(facts.inTheWay),
          );
    }
    case 'ended': {
      const after = time(facts.afterMs);
      return facts.signal === null
        ? l10n.t('it ended with exit code {0} after {1}', String(facts.code), after)
        : l10n.t('it ended by {0} after {1}', facts.signal, after);
    }
    case 'silent':
      return l10n.t('it did not listen within {0}', time(facts.afterMs));
    case 'elsewhere':
      return l10n.t('nothing was in its way');
    case 'unknown':
      return l10n.t('its output says so, though nothing known here was in its way; it may mean another port');
  }
}

function oldProcess({ stays, holders }: Extract<CauseFacts, { id: 'old-process' }>): string {
  if (!stays) {
    return l10n.t('the old process still listened when it started');
  }
  return holders.length === 0
    ? l10n.t('the old process still listened when it started, and does')
    : l10n.t('the old process still listened when it started, and does ({0})', several(holders));
}

function withoutReuse(reuse: readonly string[]): string {
  return reuse.length === 0
    ? l10n.t('it does not set SO_REUSEADDR before bind')
    : l10n.t('its listener has {0}, though not yet when it binds', both(reuse));
}

function listStates(states: StateCounts): string {
  return both(Object.entries(states).map(([state, count]) => `${count} ${state}`));
}

function both(items: readonly string[]): string {
  return items.slice(1).reduce((all, next) => l10n.t('{0} and {1}', all, next), items[0] ?? '');
}

function several(holders: readonly string[]): string {
  return holders.join(l10n.t(', '));
}

function time(milliseconds: number): string {
  return milliseconds < 1000
    ? l10n.t('{0} ms', Math.round(milliseconds))
    : l10n.t('{0} s', (milliseconds / 1000).toFixed(1));
}
