import { describe, expect, it } from 'vitest';
import {
  type Drilled,
  type Finding,
  LintFileError,
  matchFindings,
  readFindings,
} from '../../../experiment/src/drill/lint-findings.ts';

describe("what ESLint's JSON says", () => {
  const message = {
    ruleId: 'rebind/require-reuse',
    line: 3,
    column: 5,
    message: 'says nothing',
    severity: 2,
  };
  const result = (...messages: object[]) => JSON.stringify([{ filePath: '/a/server.py', messages }]);

  it('is read, whatever the prefix of the rules', () => {
    expect(readFindings(result(message, { ...message, ruleId: 'no-disabled-reuse' }))).toEqual([
      { file: '/a/server.py', line: 3, column: 5, rule: 'rebind/require-reuse', message: 'says nothing' },
      { file: '/a/server.py', line: 3, column: 5, rule: 'no-disabled-reuse', message: 'says nothing' },
    ]);
  });

  it('is left out where it is about something else', () => {
    expect(
      readFindings(result({ ...message, ruleId: 'no-unused-vars' }, { ...message, ruleId: null })),
    ).toEqual([]);
  });

  it.each([
    '',
    '{',
    '{}',
    '[1]',
    '[{"filePath": 1, "messages": []}]',
    '[{"filePath": "a"}]',
    '[{"filePath": "a", "messages": [null]}]',
    '[{"filePath": "a", "messages": ["no"]}]',
    result({ ...message, message: { toString: 1 } }),
    result({ ...message, line: '3' }),
    result({ ...message, column: 1.5 }),
  ])('is refused where it is not that: %j', (text) => {
    expect(() => readFindings(text)).toThrow(LintFileError);
  });
});

describe('the finding about the drilled server', () => {
  const finding = (file: string, line = 1, rule = 'rebind/require-reuse'): Finding => ({
    file,
    line,
    column: 1,
    rule,
    message: '',
  });
  const drilled = (more: Partial<Drilled> = {}): Drilled => ({
    port: 3000,
    command: ['python3', 'server.py'],
    folder: '/a',
    places: [],
    ...more,
  });
  const [server, other] = [finding('/a/server.py', 5), finding('/a/other.py', 7)];

  it.each<[string, Finding[], Partial<Drilled>, Finding[]]>([
    ['is the only one', [other], {}, [other]],
    [
      'is none where nothing tells them apart',
      [finding('/a/x.py'), finding('/a/y.py')],
      { command: ['x'.repeat(3)] },
      [],
    ],
    ['is in the file that the command names', [other, server], {}, [server]],
    [
      'is in the source of the program that the command names',
      [finding('/a/src/s1.c'), other],
      { command: ['build/s1'] },
      [finding('/a/src/s1.c')],
    ],
    [
      'is in the source of the class that the command names',
      [finding('/a/Greeting.java'), other],
      { command: ['java', '-cp', 'out', 'Greeting'] },
      [finding('/a/Greeting.java')],
    ],
    [
      'listens on the port',
      [other, server],
      { places: [{ file: 'other.py', line: 7, port: 3000 }] },
      [other],
    ],
    [
      'is in the file that has the port',
      [other, finding('/a/x.py')],
      { command: ['go'], places: [{ file: 'other.py', line: 1, port: 3000 }] },
      [other],
    ],
    [
      'does not listen on another port',
      [server],
      { places: [{ file: 'server.py', line: 5, port: 4000 }] },
      [],
    ],
    [
      'may be two: the more telling rule first',
      [server, finding('/a/server.py', 9, 'rebind/no-disabled-reuse')],
      {},
      [finding('/a/server.py', 9, 'rebind/no-disabled-reuse'), server],
    ],
  ])('%s', (_, findings, more, expected) => {
    expect(matchFindings(findings, drilled(more))).toEqual(expected);
  });
});
