import { readTargets } from 'eslint-plugin-rebind/sites';
import type { RuleSeverity } from '../../contract.ts';
import type { LintSettings } from '../protocol.ts';
import { RULES } from '../rules.ts';

/** What the workspace's ESLint is configured to do with a file, as far as it concerns the plugin's rules. */
export interface Ruling {
  /** By the rule's name, without the prefix that users choose; those that are not configured are not there. */
  readonly rules: Readonly<Record<string, Ruled>>;
  /** All of its `settings`. */
  readonly settings: Readonly<Record<string, unknown>>;
}

interface Ruled {
  readonly severity: number;
  readonly options: readonly unknown[];
}

/** ESLint's levels, as its own extension shows them. */
const SHOWN: Readonly<Partial<Record<number, RuleSeverity>>> = { 1: 'warning', 2: 'error' };

const known = new WeakMap<Ruling, WeakMap<LintSettings, LintSettings>>();

/**
 * The settings after which the linter reports what the workspace's ESLint would. The user's own choice of how a rule is
 * shown stays; a rule that ESLint does not run is off.
 * @throws TypeError where `settings.rebind` is malformed
 */
export function underRuling(settings: LintSettings, ruling: Ruling): LintSettings {
  const cache = known.get(ruling) ?? new WeakMap<LintSettings, LintSettings>();
  known.set(ruling, cache);
  const ruled = cache.get(settings) ?? rule(settings, ruling);
  cache.set(settings, ruled);
  return ruled;
}

function rule(settings: LintSettings, { rules, settings: shared }: Ruling): LintSettings {
  const targets = readTargets(shared);
  return {
    ...settings,
    'lint.severity': Object.fromEntries(
      RULES.map((name) => [name, severity(settings['lint.severity'][name], rules[name])]),
    ),
    'lint.checkUnconfigurable': optionsOf(rules['prefer-explicit-reuse']).checkUnconfigurable ?? false,
    'lint.sharePort': targets.sharePort,
    'lint.platforms': targets.platforms,
    'lint.runtime': targets.runtime,
    'lint.node': targets.node ?? '',
    'lint.pipePorts': targets.pipePorts,
    'lint.checkUnknown': targets.checkUnknown,
    'lint.additionalListeners': targets.additionalListeners,
  };
}

function optionsOf(ruled: Ruled | undefined): { readonly checkUnconfigurable?: boolean } {
  return ruled?.options[0] ?? {};
}

function severity(chosen: RuleSeverity = 'default', ruled: Ruled | undefined): RuleSeverity {
  const shown = SHOWN[ruled?.severity ?? 0] ?? 'off';
  return shown === 'off' || chosen === 'default' ? shown : chosen;
}
