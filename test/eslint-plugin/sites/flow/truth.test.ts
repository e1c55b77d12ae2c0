import { describe, expect, it } from 'vitest';
import {
  atMostOn,
  decidedBy,
  onlyOn,
  truths,
  UNKNOWN,
  type Condition,
  type Truth,
} from '../../../../eslint-plugin/src/sites/flow/truth.ts';

/** A condition in a language of lists: `['or', 'linux', ['not', 'windows']]`. */
type Test = keyof typeof ATOMS | Compound;
interface Compound extends Readonly<('not' | 'and' | 'or' | Test)[]> {
  readonly 0: 'not' | 'and' | 'or';
}

const ATOMS = {
  linux: onlyOn('linux'),
  windows: onlyOn('win32'),
  posix: onlyOn('linux', 'darwin'),
  epoll: atMostOn('linux'),
  flag: UNKNOWN,
} satisfies Record<string, Truth>;

const wrap = (test: Test): { readonly test: Test } => ({ test });

const truthOf = truths(({ test }: { readonly test: Test }): Condition<{ readonly test: Test }> => {
  if (typeof test === 'string') {
    return { is: 'known', truth: ATOMS[test] };
  }
  const [is, ...of] = test as readonly ['not' | 'and' | 'or', ...Test[]];
  const [first = 'flag'] = of;
  return is === 'not' ? { is, of: wrap(first) } : { is, of: of.map(wrap) };
});

const ALL = 'linux darwin win32';

describe('where a condition may hold and where it may fail', () => {
  it.each<[Test, holds: string, fails: string]>([
    ['linux', 'linux', 'darwin win32'],
    ['epoll', 'linux', ALL],
    ['flag', ALL, ALL],
    [['not', 'linux'], 'darwin win32', 'linux'],
    [['not', 'epoll'], ALL, 'linux'],
    [['and', 'posix', ['not', 'linux']], 'darwin', 'linux win32'],
    [['or', 'linux', 'windows'], 'linux win32', 'darwin'],
    [['and', 'linux', 'windows'], '', ALL],
    [['and', 'posix', 'flag'], 'linux darwin', ALL],
    [['or', 'posix', 'flag'], ALL, 'win32'],
    [['not', ['and', 'posix', 'flag']], ALL, 'linux darwin'],
    [['or', ['and', 'linux', 'flag'], 'windows'], 'linux win32', 'linux darwin'],
    [['and', 'posix', 'posix', ['not', 'epoll']], 'linux darwin', 'linux win32'],
  ])('%j', (test, holds, fails) => {
    const truth = truthOf(wrap(test));
    expect([truth.holds.join(' '), truth.fails.join(' ')]).toEqual([holds, fails]);
  });

  it('the platform alone decides it, or something else too', () => {
    expect(decidedBy(ATOMS.posix)).toEqual(['linux', 'darwin']);
    expect(decidedBy(ATOMS.epoll)).toBeUndefined();
    expect(decidedBy(ATOMS.flag)).toBeUndefined();
  });

  it('a condition that is set from itself says nothing', () => {
    const self = {};
    expect(truths((test: object) => ({ is: 'not', of: test }))(self)).toEqual(UNKNOWN);
  });
});
