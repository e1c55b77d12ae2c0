import { describe, expect, it } from 'vitest';
import { deeper, gather, spend, within } from '../../../eslint-plugin/src/sites/effort.ts';

describe('the steps of a file', () => {
  it('are counted', () => {
    const run = within(100, () => {
      spend();
      spend(9);
      return 'done';
    });
    expect(run).toEqual({ value: 'done', steps: 10, isExhausted: false });
  });

  it('end what takes more of them, wherever it stands', () => {
    const run = within(100, () => {
      for (;;) {
        spend();
      }
    });
    expect(run).toMatchObject({ value: undefined, isExhausted: true });
  });

  it('leave what was gathered until they were spent', () => {
    const run = within(100, () =>
      gather([10, 20, 1_000, 5], (cost) => {
        spend(cost);
        return [cost];
      }),
    );
    expect(run).toMatchObject({ value: [10, 20], isExhausted: true });
  });

  it('are those of one file, not of the next', () => {
    within(1, () => {
      spend(2);
    });
    expect(within(5, () => gather([1, 2], (one) => [one])).value).toEqual([1, 2]);
  });

  it('hide no other error', () => {
    expect(() =>
      within(100, () =>
        gather([1], () => {
          throw new TypeError('a fault');
        }),
      ),
    ).toThrow('a fault');
  });
});

describe('questions inside questions', () => {
  it('end where they lead to themselves', () => {
    const ask = (): string => deeper(ask, 'unknown');
    expect(ask()).toBe('unknown');
  });

  it('may be asked again after an error', () => {
    const ask = (depth: number): number =>
      deeper(() => {
        if (depth === 300) {
          throw new TypeError('a fault');
        }
        return ask(depth + 1);
      }, -1);
    expect(() => ask(0)).toThrow('a fault');
    expect(deeper(() => 1, 0)).toBe(1);
  });
});
