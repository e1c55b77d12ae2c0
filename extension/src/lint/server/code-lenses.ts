import * as l10n from '@vscode/l10n';
import type { CodeLens } from 'vscode-languageserver';
import type { ExperimentTarget } from '../../contract.ts';
import { portOf } from './code-actions.ts';
import { toRange } from './diagnostics.ts';
import type { Linted } from './linted.ts';

/** The kinds of port on which there is something to find out. */
const HAS_PORT = new Set(['literal', 'environment', 'unknown']);

/** A lens over each listen call that takes a port: runs the experiment on it. */
export function codeLenses({ document, result }: Linted): CodeLens[] {
  return result.sites
    .filter(({ site }) => HAS_PORT.has(site.port.kind))
    .map(({ site }) => {
      const range = toRange(site.loc);
      const target: ExperimentTarget = {
        port: portOf(site.port),
        uri: document.uri,
        line: range.start.line,
      };
      return {
        range,
        command: {
          title:
            target.port === undefined
              ? l10n.t('Run experiment')
              : l10n.t('Run experiment on port {0}', String(target.port)),
          command: 'rebind.runExperiment',
          arguments: [target],
        },
      };
    });
}
