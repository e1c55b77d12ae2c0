import { describe, expect, it } from 'vitest';
import {
  changeTo,
  givenOptions,
  type Moments,
  type Reader,
} from '../../../../eslint-plugin/src/sites/flow/given.ts';
import type { RemedyId } from '../../../../eslint-plugin/src/sites/ids.ts';
import type {
  GivenOption,
  NoEffect,
  OptionChange,
  OptionName,
} from '../../../../eslint-plugin/src/sites/site.ts';
import { SyntaxNode } from '../../../../eslint-plugin/src/sites/tree-sitter/node.ts';

/** A step of a test: the option that it sets, and whether the first of several sockets alone gets it. */
interface Setting {
  readonly name: OptionName;
  readonly isFirstOnly?: boolean;
}

const reuseAddr: Setting = { name: 'reuseAddr' };
const reusePort: Setting = { name: 'reusePort' };

/** A node of no language. */
const node = new SyntaxNode({ type: 'condition', startIndex: 0, endIndex: 6 } as never, 'i == 0');

const change = (id: RemedyId): OptionChange[] => changeTo(id, ['reuseAddr', 'on'], []);

const reader: Reader<Setting> = {
  read: ({ name }, noEffect) => [
    { name, spelled: name, values: { linux: true, darwin: true, win32: true }, noEffect, line: 1 },
  ],
  changes: () => change('removeOption'),
  firstOnly: ({ isFirstOnly }) => (isFirstOnly === true ? { around: node, condition: node } : undefined),
  onEach: () => change('setOnEach'),
  'after-bind': { where: ({ name }) => `${name}'s bind`, changes: () => change('moveBeforeBind') },
  accepted: { where: () => 'a connection', changes: () => change('setOnListener') },
};

/** The options that are given, each with why it does nothing. */
const told = (moments: Partial<Moments<Setting>>, byItself?: readonly GivenOption[]): string[] =>
  givenOptions({ before: [], after: [], accepted: [], ...moments }, reader, byItself).map(
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
    const byItself = reader.read(reuseAddr);
    expect(told({ after: [reusePort] }, byItself)).toEqual(['reuseAddr']);
    expect(told({ before: [reusePort] }, byItself)).toEqual(['reusePort']);
  });
});

it.each<[moment: keyof Moments<Setting>, setting: Setting, noEffect: NoEffect | undefined, change: RemedyId]>(
  [
    ['before', reuseAddr, undefined, 'removeOption'],
    [
      'before',
      { ...reuseAddr, isFirstOnly: true },
      { because: 'first-only', where: 'if i == 0' },
      'setOnEach',
    ],
    ['after', reuseAddr, { because: 'after-bind', where: "reuseAddr's bind" }, 'moveBeforeBind'],
    ['accepted', reuseAddr, { because: 'accepted', where: 'a connection' }, 'setOnListener'],
  ],
)('has the changes that mend it where it is set %s', (moment, setting, noEffect, id) => {
  const moments = { before: [], after: [], accepted: [], [moment]: [setting] };
  const [option] = givenOptions(moments, reader);
  expect(option?.noEffect).toEqual(noEffect);
  expect(option?.changes).toEqual(change(id));
});
