import * as l10n from '@vscode/l10n';
import type { WhyReport } from 'rebind';
import type { Surroundings } from '../state.ts';
import { own } from './own.ts';
import { commandOf, list } from './words.ts';

type Text = (report: WhyReport, around: Surroundings) => string | undefined;

/** The advice of `rebind why` as the panel says it: beside the buttons that follow it, and in the user's language. */
export function adviceTexts(report: WhyReport, around: Surroundings): string[] {
  return report.advice.flatMap(({ id, text }) => {
    const known = own(TEXTS, id);
    const said = known ? known(report, around) : text;
    return said === undefined ? [] : [said];
  });
}

const listens = ({ sockets }: WhyReport) => sockets.some(({ state }) => state === 'LISTEN');
const portOf = ({ port }: WhyReport) => String(port);

const TEXTS: Readonly<Record<string, Text>> = {
  'systemd-socket': () =>
    l10n.t(
      'systemd itself has the port for a socket unit: systemctl list-sockets tells which, systemctl stop UNIT.socket frees it.',
    ),
  'docker-proxy': (report) =>
    l10n.t(
      'A container publishes the port: docker ps --filter publish={0} tells which, docker stop frees it.',
      portOf(report),
    ),
  'stop-process': (report) =>
    listens(report) ? l10n.t('SO_REUSEADDR does not help here: Linux refuses a second listener.') : undefined,
  'inherited-listener': ({ holders }) =>
    holders.length > 1
      ? l10n.t(
          '{0} processes have one and the same listener open, as workers do and as children do by accident: the port stays taken until all of them close it.',
          holders.length,
        )
      : l10n.t(
          'The parent of this process is gone. If it is not the server itself, it inherited the listener from one that has ended; open listeners close-on-exec.',
        ),
  'bound-only': () =>
    l10n.t(
      'The socket is bound and does not listen. It blocks the port all the same, and tools that read /proc/net/tcp do not show it.',
    ),
  'hidden-process': () =>
    l10n.t(
      'The process belongs to another user or container and is not shown to you: sudo rebind why tells more.',
    ),
  'live-connections': () => l10n.t('Stop it, or set SO_REUSEADDR on the listener of both runs.'),
  outgoing: ({ sockets }) =>
    l10n.t(
      'The port was given to an outgoing connection ({0}). No option of another socket helps: end it, or use a port outside the ephemeral range.',
      sockets.map(({ local, remote }) => `${local} → ${remote ?? ''}`)[0] ?? '',
    ),
  release: () =>
    l10n.t(
      'Release it, or wait. To never meet this again, set SO_REUSEADDR before bind in every run of the server (Node does).',
    ),
  rfc1337: ({ sockets }) =>
    l10n.t(
      'Wait {0} s: net.ipv4.tcp_rfc1337 is 1, so this kernel ignores what would end a TIME_WAIT early. To never meet this again, set SO_REUSEADDR before bind in every run of the server (Node does).',
      Math.ceil(Math.max(0, ...sockets.map(({ secondsLeft }) => secondsLeft ?? 0))),
    ),
  'close-peer': ({ peers, sockets }) =>
    peers.length > 0
      ? l10n.t(
          'The server closed; its client has not. Close it, or stop {0}.',
          list(peers.map((peer) => `${commandOf(peer)} (${l10n.t('pid {0}', String(peer.pid))})`)),
        )
      : l10n.t(
          'The server closed; its peer {0} has not closed yet.',
          list(sockets.filter(({ state }) => state === 'FIN_WAIT2').map(({ remote }) => remote ?? '')),
        ),
  'localhost-split': ({ sockets }) => {
    const loopback = sockets.filter(({ state }) => state === 'LISTEN').map(({ local }) => local);
    const only = loopback.every((local) => !local.startsWith('[')) ? '127.0.0.1' : '::1';
    return loopback.length > 1
      ? l10n.t(
          'One server listens on 127.0.0.1 and one on ::1: clients of localhost meet now one, now the other.',
        )
      : l10n.t(
          'Only {0} is taken: a server on {1} would start, and clients of localhost would meet now one, now the other.',
          only,
          only === '::1' ? '127.0.0.1' : '::1',
        );
  },
  'ephemeral-range': () =>
    l10n.t(
      'The port lies in the range that outgoing connections are given, so any of them may take it while the server is down. Use a lower port, or reserve it in net.ipv4.ip_local_reserved_ports.',
    ),
  privileged: () =>
    l10n.t('This port needs root or CAP_NET_BIND_SERVICE: a bind gives EACCES, not EADDRINUSE.'),
  wsl: (report) =>
    l10n.t(
      'This is WSL: a Windows program may have the port although nothing here does. In PowerShell: Get-NetTCPConnection -LocalPort {0}.',
      portOf(report),
    ),
  'macos-airplay': () =>
    l10n.t(
      'macOS itself listens here for AirPlay: switch AirPlay Receiver off in System Settings, or use another port.',
    ),
  'windows-excluded': (report) =>
    l10n.t(
      'Should a bind give EACCES, Windows may have excluded the port: netsh interface ipv4 show excludedportrange protocol=tcp lists the ranges around {0}.',
      portOf(report),
    ),
  wildcard: () => undefined,
};

/** The advice that has words here. */
export const KNOWN_ADVICE: readonly string[] = Object.keys(TEXTS);
