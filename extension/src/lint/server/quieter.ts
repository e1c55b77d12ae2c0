import * as l10n from '@vscode/l10n';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { RuleSeverity } from '../../contract.ts';

interface Quieter {
  readonly title: string;
  readonly severity: RuleSeverity;
}

/** How the findings of a rule can be shown with less ado from now on: those after which nothing fails. */
export function quieter(rule: string, shown: Diagnostic['severity']): readonly Quieter[] {
  if (rule !== 'prefer-explicit-reuse') {
    return [];
  }
  return [
    ...(shown === DiagnosticSeverity.Hint
      ? []
      : [{ title: l10n.t('Show calls whose restart is safe as hints'), severity: 'hint' } as const]),
    { title: l10n.t('Stop reporting calls whose restart is safe'), severity: 'off' },
  ];
}
