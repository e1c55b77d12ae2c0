import * as l10n from '@vscode/l10n';
import type { ClaimReport } from 'rebind';
import type { Said } from '../page.ts';
import { own } from './own.ts';

/** What was seen of a claim, or why it could not be tested; what has no words here, in the experiment's own. */
export function findingText({
  id,
  finding,
  values,
  obstacle,
}: Pick<ClaimReport, 'id' | 'finding' | 'values' | 'obstacle'>): Said {
  const text = obstacle ? own(OBSTACLES, obstacle)?.() : values && own(FINDINGS, id)?.(values);
  return text === undefined ? { text: finding, english: true } : { text, english: false };
}

type Values = NonNullable<ClaimReport['values']>;
type Say = (...values: readonly (string | number)[]) => string;

/** Undefined for values of another form. */
type SayAll = (values: Values) => string | undefined;

/** The experiment's own sentences, once more where translators find them; a test holds the two together. */
const FINDINGS: Readonly<Record<string, SayAll>> = {
  C1: one((...v) => l10n.t('bind over TIME_WAIT: {0}', ...v)),
  C2: one((...v) => l10n.t('bind: {0}', ...v)),
  C3: one((...v) => l10n.t('bind over TIME_WAIT: {0}, listen: {1}', ...v)),
  C4: one((...v) => l10n.t('bind: {0}, listen: {1}', ...v)),
  C5: each(
    (...v) => l10n.t('{0}: {1} without, {2} with', ...v),
    (parts) => parts.join(l10n.t('; ')),
  ),
  C6: one((...v) => l10n.t('first without, second with: {0}', ...v)),
  C7: one((...v) => l10n.t('only the first: {0}; only the second: {1}; both: {2}', ...v)),
  C8: one((...v) => l10n.t('wildcard first: {0}; specific first: {1}', ...v)),
  C9: one((...v) => l10n.t('specific first: {0}; wildcard first: {1}', ...v)),
  C10: one((...v) => l10n.t('later alone: {0} over LISTEN, {1} over TIME_WAIT; both: {2} and {3}', ...v)),
  C11: one((...v) => l10n.t('bind with SO_REUSEADDR over that TIME_WAIT: {0}', ...v)),
  C12: one((...v) => l10n.t('over a listener of root: the same user {0}, uid {1} {2}', ...v)),
  C13: one((...v) =>
    l10n.t('TCP {0} and {1} connections (chi-square p = {2}); UDP {3} and {4} datagrams (p = {5})', ...v),
  ),
  C14: one((...v) =>
    l10n.t(
      "bind, then the option: {0}, and still not bound; the next bind of that socket: {1} (the leftover's listener had set it after its bind, before the handshake)",
      ...v,
    ),
  ),
  C15: one((...v) => l10n.t('the timer of a fresh TIME_WAIT says {0} s, an MSL of {1} s', ...v)),
  C16: one((...v) => l10n.t('the 4-tuple in TIME_WAIT is {0} after connect from the same port', ...v)),
  C17: each(
    (...v) => l10n.t('{0} with {1}', ...v),
    (parts) => l10n.t('bind over TIME_WAIT: {0}', parts.join(l10n.t(', '))),
  ),
  C18: one((...v) =>
    v.length === 0
      ? l10n.t('the second socket could not bind')
      : l10n.t(
          'of {0} unicast datagrams the first got {1}, the last {2}; of {3} to a group, {4} and {5}',
          ...v,
        ),
  ),
  C19: one((...v) => l10n.t('TIME_WAIT on {0}, bind on {1}: {2}', ...v)),
  C20: one((...v) =>
    l10n.t(
      'all {0} option sets inherited: {1}; an option set after the handshake and before accept: {2}',
      ...v,
    ),
  ),
  C21: one((...v) =>
    l10n.t(
      "with the first client's port in {0} the next one is {1}; but a server that wants that client's port gets {2} without option, {3} with SO_REUSEADDR",
      ...v,
    ),
  ),
  C22: one((...v) => l10n.t('the timer of a fresh TIME_WAIT says {0} s with {1}, {2} s with 5', ...v)),
  C23: each(
    (...v) => l10n.t('{0}: {1} remains, bind: {2}', ...v),
    (parts) => parts.join(l10n.t('; ')),
  ),
  C24: one((...v) => l10n.t('a second bind: {0}; in {1}: {2}; in sock_diag: {3}', ...v)),
  C25: one((...v) => l10n.t('the server, which was {0} while the FINs crossed: {1}; the client: {2}', ...v)),
};

const OBSTACLES: Readonly<Record<NonNullable<ClaimReport['obstacle']>, () => string>> = {
  'one-loopback': () => l10n.t('IPv6 has one loopback address only'),
  'ipv4-group': () => l10n.t('the multicast group of its test is one of IPv4'),
  'no-second-user': () => l10n.t('it takes a second user, which only root can be'),
  'no-network': () => l10n.t('it needs a network of its own, which only root may make'),
  'no-multicast': () => l10n.t('the loopback interface takes no multicast group'),
  'no-timer': () => l10n.t('the socket table shows no timer'),
  'no-filter': () => l10n.t('this system cannot hold back a segment'),
  'no-time-wait': () => l10n.t('TIME_WAIT was not reached'),
  'not-accepted': () => l10n.t('the connection was not accepted in time'),
};

/** Those of the values that are words. */
const WORDS: Readonly<Record<string, () => string>> = {
  ok: () => l10n.t('ok'),
  'not tried': () => l10n.t('not tried'),
  'no socket': () => l10n.t('no socket'),
  'unread data': () => l10n.t('unread data'),
  yes: () => l10n.t('yes'),
  no: () => l10n.t('no'),
  inherited: () => l10n.t('inherited'),
  'not inherited': () => l10n.t('not inherited'),
};

function word(value: string | number): string | number {
  return own(WORDS, String(value))?.() ?? value;
}

/** A sentence that has its values once. */
function one(say: Say): SayAll {
  return (values) => (isFlat(values) ? say(...values.map(word)) : undefined);
}

/** A sentence with a part for each list of values. */
function each(say: Say, join: (parts: readonly string[]) => string): SayAll {
  return (values) => (isFlat(values) ? undefined : join(values.map((part) => say(...part.map(word)))));
}

function isFlat(values: Values): values is readonly (string | number)[] {
  return values.every((value) => typeof value !== 'object');
}
