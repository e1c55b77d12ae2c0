import { describe, expect, it } from 'vitest';
import { Worklist } from '../../../../eslint-plugin/src/sites/flow/worklist.ts';

function all(worklist: Worklist): number[] {
  const taken: number[] = [];
  for (let index = worklist.take(); index !== undefined; index = worklist.take()) {
    taken.push(index);
  }
  return taken;
}

describe('a worklist', () => {
  it('gives the indices of several lists in order, each once', () => {
    const worklist = new Worklist(1, 0);
    [[1, 4, 9], [2, 4], [], [0, 9]].forEach((list) => {
      worklist.add(list);
    });
    expect(all(worklist)).toEqual([0, 1, 2, 4, 9]);
  });

  it('gives them from the last to the first when it goes backward', () => {
    const worklist = new Worklist(-1, 9);
    worklist.add([1, 4, 9]);
    worklist.add([2, 4]);
    expect(all(worklist)).toEqual([4, 2, 1]);
  });

  it('takes of a list that comes in late what lies ahead', () => {
    const worklist = new Worklist(-1, 10);
    worklist.add([3, 7]);
    expect(worklist.take()).toBe(7);
    worklist.add([2, 5, 8]);
    expect(all(worklist)).toEqual([5, 3, 2]);
  });

  it('passes over what it is told to', () => {
    const forward = new Worklist(1, 0);
    forward.add([1, 2, 3, 4]);
    forward.skip(3);
    expect(all(forward)).toEqual([3, 4]);
    const backward = new Worklist(-1, 5);
    backward.add([1, 2, 3, 4]);
    backward.skip(3);
    expect(all(backward)).toEqual([2, 1]);
  });

  it('agrees with sorting, whatever the lists are', () => {
    const lists = Array.from({ length: 50 }, (_, n) =>
      Array.from({ length: n }, (_, at) => (at * (n + 1) * 7) % 101).sort((one, other) => one - other),
    );
    const worklist = new Worklist(1, 0);
    lists.forEach((list) => {
      worklist.add(list);
    });
    expect(all(worklist)).toEqual([...new Set(lists.flat())].sort((one, other) => one - other));
  });

  it('passes over a list that was taken out, until it is added again', () => {
    const [one, other] = [
      [1, 4, 6],
      [2, 5, 7],
    ];
    const worklist = new Worklist(1, 0);
    worklist.add(one);
    worklist.add(other);
    expect(worklist.take()).toBe(1);
    worklist.remove(one);
    expect([worklist.take(), worklist.take()]).toEqual([2, 5]);
    worklist.add(one);
    expect([worklist.take(), worklist.take(), worklist.take()]).toEqual([6, 7, undefined]);
  });
});
