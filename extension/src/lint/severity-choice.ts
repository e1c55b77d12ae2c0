import type { ConfigurationTarget } from 'vscode';
import type { SeverityChoice, Settings } from '../contract.ts';

type Severities = Settings['lint.severity'];

/** What `rebind.lint.severity` is in each place, as the editor tells; absent where it is not set. */
interface Known {
  readonly globalValue?: Severities | undefined;
  readonly workspaceValue?: Severities | undefined;
  readonly workspaceFolderValue?: Severities | undefined;
}

interface Update {
  readonly place: keyof typeof ConfigurationTarget;
  readonly value: Severities;
}

/**
 * What to write where, so that a rule is shown as chosen and all others as before: in the workspace, without one among the
 * user's settings, and in the folder where the folder itself says how the rule is shown, which counts more.
 */
export function severityUpdate(
  { rule, severity }: Pick<SeverityChoice, 'rule' | 'severity'>,
  known: Known,
  hasWorkspace: boolean,
): Update {
  const { globalValue, workspaceValue, workspaceFolderValue } = known;
  const chosen = { [rule]: severity };
  if (!hasWorkspace) {
    return { place: 'Global', value: { ...globalValue, ...chosen } };
  }
  return workspaceFolderValue?.[rule] === undefined
    ? { place: 'Workspace', value: { ...workspaceValue, ...chosen } }
    : { place: 'WorkspaceFolder', value: { ...workspaceFolderValue, ...chosen } };
}
