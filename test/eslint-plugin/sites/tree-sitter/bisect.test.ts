import { describe, expect, it } from 'vitest';
import { firstNotBelow, positionIn } from '../../../../eslint-plugin/src/sites/tree-sitter/bisect.ts';

describe('the first position whose number is not below a limit', () => {
  it.each([
    [[], 1, 0],
    [[1, 3, 5], 0, 0],
    [[1, 3, 5], 1, 0],
    [[1, 3, 5], 2, 1],
    [[1, 3, 5], 5, 2],
    [[1, 3, 5], 6, 3],
    [[1, 3, 3, 3, 5], 3, 1],
    [[0, 0, 0], 0, 0],
  ])('in %j for %i is %i', (list, limit, position) => {
    expect(positionIn(list, limit)).toBe(position);
  });

  it('is that of a search from the beginning', () => {
    const list = Array.from({ length: 1000 }, (_, index) => ({ at: Math.floor(index / 3) * 2 }));
    for (let limit = -1; limit < 670; limit += 1) {
      const searched = list.findIndex(({ at }) => at >= limit);
      expect(firstNotBelow(list, limit, ({ at }) => at)).toBe(searched === -1 ? list.length : searched);
    }
  });
});
