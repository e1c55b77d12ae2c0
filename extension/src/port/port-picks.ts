import * as l10n from '@vscode/l10n';
import type { ConfiguredPort, ConfiguredPorts } from 'rebind/port';
import type { StoredChoice } from './ports.ts';

/** A row of the list of ports. */
export interface PortPick {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** Undefined for the row that asks for a number. */
  readonly choice?: StoredChoice;
}

export interface PickGroup {
  readonly title: string;
  readonly picks: readonly PortPick[];
}

/** The configured ports to choose from, with where each is written and what there is to know, and one's own. */
export function portPicks({ ports, conflicts }: ConfiguredPorts): PickGroup[] {
  const clashing = new Set(conflicts.map(({ port, protocol }) => `${port} ${protocol}`));
  const pick = (port: ConfiguredPort): PortPick => ({
    label: port.protocol === 'udp' ? l10n.t('{0} UDP', String(port.port)) : String(port.port),
    description: port.line > 0 ? `${port.file}:${port.line}` : port.file,
    ...detail(port, clashing.has(`${port.port} ${port.protocol}`)),
    choice: {
      port: port.port,
      protocol: port.protocol,
      place: { file: port.file, line: port.line, column: port.column },
    },
  });
  const group = (title: string, wanted: (port: ConfiguredPort) => boolean): PickGroup => ({
    title,
    picks: ports.filter(wanted).map(pick),
  });
  return [
    group(l10n.t('in force'), ({ inactive, dependency }) => !inactive && !dependency),
    group(l10n.t('not in force'), ({ inactive, dependency }) => inactive === true && !dependency),
    group(l10n.t('services the servers use'), ({ dependency }) => dependency === true),
    { title: l10n.t('another'), picks: [{ label: l10n.t('Enter a Port…') }] },
  ].filter(({ picks }) => picks.length > 0);
}

function detail({ name, condition }: ConfiguredPort, clashes: boolean): { detail?: string } {
  const parts = [name, condition, clashes ? l10n.t('claimed by another server too') : undefined];
  const text = parts.filter((part) => part !== undefined).join(' · ');
  return text === '' ? {} : { detail: text };
}

/** Reads a port typed by hand. @returns undefined where it is none */
export function readPort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}
