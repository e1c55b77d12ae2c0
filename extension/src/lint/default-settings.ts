import type { LintSettings } from './protocol.ts';

/** The manifest's defaults; a test holds the two together. */
export const DEFAULTS: LintSettings = {
  'lint.enable': true,
  'lint.codeLens': true,
  'lint.severity': {},
  'lint.checkUnconfigurable': false,
  'lint.sharePort': false,
  'lint.platforms': ['linux', 'darwin', 'win32'],
  'lint.runtime': 'node',
  'lint.node': '',
  'lint.pipePorts': false,
  'lint.checkUnknown': false,
  'lint.additionalListeners': [],
};
