import { DiagnosticSeverity } from 'vscode-languageserver';
import type { Verdict } from 'eslint-plugin-rebind/editor';
import type { RuleSeverity } from '../../contract.ts';

const CHOSEN: Readonly<Record<Exclude<RuleSeverity, 'default' | 'off'>, DiagnosticSeverity>> = {
  hint: DiagnosticSeverity.Hint,
  information: DiagnosticSeverity.Information,
  warning: DiagnosticSeverity.Warning,
  error: DiagnosticSeverity.Error,
};

/** What follows from a verdict: an error where an option does harm, information where a restart is safe all the same. */
function byConsequence(verdict: Verdict): DiagnosticSeverity {
  switch (verdict.kind) {
    case 'unsafe':
      return DiagnosticSeverity.Error;
    case 'unstated':
      return verdict.restart === 'safe' ? DiagnosticSeverity.Information : DiagnosticSeverity.Warning;
    default:
      return DiagnosticSeverity.Warning;
  }
}

/** How a finding is shown: as the user chose for its rule, else by consequence. */
export function severityOf(verdict: Verdict, chosen: RuleSeverity | undefined): DiagnosticSeverity {
  return chosen === undefined || chosen === 'default' || chosen === 'off'
    ? byConsequence(verdict)
    : CHOSEN[chosen];
}
