import { describe, expect, it } from 'vitest';
import { memoize, memoizeBy } from '../../../eslint-plugin/src/sites/memoize.ts';

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

it('asks once of an object and a key, and again of another of either', () => {
  const asked: string[] = [];
  const ask = memoizeBy((file: { readonly name: string }, line: number, text: string) => {
    asked.push(`${file.name}:${line}`);
    return `${text} ${line}`;
  });
  const one = { name: 'one' };
  expect([ask(one, 1, 'a'), ask(one, 1, 'b'), ask(one, 2, 'c'), ask({ name: 'other' }, 1, 'd')]).toEqual([
    'a 1',
    'a 1',
    'c 2',
    'd 1',
  ]);
  expect(asked).toEqual(['one:1', 'one:2', 'other:1']);
});
