import { describe, expect, it } from 'vitest';
import * as conduct from '../../../experiment/src/conduct.ts';
import * as child from '../../../experiment/src/child/run-in-child.ts';
import * as sockets from '../../../experiment/src/sockets/sockets.ts';
import { problemOf } from '../../../extension/src/panel/failures.ts';
import { notice, type ProblemId, PROBLEMS } from '../../../extension/src/panel/problems.ts';
import { readMessage } from '../../../extension/src/panel/protocol.ts';

const ids = Object.keys(PROBLEMS) as ProblemId[];
const facts = {
  port: 3000,
  freePort: 3001,
  count: 2,
  pid: 4711,
  detail: 'DETAIL',
  reasons: ['remote-peer' as const],
};

describe('every problem', () => {
  it.each(ids)('%s says what is the matter, and has a button that the host understands', (id) => {
    const { text, buttons } = notice({ id, ...facts });
    expect(text).toMatch(/\.$|DETAIL|: EACCES/);
    expect(text).not.toContain('{');
    expect(buttons.length).toBeGreaterThan(0);
    for (const { label, action } of buttons) {
      expect(label).not.toBe('');
      expect(readMessage({ type: 'action', action })).toEqual({ type: 'action', action });
    }
  });

  it('reads as a person would say it', () => {
    expect(ids.map((id) => `${id}: ${notice({ id, ...facts }).text}`)).toMatchSnapshot();
  });
});

describe('an error of the experiment', () => {
  it.each([
    [new conduct.PortUnusableError('held', 3000, 'somebody has it', 3001), 'held'],
    [new conduct.PortUnusableError('leftovers', 3000, 'remembered'), 'leftovers'],
    [new conduct.PortUnusableError('experiment', 3000, 'another'), 'experiment'],
    [new conduct.PortUnusableError('privileged', 80, 'needs privileges'), 'privileged'],
    [new conduct.PortUnusableError('address', 3000, '10.0.0.9 is not an address of this host'), 'address'],
    [new sockets.UnsupportedSystemError('the package koffi does not load'), 'unsupported'],
    [new child.ChildEndedError('SIGKILL', { leftAsFound: true, remains: [] }), 'childEnded'],
    [new child.ChildEndedError('SIGKILL', undefined), 'childEndedDirty'],
    [new sockets.SystemCallError('socket', 'EMFILE'), 'systemCall'],
    [new DOMException('stopped', 'AbortError'), 'cancelled'],
    // of another copy of the class, as a file of the bundle that is loaded late has
    [Object.assign(new Error('it ended'), { name: 'ChildEndedError' }), 'childEndedDirty'],
    [new TypeError('x is not a function'), 'unexpected'],
    ['nothing', 'unexpected'],
  ])('%s is the problem %s', (error, id) => {
    expect(problemOf(error, 3000).id).toBe(id);
  });
});
