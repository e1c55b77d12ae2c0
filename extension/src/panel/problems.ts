import * as l10n from '@vscode/l10n';
import type { StayReason } from 'rebind';
import type { Button, Notice, Tone } from './page.ts';

/** What may go wrong or stand in the way. */
export type ProblemId =
  | 'noPort'
  | 'untrusted'
  | 'virtual'
  | 'held'
  | 'leftovers'
  | 'experiment'
  | 'privileged'
  | 'address'
  | 'unsupported'
  | 'childEnded'
  | 'childEndedDirty'
  | 'systemCall'
  | 'cancelled'
  | 'interference'
  | 'notAsFound'
  | 'holderChanged'
  | 'notAllowed'
  | 'stillRunning'
  | 'released'
  | 'notReleased'
  | 'noFix'
  | 'unexpected';

export interface Problem {
  readonly id: ProblemId;
  readonly port?: number | undefined;
  readonly freePort?: number | undefined;
  /** How many of what the text counts. */
  readonly count?: number | undefined;
  /** What the system or another part said, as it said it. */
  readonly detail?: string | undefined;
  readonly pid?: number | undefined;
  /** Why leftovers stay. */
  readonly reasons?: readonly StayReason[] | undefined;
}

interface Row {
  readonly tone: Tone;
  readonly text: (problem: Problem) => string;
  readonly buttons: (problem: Problem) => readonly Button[];
}

const choosePort = (): Button => ({ label: l10n.t('Choose Port…'), action: { kind: 'choosePort' } });
const runOnFree = (): Button => ({
  label: l10n.t('Run on a Free Port'),
  action: { kind: 'run', on: 'free' },
});
const runAgain = (): Button => ({ label: l10n.t('Run Again'), action: { kind: 'run', on: 'free' } });
const lookAgain = (): Button => ({ label: l10n.t('Look Again'), action: { kind: 'refresh' } });
const showLog = (): Button => ({ label: l10n.t('Show Log'), action: { kind: 'showLog' } });
const release = (): Button => ({ label: l10n.t('Release'), action: { kind: 'release' } });
const manageTrust = (): Button => ({
  label: l10n.t('Manage Workspace Trust'),
  action: { kind: 'manageTrust' },
});

const STAY_REASONS: Readonly<Record<StayReason, () => string>> = {
  listener: () => l10n.t('Somebody listens there again; a SYN would reach that server, so nothing was sent.'),
  'remote-peer': () => l10n.t('The other end is another machine, and only that one could end it.'),
  rfc1337: () => l10n.t('net.ipv4.tcp_rfc1337 is 1, so this kernel ignores what would end it.'),
  'peer-port-taken': () => l10n.t('The port at its other end is in use again.'),
  'peer-port-privileged': () => l10n.t('The port at its other end is privileged.'),
  'both-ends': () => l10n.t('Both ends closed at the same time and both wait.'),
  'live-peer': () => l10n.t('The process at its other end has not closed yet.'),
  closing: () => l10n.t('It is still closing: the other end has not acknowledged yet.'),
  unanswered: () => l10n.t('It did not react.'),
};

/** Every failure: what it says, and what helps. The tests are made from this table. */
export const PROBLEMS: Readonly<Record<ProblemId, Row>> = {
  noPort: {
    tone: 'neutral',
    text: () =>
      l10n.t(
        'No port is configured in this folder: Rebind looks in .env, package.json, compose files, launch configurations and source code.',
      ),
    buttons: () => [{ ...choosePort(), primary: true }, runOnFree()],
  },
  untrusted: {
    tone: 'neutral',
    text: () =>
      l10n.t(
        'Restricted Mode: ports that this workspace names are not used, and nothing is stopped or released. You can name a port yourself; the experiment runs on a free one.',
      ),
    buttons: () => [manageTrust(), choosePort()],
  },
  virtual: {
    tone: 'neutral',
    text: () => l10n.t('This folder is not on this machine, so its configured ports cannot be read.'),
    buttons: () => [choosePort()],
  },
  held: {
    tone: 'caution',
    text: ({ port }) => l10n.t('Port {0} is in use, so the experiment did not touch it.', String(port ?? '')),
    buttons: () => [runOnFree(), lookAgain()],
  },
  leftovers: {
    tone: 'caution',
    text: ({ port }) =>
      l10n.t(
        'The kernel still remembers connections on port {0}, so the experiment did not touch it.',
        String(port ?? ''),
      ),
    buttons: () => [release(), runOnFree()],
  },
  experiment: {
    tone: 'caution',
    text: ({ port }) => l10n.t('Another experiment is running on port {0}.', String(port ?? '')),
    buttons: () => [runOnFree()],
  },
  privileged: {
    tone: 'caution',
    text: ({ port }) =>
      l10n.t('Binding port {0} needs privileges that this editor does not have.', String(port ?? '')),
    buttons: () => [runOnFree(), choosePort()],
  },
  address: {
    tone: 'caution',
    text: ({ detail }) => l10n.t('An address is not one of this machine: {0}', detail ?? ''),
    buttons: () => [showLog()],
  },
  unsupported: {
    tone: 'bad',
    text: ({ detail }) =>
      l10n.t('The experiment cannot run on this machine. Squiggles and quick fixes work. {0}', detail ?? ''),
    buttons: () => [showLog()],
  },
  childEnded: {
    tone: 'bad',
    text: () => l10n.t("The experiment's process ended before its time. The port is as it was."),
    buttons: () => [runAgain(), showLog()],
  },
  childEndedDirty: {
    tone: 'bad',
    text: ({ port }) =>
      l10n.t(
        "The experiment's process ended before its time, and something of it is left on port {0}.",
        String(port ?? ''),
      ),
    buttons: () => [release(), showLog()],
  },
  systemCall: {
    tone: 'bad',
    text: ({ detail }) => l10n.t('A system call failed that has no reason to: {0}', detail ?? ''),
    buttons: () => [runAgain(), showLog()],
  },
  cancelled: {
    tone: 'neutral',
    text: () => l10n.t('Cancelled. The port is as it was.'),
    buttons: () => [runAgain()],
  },
  interference: {
    tone: 'caution',
    text: ({ port, count }) =>
      l10n.t(
        'Something else connected to port {0} during the experiment: {1} connections were reset and their cells repeated. A browser tab that retries does that.',
        String(port ?? ''),
        count ?? 0,
      ),
    buttons: () => [runAgain()],
  },
  notAsFound: {
    tone: 'bad',
    text: ({ port, count }) =>
      l10n.t(
        'The experiment could not remove {1} leftovers of its own from port {0}. They go by themselves within a minute.',
        String(port ?? ''),
        count ?? 0,
      ),
    buttons: () => [release(), showLog()],
  },
  holderChanged: {
    tone: 'caution',
    text: ({ pid }) =>
      l10n.t(
        'Process {0} is not the one that was shown, or has let go of the port; it was left alone.',
        String(pid ?? ''),
      ),
    buttons: () => [lookAgain()],
  },
  notAllowed: {
    tone: 'bad',
    text: ({ pid, detail }) =>
      l10n.t(
        'The system does not let you stop process {0}: {1}. It belongs to another user.',
        String(pid ?? ''),
        detail ?? '',
      ),
    buttons: () => [lookAgain()],
  },
  stillRunning: {
    tone: 'caution',
    text: ({ pid }) => l10n.t('Process {0} is still running.', String(pid ?? '')),
    buttons: ({ pid }) => [
      ...(pid === undefined
        ? []
        : [{ label: l10n.t('Stop Process…'), action: { kind: 'stop' as const, pid } }]),
      lookAgain(),
    ],
  },
  released: {
    tone: 'good',
    text: ({ count }) =>
      count === 1 ? l10n.t('One leftover was released.') : l10n.t('{0} leftovers were released.', count ?? 0),
    buttons: () => [{ label: l10n.t('Dismiss'), action: { kind: 'dismiss', id: 'released' } }],
  },
  notReleased: {
    tone: 'caution',
    text: ({ count, reasons = [] }) =>
      [
        count === 1 ? l10n.t('One leftover stays.') : l10n.t('{0} leftovers stay.', count ?? 0),
        ...reasons.map((reason) => STAY_REASONS[reason]()),
      ].join(' '),
    buttons: () => [lookAgain()],
  },
  noFix: {
    tone: 'neutral',
    text: ({ detail }) => l10n.t('{0} has changed meanwhile; nothing was fixed.', detail ?? ''),
    buttons: () => [lookAgain()],
  },
  unexpected: {
    tone: 'bad',
    text: ({ detail }) => l10n.t('Something went wrong that Rebind has no words for: {0}', detail ?? ''),
    buttons: () => [showLog()],
  },
};

/** A problem as the page shows it. */
export function notice(problem: Problem): Notice {
  const { tone, text, buttons } = PROBLEMS[problem.id];
  return { id: problem.id, tone, text: text(problem), buttons: buttons(problem) };
}
