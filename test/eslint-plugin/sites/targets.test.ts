import { describe, expect, it } from 'vitest';
import { readTargets } from '../../../eslint-plugin/src/sites/targets.ts';

describe('settings.rebind', () => {
  it('has defaults for everything', () => {
    expect(readTargets({})).toEqual({
      platforms: ['linux', 'darwin', 'win32'],
      namesPlatforms: false,
      runtime: 'node',
      node: undefined,
      pipePorts: false,
      checkUnknown: false,
      additionalListeners: [],
      sharePort: false,
    });
  });

  it('knows whether the platforms are named, all of them too', () => {
    const platforms = ['linux', 'darwin', 'win32'];
    expect(readTargets({ rebind: { platforms } }).namesPlatforms).toBe(true);
    expect(readTargets({ rebind: { runtime: 'bun' } }).namesPlatforms).toBe(false);
  });

  it('is read once an object', () => {
    const settings = { rebind: { runtime: 'bun' } };
    expect(readTargets(settings)).toBe(readTargets(settings));
  });

  it.each([
    [{ platforms: ['linux', 'solaris'] }, 'settings.rebind.platforms.1'],
    [{ platforms: [] }, 'settings.rebind.platforms'],
    [{ runtime: 'browser' }, 'settings.rebind.runtime'],
    [{ node: 'twenty' }, 'settings.rebind.node'],
    [{ pipePorts: 'yes' }, 'settings.rebind.pipePorts'],
    [{ checkunknown: true }, 'settings.rebind.checkunknown'],
    [{ additionalListeners: [{ export: 'x' }] }, 'settings.rebind.additionalListeners.0.module'],
    [
      { additionalListeners: [{ module: 'x', optionsArgument: -1 }] },
      'settings.rebind.additionalListeners.0.optionsArgument',
    ],
    ['linux', 'settings.rebind'],
    [null, 'settings.rebind'],
    [[], 'settings.rebind'],
  ])('says which key of %o is malformed', (rebind, key) => {
    expect(() => readTargets({ rebind })).toThrow(
      new RegExp(`^eslint-plugin-rebind: ${key.replaceAll('.', '\\.')} in the ESLint configuration: `),
    );
  });
});
