import * as l10n from '@vscode/l10n';
import { forMenu } from '../harmless.ts';
import type { PortChoice } from './port-choice.ts';

/** What the status item says. */
export interface PortStatus {
  readonly text: string;
  readonly tooltip: string;
  readonly accessibleText: string;
  /** The port its command is about. */
  readonly port: number;
}

/** @returns undefined where there is nothing to show */
export function portStatus(
  choice: PortChoice | undefined,
  inUse: number | undefined,
): PortStatus | undefined {
  if (inUse !== undefined) {
    const text = l10n.t('{0} in use', String(inUse));
    const tooltip = l10n.t('Port {0} is in use: why, and what helps', String(inUse));
    return { text: `$(warning) ${text}`, tooltip, accessibleText: tooltip, port: inUse };
  }
  if (!choice) {
    return undefined;
  }
  const { port, place } = choice;
  const tooltip = place
    ? l10n.t(
        'Port {0} of this folder, from {1}: what is with it, and can a server take it again',
        String(port),
        forMenu(place.file),
      )
    : l10n.t('Port {0} of this folder: what is with it, and can a server take it again', String(port));
  return { text: `$(plug) ${port}`, tooltip, accessibleText: tooltip, port };
}
