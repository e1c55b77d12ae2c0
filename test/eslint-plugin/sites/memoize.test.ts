import { describe, expect, it } from 'vitest';
import { memoize } from '../../../eslint-plugin/src/sites/memoize.ts';

describe('a memoized function', () => {
  it('is asked of each object once, whatever it answers', () => {
    const asked: object[] = [];
    const ask = memoize((key: object) => {
      asked.push(key);
      return asked.length > 1 ? 'other' : null;
    });
    const [one, other] = [{}, {}];
    expect([ask(one), ask(one), ask(other), ask(one)]).toEqual([null, null, 'other', null]);
    expect(asked).toEqual([one, other]);
    expect(asked[0]).toBe(one);
  });

  it('is asked again after an error', () => {
    let isBroken = true;
    const ask = memoize(() => {
      if (isBroken) {
        throw new Error('not yet');
      }
      return 1;
    });
    const key = {};
    expect(() => ask(key)).toThrow('not yet');
    isBroken = false;
    expect(ask(key)).toBe(1);
  });
});
