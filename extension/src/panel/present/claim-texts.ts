import * as l10n from '@vscode/l10n';
import type { ClaimReport } from 'rebind';
import { own } from './own.ts';

/** The claim in the user's language; a claim that has no words here in its own. */
export function claimText({ id, text }: Pick<ClaimReport, 'id' | 'text'>): string {
  return own(CLAIM_TEXTS, id)?.() ?? text;
}

/** The experiment's own texts, once more where translators find them; a test holds the two together. */
export const CLAIM_TEXTS: Readonly<Record<string, () => string>> = {
  C1: () => l10n.t('The server closed first and no option is set: rebinding fails with EADDRINUSE.'),
  C2: () => l10n.t('The client closed first: rebinding needs no option.'),
  C3: () => l10n.t('With SO_REUSEADDR on both generations the rebind succeeds at once.'),
  C4: () => l10n.t('SO_REUSEADDR never allows a second live listener on the same address and port.'),
  C5: () =>
    l10n.t(
      'FIN_WAIT2, CLOSE_WAIT and ESTABLISHED leftovers block the rebind like TIME_WAIT, and SO_REUSEADDR cures them too.',
    ),
  C6: () => l10n.t('Only the later socket needs SO_REUSEADDR.'),
  C7: () => l10n.t('Every generation must set SO_REUSEADDR, the first one included.'),
  C8: () => l10n.t('With SO_REUSEADDR a wildcard and a specific listener can share a port.'),
  C9: () => l10n.t('On Linux specific-then-wildcard works and wildcard-then-specific does not.'),
  C10: () => l10n.t('SO_REUSEPORT on the later socket alone fails; on both it works, TIME_WAIT included.'),
  C11: () => l10n.t('SO_REUSEADDR on the later socket rescues a TIME_WAIT left by a socket without it.'),
  C12: () => l10n.t('SO_REUSEPORT sharing needs the same effective user.'),
  C13: () => l10n.t('SO_REUSEPORT spreads TCP connections and UDP datagrams about evenly.'),
  C14: () => l10n.t('The option set after bind has no effect on that bind.'),
  C15: () => l10n.t('TIME_WAIT lasts 2 MSL.'),
  C16: () => l10n.t('The same 4-tuple can be taken over from TIME_WAIT by a new connection.'),
  C17: () => l10n.t('net.ipv4.tcp_tw_reuse has nothing to do with bind; it concerns outgoing connections.'),
  C18: () =>
    l10n.t('UDP: SO_REUSEADDR allows full duplicates; unicast goes to one of them, multicast to all.'),
  C19: () => l10n.t('A TIME_WAIT on one local address does not block the same port on another.'),
  C20: () => l10n.t('Accepted sockets inherit the options of the listener.'),
  C21: () => l10n.t('A client with an ephemeral port does not meet the problem.'),
  C22: () => l10n.t('Lowering net.ipv4.tcp_fin_timeout shortens TIME_WAIT.'),
  C23: () => l10n.t('A server killed with unread data, or closing with SO_LINGER 0, leaves no TIME_WAIT.'),
  C24: () =>
    l10n.t('A socket that is bound and does not listen blocks the port, and is not in /proc/net/tcp.'),
  C25: () => l10n.t('A simultaneous close leaves both ends in TIME_WAIT.'),
};
