import { describe, expect, it } from 'vitest';
import { HOSTILE, obeyed } from '../../experiment/hostile.ts';
import { markdown } from '../../../extension/src/lint/server/hover.ts';

describe('a text in a hover', () => {
  it.each([
    ['State `reuse_port=False`, as today', 'State `reuse_port=False`, as today'],
    ['SO_REUSEADDR', String.raw`SO\_REUSEADDR`],
    ['[a](http://b) ![c](d) <e>', String.raw`\[a\]\(http://b\) \!\[c\]\(d\) \<e\>`],
    ['`a` b` c', '`a` b\\` c'],
  ])('keeps code, and is no other markup: %s', (text, expected) => {
    expect(markdown(text)).toBe(expected);
  });

  it('shows what a program would obey', () => {
    expect(obeyed(markdown(HOSTILE))).toEqual([]);
  });
});
