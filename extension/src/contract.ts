/** Every id that the manifest and the code share: commands, settings, views and context keys, with their types. */
import type { Uri } from 'vscode';
import type { AdditionalListener, Platform, ScriptRuntime } from 'eslint-plugin-rebind/sites';
import type { ServerCommand } from './drill/commands.ts';

/** What an experiment is run on. Without a port the folder's own is taken. */
export interface ExperimentTarget {
  readonly port?: number | undefined;
  /** A file of the folder concerned, as text. */
  readonly uri?: string | undefined;
  /** The listen call's line in that file, from 0. */
  readonly line?: number | undefined;
}

/** What the drill runs. Without a command it is asked for. */
export interface DrillTarget {
  readonly command?: ServerCommand | undefined;
  /** A file of the folder concerned, or the folder, as text. */
  readonly uri?: string | undefined;
}

export type RuleSeverity = 'default' | 'off' | 'hint' | 'information' | 'warning' | 'error';

/** How a rule is to be shown from now on, in the folder of a file. */
export interface SeverityChoice {
  /** Its name without a prefix. */
  readonly rule: string;
  readonly severity: RuleSeverity;
  /** The file, as text. */
  readonly uri: string;
}

/** Commands and their arguments. Those that the manifest does not name are no entries of the palette: code actions run them. */
export interface Commands {
  'rebind.runExperiment': (target?: ExperimentTarget) => Promise<void>;
  'rebind.why': (target?: ExperimentTarget) => Promise<void>;
  'rebind.release': (target?: ExperimentTarget) => Promise<void>;
  'rebind.choosePort': (folder?: Uri) => Promise<void>;
  'rebind.showClaims': () => Promise<void>;
  'rebind.showLog': () => void;
  'rebind.drill': (target?: DrillTarget) => Promise<void>;
  'rebind.showRuleAs': (choice: SeverityChoice) => Promise<void>;
}

/** Settings below `rebind.` and the types of their values. */
export interface Settings {
  'lint.enable': boolean;
  'lint.stepAside': boolean;
  'lint.codeLens': boolean;
  'lint.severity': Readonly<Record<string, RuleSeverity>>;
  'lint.checkUnconfigurable': boolean;
  'lint.sharePort': boolean;
  'lint.platforms': readonly Platform[];
  'lint.runtime': ScriptRuntime;
  'lint.node': string;
  'lint.pipePorts': boolean;
  'lint.checkUnknown': boolean;
  'lint.additionalListeners': readonly AdditionalListener[];
  /** Deprecated: `lint.severity` says it. */
  'lint.checkSafeDefaults': boolean;
  port: number | null;
  'drill.command': readonly string[] | null;
  'trace.server': 'off' | 'messages' | 'verbose';
}

/** The webview panel's type. */
export const PANEL_VIEW_TYPE = 'rebind.panel';

/** Tools for language models. */
export const TOOLS = { checkPort: 'rebind_check_port', runExperiment: 'rebind_run_experiment' } as const;

/** Status items. */
export const ITEMS = { languageStatus: 'rebind.language', port: 'rebind.port' } as const;

/** Context keys that the manifest's `when` clauses ask for. */
export interface ContextKeys {
  /** A listen call was shown in an editor. */
  'rebind.active': boolean;
}
