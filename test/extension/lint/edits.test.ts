import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { disableEdit } from '../../../extension/src/lint/server/disable-comment.ts';
import { difference, together } from '../../../extension/src/lint/server/text-edits.ts';

function disabled(text: string, line: number, lineComment: '//' | '#' = '//'): string | undefined {
  const document = TextDocument.create('file:///a', 'x', 1, text);
  const edit = disableEdit(document, line, 'rebind/require-reuse', { lineComment });
  return edit && TextDocument.applyEdits(document, [edit]);
}

describe('the comment that disables a rule for a line', () => {
  it.each([
    ['a\n  b\n', 1, '//', 'a\n  // eslint-disable-next-line rebind/require-reuse\n  b\n'],
    ['a\n\tb\n', 1, '#', 'a\n\t# eslint-disable-next-line rebind/require-reuse\n\tb\n'],
    ['a', 0, '//', '// eslint-disable-next-line rebind/require-reuse\na'],
    ['a\r\nb\r\n', 1, '//', 'a\r\n// eslint-disable-next-line rebind/require-reuse\r\nb\r\n'],
    [
      '// eslint-disable-next-line no-new\na\n',
      1,
      '//',
      '// eslint-disable-next-line no-new, rebind/require-reuse\na\n',
    ],
    [
      '# eslint-disable-next-line x -- for a reason\na\n',
      1,
      '#',
      '# eslint-disable-next-line x, rebind/require-reuse -- for a reason\na\n',
    ],
  ] as const)('stands above it: %j, line %i', (text, line, comment, expected) => {
    expect(disabled(text, line, comment)).toBe(expected);
  });

  it('is not offered in the middle of a macro', () => {
    expect(disabled('#define SERVE \\\n  bind(fd)\n', 1)).toBeUndefined();
  });
});

describe('edits', () => {
  it('are made together where none touches another', () => {
    const edits = [
      { range: [5, 6], text: 'b' },
      { range: [0, 2], text: 'a' },
    ] as const;
    expect(together(edits)).toEqual([edits[1], edits[0]]);
    expect(together([...edits, { range: [6, 8], text: '' }])).toBeUndefined();
  });

  it.each([
    ['abc', 'abc', undefined],
    ['abc', 'axc', { range: [1, 2], text: 'x' }],
    ['aa', 'aaa', { range: [2, 2], text: 'a' }],
    ['aaa', 'a', { range: [1, 3], text: '' }],
    ['', 'a', { range: [0, 0], text: 'a' }],
  ])('make %j into %j', (before, after, edit) => {
    expect(difference(before, after)).toEqual(edit);
  });
});
