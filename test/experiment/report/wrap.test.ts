import { describe, expect, it } from 'vitest';
import { wrap } from '../../../experiment/src/report/wrap.ts';

const bold = (text: string) => `\u001B[1m${text}\u001B[22m`;

describe('a text in a terminal of 40 columns', () => {
  it.each([
    ['a short line', 'Port 3000 is free.', 'Port 3000 is free.'],
    [
      'prose, at its spaces',
      'Another process listens on this port, and no option helps.',
      'Another process listens on this port,\nand no option helps.',
    ],
    [
      'what is indented, below its beginning',
      '    bind over TIME_WAIT: EADDRINUSE with 0, EADDRINUSE with 1',
      '    bind over TIME_WAIT: EADDRINUSE with\n    0, EADDRINUSE with 1',
    ],
    [
      'a bullet, behind it',
      '  - stop process 4711, which listens on the port',
      '  - stop process 4711, which listens on\n    the port',
    ],
    [
      'a claim, behind its id',
      `${bold('C10 ')}✓ holds SO_REUSEPORT on the later socket alone fails`,
      `${bold('C10 ')}✓ holds SO_REUSEPORT on the later\n    socket alone fails`,
    ],
    ['a word that is longer than the line', `  ${'x'.repeat(50)}`, `  ${'x'.repeat(50)}`],
  ])('keeps or breaks %s', (_what, text, wrapped) => {
    expect(wrap(text, 40)).toBe(wrapped);
  });

  it('keeps its lines where it is no terminal', () => {
    const line = 'x '.repeat(100);
    expect(wrap(line, undefined)).toBe(line);
  });
});
