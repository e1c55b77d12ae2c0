import { describe, expect, it } from 'vitest';
import type { ConfiguredPort, Protocol } from '../../../experiment/src/configured-port/index.ts';
import { conflictText } from '../../../experiment/src/report/port-text.ts';

const claim = (file: string, line: number): ConfiguredPort => ({
  port: 3000,
  protocol: 'tcp',
  file,
  line,
  column: 1,
  source: 'listen',
  package: '.',
});

describe('a port that several servers bind is told with their lines', () => {
  it.each<[string, ConfiguredPort[], Protocol, string]>([
    [
      'of two files',
      [claim('src/a.ts', 12), claim('src/b.ts', 7)],
      'tcp',
      'src/a.ts:12 and src/b.ts:7 both bind port 3000; only one of them can at a time.',
    ],
    [
      'of three',
      [claim('a.ts', 1), claim('b.ts', 2), claim('c.ts', 3)],
      'tcp',
      'a.ts:1, b.ts:2 and c.ts:3 all bind port 3000; only one of them can at a time.',
    ],
    [
      'of one line',
      [claim('package.json', 4), claim('package.json', 4)],
      'tcp',
      'package.json:4 binds port 3000 2 times; only one of them can at a time.',
    ],
    [
      'for datagrams',
      [claim('a.ts', 1), claim('b.ts', 2)],
      'udp',
      'a.ts:1 and b.ts:2 both bind UDP port 3000; only one of them can at a time.',
    ],
  ])('%s', (_, claims, protocol, text) => {
    expect(conflictText({ port: 3000, protocol, claims })).toBe(text);
  });
});
