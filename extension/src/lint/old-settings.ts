import type { Settings } from '../contract.ts';

/**
 * How findings are shown, with what `rebind.lint.checkSafeDefaults: false` stood for when calls whose restart is safe were
 * reported by `require-reuse`. What is chosen for their own rule goes first.
 */
export function withOldSettings(
  severity: Settings['lint.severity'],
  checkSafeDefaults: boolean | undefined,
): Settings['lint.severity'] {
  return checkSafeDefaults === false ? { 'prefer-explicit-reuse': 'off', ...severity } : severity;
}
