import { describe, expect, it } from 'vitest';
import { type Ruling, underRuling } from '../../../extension/src/lint/server/ruling.ts';
import type { RuleSeverity } from '../../../extension/src/contract.ts';
import { DEFAULTS } from '../../../extension/src/lint/default-settings.ts';

const ruled = (severity: number): Ruling => ({
  rules: { 'require-reuse': { severity, options: [] } },
  settings: {},
});

describe("under the workspace's ESLint configuration", () => {
  it.each<[number, RuleSeverity, RuleSeverity]>([
    [0, 'default', 'off'],
    [1, 'default', 'warning'],
    [2, 'default', 'error'],
    [0, 'error', 'off'],
    [2, 'hint', 'hint'],
    [2, 'off', 'off'],
  ])('a rule of level %i, shown as %s by the editor, is %s', (level, chosen, shown) => {
    const settings = { ...DEFAULTS, 'lint.severity': { 'require-reuse': chosen } };
    expect(underRuling(settings, ruled(level))['lint.severity']['require-reuse']).toBe(shown);
  });

  it('rules that it does not name are off', () => {
    expect(underRuling(DEFAULTS, ruled(2))['lint.severity']).toEqual({
      'require-reuse': 'error',
      'prefer-explicit-reuse': 'off',
      'no-ineffective-reuse': 'off',
      'no-disabled-reuse': 'off',
      'no-unsafe-reuse': 'off',
    });
  });

  it("options are its own or the plugin's defaults, not the editor's", () => {
    const settings = {
      ...DEFAULTS,
      'lint.checkUnconfigurable': true,
      'lint.sharePort': true,
      'lint.pipePorts': true,
      'lint.node': '>=18',
    };
    expect(underRuling(settings, ruled(2))).toEqual({
      ...DEFAULTS,
      'lint.severity': expect.anything() as unknown,
    });
    expect(
      underRuling(DEFAULTS, {
        rules: { 'prefer-explicit-reuse': { severity: 1, options: [{ checkUnconfigurable: true }] } },
        settings: { rebind: { platforms: ['linux'], node: '>=20', sharePort: true } },
      }),
    ).toMatchObject({
      'lint.checkUnconfigurable': true,
      'lint.sharePort': true,
      'lint.platforms': ['linux'],
      'lint.node': '>=20',
    });
  });

  it('malformed settings are an error that says so', () => {
    expect(() => underRuling(DEFAULTS, { ...ruled(2), settings: { rebind: { platforms: [] } } })).toThrow(
      'must name at least one platform',
    );
  });
});
