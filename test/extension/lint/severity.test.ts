import { describe, expect, it } from 'vitest';
import { withOldSettings } from '../../../extension/src/lint/old-settings.ts';
import { severityUpdate } from '../../../extension/src/lint/severity-choice.ts';

describe('a choice of how a rule is shown', () => {
  const choice = { rule: 'prefer-explicit-reuse', severity: 'off' } as const;

  it("is written into the workspace's settings, and leaves its other choices as they are", () => {
    const known = {
      globalValue: { 'no-unsafe-reuse': 'hint' },
      workspaceValue: { 'require-reuse': 'error', 'prefer-explicit-reuse': 'hint' },
    } as const;
    expect(severityUpdate(choice, known, true)).toEqual({
      place: 'Workspace',
      value: { 'require-reuse': 'error', 'prefer-explicit-reuse': 'off' },
    });
  });

  it("is written into the user's settings where there is no workspace", () => {
    const known = { globalValue: { 'require-reuse': 'error' } } as const;
    expect(severityUpdate(choice, known, false)).toEqual({
      place: 'Global',
      value: { 'require-reuse': 'error', 'prefer-explicit-reuse': 'off' },
    });
  });

  it.each([
    ['says so for this rule', { 'prefer-explicit-reuse': 'error' }, 'WorkspaceFolder'],
    ['says so for others alone', { 'require-reuse': 'error' }, 'Workspace'],
  ] as const)('is written where it counts if a folder of several %s', (_, workspaceFolderValue, place) => {
    const update = severityUpdate(choice, { workspaceFolderValue }, true);
    expect(update.place).toBe(place);
    expect(update.value).toMatchObject({ 'prefer-explicit-reuse': 'off' });
  });
});

describe('the setting checkSafeDefaults of before', () => {
  it.each([
    [false, {}, { 'prefer-explicit-reuse': 'off' }],
    [false, { 'require-reuse': 'hint' }, { 'prefer-explicit-reuse': 'off', 'require-reuse': 'hint' }],
    [false, { 'prefer-explicit-reuse': 'error' }, { 'prefer-explicit-reuse': 'error' }],
    [true, {}, {}],
    [undefined, {}, {}],
  ] as const)('%j, with severities %j, stands for severities %j', (old, severity, expected) => {
    expect(withOldSettings(severity, old)).toEqual(expected);
  });
});
