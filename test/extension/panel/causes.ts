import { because, type CauseFacts } from '../../../experiment/src/drill/cause.ts';

const HOLDERS = ['SERVER (PID 9)', 'CHILD (PID 10)'];

/** Every sentence that says why a server did not come back at once; holders in capitals, to be told from words. */
export const EVERY_CAUSE: readonly CauseFacts[] = [
  { id: 'leftovers', states: { TIME_WAIT: 1 }, reuse: [] },
  { id: 'leftovers', states: { TIME_WAIT: 10, FIN_WAIT2: 3, CLOSING: 1 }, reuse: ['SO_REUSEADDR'] },
  { id: 'leftovers', states: { FIN_WAIT1: 2 }, reuse: ['SO_REUSEADDR', 'SO_REUSEPORT'] },
  { id: 'connections', states: { ESTABLISHED: 3 }, holders: [] },
  { id: 'connections', states: { ESTABLISHED: 3, CLOSE_WAIT: 1 }, holders: HOLDERS },
  { id: 'old-process', stays: false, holders: HOLDERS },
  { id: 'old-process', stays: true, holders: [] },
  { id: 'old-process', stays: true, holders: HOLDERS },
  { id: 'other-process', start: 'first', holders: HOLDERS },
  { id: 'other-process', start: 'later', holders: HOLDERS },
  { id: 'slow-stop', beforeMs: 350.4, killed: false },
  { id: 'slow-stop', beforeMs: 2140, killed: true },
  { id: 'slow-start', longerMs: 2500, inTheWay: null },
  {
    id: 'slow-start',
    longerMs: 2500,
    inTheWay: because({ id: 'leftovers', states: { TIME_WAIT: 1 }, reuse: [] }),
  },
  { id: 'ended', code: 1, signal: null, afterMs: 80 },
  { id: 'ended', code: null, signal: 'SIGSEGV', afterMs: 1234 },
  { id: 'silent', afterMs: 30_000 },
  { id: 'elsewhere' },
  { id: 'unknown' },
];
