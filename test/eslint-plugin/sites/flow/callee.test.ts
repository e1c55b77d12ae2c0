import { describe, expect, it } from 'vitest';
import { calleeIn } from '../../../../eslint-plugin/src/sites/flow/callee.ts';

const file = {};

describe('who is called', () => {
  it('is one object in one file', () => {
    expect(calleeIn(file, 'open', 'Server', 1)).toBe(calleeIn(file, 'open', 'Server', 1));
  });

  it.each([
    ['name', calleeIn(file, 'close', 'Server', 1)],
    ['class', calleeIn(file, 'open', 'Client', 1)],
    ['number of arguments', calleeIn(file, 'open', 'Server', 2)],
    ['class, which is not known', calleeIn(file, 'open', undefined, 1)],
    ['file', calleeIn({}, 'open', 'Server', 1)],
  ])('is another one by its %s', (_, other) => {
    expect(calleeIn(file, 'open', 'Server', 1)).not.toBe(other);
  });

  it('is told from others whatever the names have in them', () => {
    expect(calleeIn(file, 'b', 'A.c')).not.toBe(calleeIn(file, 'c.b', 'A'));
  });
});
