import * as l10n from '@vscode/l10n';
import { printableAll } from 'rebind/report';
import type { Busy, Button, Page } from '../page.ts';
import { notice, type Problem } from '../problems.ts';
import type { PanelState, Surroundings, Work } from '../state.ts';
import { presentCalls } from './calls.ts';
import { presentClaims } from './claims.ts';
import { presentDrill } from './drill.ts';
import { presentDiagnosis } from './diagnosis.ts';
import { presentMatrix } from './matrix.ts';

/** The page, from what is known: what is with the port, what that means for the listen calls, how we know. */
export function presentPage(state: PanelState, around: Surroundings): Page {
  const { port, why, run, work, problems, reveal } = state;
  const diagnosis = why ? presentDiagnosis(why, around) : undefined;
  const busy = work ? busyOf(work) : undefined;
  const standing = conditions(port, around);
  const events = problems.filter(({ id }) => standing.every((one) => one.id !== id));
  const notices = [...standing, ...events].map(notice);
  // file names, command lines, what a server printed: shown, never obeyed
  return printableAll<Page>({
    lang: around.lang,
    justNow: l10n.t('just now'),
    port: port?.port,
    title: port ? l10n.t('Port {0}', String(port.port)) : 'Rebind',
    source: sourceOf(port),
    toolbar: toolbar(state),
    machine: machine(around),
    busy,
    notices,
    diagnosis,
    calls: presentCalls(state, around),
    matrix: run ? presentMatrix(run, state, around) : undefined,
    drill: presentDrill(state, around),
    claims: presentClaims(state),
    announcement: busy
      ? busy.text
      : [diagnosis?.headline ?? '', ...notices.map(({ text }) => text)].join(' ').trim(),
    reveal,
  });
}

/** What stands in the way as long as it is so. */
function conditions(
  port: PanelState['port'],
  { trusted, virtual }: Pick<Surroundings, 'trusted' | 'virtual'>,
): Problem[] {
  if (!trusted) {
    return [{ id: 'untrusted' }];
  }
  return port ? [] : [{ id: virtual ? 'virtual' : 'noPort' }];
}

function sourceOf(port: PanelState['port']): Button | undefined {
  if (!port?.place) {
    return undefined;
  }
  const { file, line } = port.place;
  const label = line > 0 ? `${file}:${line}` : file;
  return {
    label,
    description: l10n.t('Open {0}, where the port is written', label),
    action: { kind: 'openPort' },
  };
}

function toolbar({ work, port, run }: PanelState): Button[] {
  const change: Button = {
    label: port ? l10n.t('Change') : l10n.t('Choose Port…'),
    description: l10n.t('Choose another port'),
    action: { kind: 'choosePort' },
  };
  const refresh: Button = {
    label: l10n.t('Look Again'),
    description: l10n.t('Look at the port again'),
    action: { kind: 'refresh' },
  };
  const experiment: Button = { label: l10n.t('Run Experiment'), action: { kind: 'run', on: 'free' } };
  return [change, ...(work || !port ? [] : [refresh]), ...(run || work ? [] : [experiment])];
}

function busyOf({ what, done, total }: Work): Busy {
  const text = WORK[what]();
  const cancel: Button = { label: l10n.t('Cancel'), action: { kind: 'cancel' } };
  return { text, done, total, cancel: what === 'stop' ? undefined : cancel };
}

const WORK: Readonly<Record<Work['what'], () => string>> = {
  run: () => l10n.t('Running the experiment…'),
  trace: () => l10n.t('Running the cell…'),
  claims: () => l10n.t('Testing the claims…'),
  release: () => l10n.t('Releasing the port…'),
  stop: () => l10n.t('Stopping the process…'),
};

const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'Linux',
  darwin: 'macOS',
  win32: 'Windows',
};

function machine({ platform, release, arch, remoteName }: Surroundings): string {
  const here = `${SYSTEMS[platform] ?? platform} ${release} · ${arch}`;
  return remoteName === undefined ? here : `${here} · ${remoteName}`;
}
