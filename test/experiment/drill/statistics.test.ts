import { describe, expect, it } from 'vitest';
import { spread } from '../../../experiment/src/drill/statistics.ts';

describe('the spread of times', () => {
  it.each([
    ['of none is null', [], null],
    ['of one is that one', [7], { count: 1, p50: 7, p95: 7, max: 7 }],
    ['is of times that were measured, in any order', [5, 1, 4, 2, 3], { count: 5, p50: 3, p95: 5, max: 5 }],
    ['of two has the lower one in the middle', [10, 20], { count: 2, p50: 10, p95: 20, max: 20 }],
    ['rounds to a tenth', [1.26], { count: 1, p50: 1.3, p95: 1.3, max: 1.3 }],
    [
      'of a hundred leaves out the five longest at the 95th',
      Array.from({ length: 100 }, (_, index) => index + 1),
      { count: 100, p50: 50, p95: 95, max: 100 },
    ],
  ])('%s', (_, values, expected) => {
    expect(spread(values)).toEqual(expected);
  });
});
