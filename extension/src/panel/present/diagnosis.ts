import * as l10n from '@vscode/l10n';
import type { HolderReport, WhyReport } from 'rebind';
import { commandLine } from 'rebind/report';
import type { Button, Diagnosis, SimpleTable, Tone } from '../page.ts';
import type { At, Surroundings } from '../state.ts';
import { adviceTexts } from './advice.ts';
import { commandOf, duration, list } from './words.ts';

const TONES: Readonly<Record<WhyReport['verdict'], Tone>> = {
  free: 'good',
  held: 'bad',
  remembered: 'caution',
  outgoing: 'caution',
  unknown: 'neutral',
};

/** What is with the port, who has it, and what helps. */
export function presentDiagnosis({ at, value: report }: At<WhyReport>, around: Surroundings): Diagnosis {
  return {
    tone: TONES[report.verdict],
    headline: headline(report),
    details: people(report).map((holder) => detail(holder, around)),
    advice: adviceTexts(report, around),
    buttons: buttons(report, around),
    sockets: report.sockets.length === 0 ? undefined : socketTable(report),
    dated: { at, text: l10n.t('Read from the kernel {age}. Nothing was bound.') },
  };
}

/** The processes that can do something about it. */
function people({ verdict, holders, peers }: WhyReport): readonly HolderReport[] {
  return verdict === 'remembered' ? peers : holders;
}

function headline(report: WhyReport): string {
  const { port, verdict, holders, sockets } = report;
  const who = list(holders.map(commandOf));
  switch (verdict) {
    case 'free':
      return l10n.t('Port {0} is free.', String(port));
    case 'held':
      return held(report, who);
    case 'remembered':
      return remembered(report);
    case 'outgoing':
      return who === ''
        ? l10n.t('Port {0} is taken by an outgoing connection.', String(port))
        : l10n.t('Port {0} is taken by an outgoing connection of {1}.', String(port), who);
    case 'unknown':
      return sockets.length === 0
        ? l10n.t('Nothing here has port {0}, and this system cannot see everything.', String(port))
        : l10n.t('Rebind cannot tell what is with port {0}.', String(port));
  }
}

function held({ port, holders, sockets }: WhyReport, who: string): string {
  const [text, hidden] = sockets.some(({ state }) => state === 'LISTEN')
    ? [
        holders.length > 1
          ? l10n.t('{1} are listening on port {0}.', String(port), who)
          : l10n.t('{1} is still listening on port {0}.', String(port), who),
        l10n.t('A process of another user or container is listening on port {0}.', String(port)),
      ]
    : sockets.some(({ state, protocol }) => state === 'CLOSE' || protocol === 'udp')
      ? [
          l10n.t('{1} has port {0}.', String(port), who),
          l10n.t('A process of another user or container has port {0}.', String(port)),
        ]
      : [
          l10n.t('Nobody listens on port {0}, but {1} still has a connection open there.', String(port), who),
          l10n.t('Nobody listens on port {0}, but somebody still has a connection open there.', String(port)),
        ];
  return who === '' ? hidden : text;
}

function remembered({ port, sockets }: WhyReport): string {
  const seconds = Math.ceil(Math.max(0, ...sockets.map(({ secondsLeft }) => secondsLeft ?? 0)));
  return seconds === 0
    ? l10n.t('No process has port {0}, but a connection to it is not closed at its other end.', String(port))
    : l10n.t(
        'No process has port {0}, but the kernel remembers earlier connections for {1} s more.',
        String(port),
        seconds,
      );
}

function detail(holder: HolderReport, { now, terminals, ownPids }: Surroundings): string {
  const { pid, user, since, addresses, ancestors } = holder;
  const terminal = terminals.find((one) => one.pid === pid || ancestors.includes(one.pid));
  const parts = [
    l10n.t('pid {0}', String(pid)),
    l10n.t('user {0}', user),
    l10n.t('running for {0}', duration(now - Date.parse(since))),
    addresses.join(l10n.t(', ')),
    ...(terminal ? [l10n.t('terminal “{0}”', terminal.name)] : []),
    ...(ownPids.includes(pid) ? [l10n.t('this editor itself')] : []),
    // what the headline had no room for
    ...(commandOf(holder).includes('…') ? [commandLine(holder.command)] : []),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function buttons(report: WhyReport, around: Surroundings): Button[] {
  const { verdict, port, freePort, advice } = report;
  const all: Button[] = [];
  for (const holder of people(report)) {
    if (around.trusted && maybeStopped(report, holder, around)) {
      all.push({
        label: l10n.t('Stop Process…'),
        description: l10n.t('Stop process {0}: {1}', String(holder.pid), commandOf(holder)),
        action: { kind: 'stop', pid: holder.pid },
        primary: all.length === 0,
      });
    }
    if (around.terminals.some(({ pid }) => pid === holder.pid || holder.ancestors.includes(pid))) {
      all.push({
        label: l10n.t('Show Terminal'),
        description: l10n.t('Show the terminal of {0}', commandOf(holder)),
        action: { kind: 'showTerminal', pid: holder.pid },
      });
    }
  }
  if (around.trusted && advice.some(({ id }) => id === 'release')) {
    all.push({
      label: l10n.t('Release'),
      description: l10n.t('End the connections that the kernel remembers on port {0}', String(port)),
      action: { kind: 'release' },
      primary: true,
    });
  }
  if (freePort !== null && verdict !== 'free') {
    all.push({
      label: l10n.t('Copy {0}, Which Is Free', String(freePort)),
      action: { kind: 'copy', port: freePort },
    });
  }
  return all;
}

/** A server on the port, and neither a client, nor the editor, nor what a service manager or container would restart. */
function maybeStopped(
  { verdict, advice }: WhyReport,
  { pid }: HolderReport,
  { ownPids }: Surroundings,
): boolean {
  const helps = advice.some(({ id }) => id === 'stop-process' || id === 'live-connections');
  return verdict === 'held' && helps && !ownPids.includes(pid);
}

function socketTable({ sockets, port }: WhyReport): SimpleTable {
  return {
    caption: l10n.t('Sockets on port {0}', String(port)),
    columns: [
      l10n.t('protocol'),
      l10n.t('local end'),
      l10n.t('other end'),
      l10n.t('state'),
      l10n.t('time left'),
    ],
    rows: sockets.map(({ protocol, local, remote, state, secondsLeft }) => [
      protocol,
      local,
      remote ?? '–',
      state === 'CLOSE' ? l10n.t('bound') : state,
      secondsLeft === null ? '–' : l10n.t('{0} s', Math.ceil(secondsLeft)),
    ]),
  };
}
