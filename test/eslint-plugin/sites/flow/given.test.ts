import { describe, expect, it } from 'vitest';
import {
  givenOptions,
  onFirstOnly,
  type Moments,
  type TooLate,
} from '../../../../eslint-plugin/src/sites/flow/given.ts';
import type { GivenOption, OptionName } from '../../../../eslint-plugin/src/sites/site.ts';

/** A step of a test: the option that it sets, and whether the first of several sockets alone gets it. */
interface Setting {
  readonly name: OptionName;
  readonly isFirstOnly?: boolean;
}

const reuseAddr: Setting = { name: 'reuseAddr' };
const reusePort: Setting = { name: 'reusePort' };

function read({ name, isFirstOnly = false }: Setting, tooLate?: TooLate): GivenOption[] {
  const noEffect = tooLate ? { because: tooLate, where: '' } : isFirstOnly ? onFirstOnly('first') : undefined;
  return [{ name, spelled: name, values: { linux: true, darwin: true, win32: true }, noEffect, line: 1 }];
}

/** The options that are given, each with why it does nothing. */
const told = (moments: Partial<Moments<Setting>>, byItself?: readonly GivenOption[]): string[] =>
  givenOptions({ before: [], after: [], accepted: [], ...moments }, read, byItself).map(
    ({ name, noEffect }) => [name, noEffect?.because].filter((part) => part !== undefined).join(', '),
  );

describe('the options that steps give a socket', () => {
  it('are those set before the bind, in their order', () => {
    expect(told({ before: [reusePort, reuseAddr] })).toEqual(['reusePort', 'reuseAddr']);
  });

  it('leave out what comes later where one comes before the bind', () => {
    expect(told({ before: [reuseAddr], after: [reusePort], accepted: [reusePort] })).toEqual(['reuseAddr']);
  });

  it('are the first of those after the bind where none comes before it', () => {
    expect(told({ after: [reusePort, reuseAddr], accepted: [reuseAddr] })).toEqual(['reusePort, after-bind']);
  });

  it('are those of connections where the socket itself has none', () => {
    expect(told({ accepted: [reuseAddr] })).toEqual(['reuseAddr, accepted']);
  });

  it('leave out what the first socket alone gets where each of them gets it', () => {
    expect(told({ before: [{ ...reuseAddr, isFirstOnly: true }, reuseAddr] })).toEqual(['reuseAddr']);
  });

  it('keep what the first socket alone gets where each of them gets another option', () => {
    expect(told({ before: [{ ...reuseAddr, isFirstOnly: true }, reusePort] })).toEqual([
      'reuseAddr, first-only',
      'reusePort',
    ]);
  });

  it('are what the socket sets by itself where nothing is said before the bind', () => {
    const byItself = read(reuseAddr);
    expect(told({ after: [reusePort] }, byItself)).toEqual(['reuseAddr']);
    expect(told({ before: [reusePort] }, byItself)).toEqual(['reusePort']);
  });
});

it('says of an option under which condition the first socket alone gets it', () => {
  expect(onFirstOnly('i == 0')).toEqual({ because: 'first-only', where: 'if i == 0' });
});
