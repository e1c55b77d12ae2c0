import { describe, expect, it } from 'vitest';
import type { RoundFacts, Start } from '../../../experiment/src/drill/facts.ts';
import {
  judgeRound,
  judgeWay,
  saysInUse,
  type Standard,
  VERDICTS,
  type VerdictId,
  worst,
} from '../../../experiment/src/drill/verdict.ts';
import type { WhyReport } from '../../../experiment/src/why/why.ts';

const listens = (afterMs = 100): Start => ({
  kind: 'listens',
  afterMs,
  resolutionMs: 2,
  listener: '127.0.0.1:3000',
});
const ended = (...output: string[]): Start => ({ kind: 'ended', afterMs: 30, code: 1, signal: null, output });
const silent = (...output: string[]): Start => ({ kind: 'silent', afterMs: 30_000, output });
const elsewhere: Start = { kind: 'elsewhere', afterMs: 1000, ports: [3001], output: [] };
const stranger: Start = { kind: 'stranger', afterMs: 10, holders: ['nginx (pid 7)'], output: [] };
const holder = {
  pid: 9,
  command: ['node', 'server.js'],
  user: 'me',
  since: '',
  addresses: ['127.0.0.1:3000'],
  ancestors: [],
};
const why: WhyReport = {
  schemaVersion: 1,
  command: 'why',
  port: 3000,
  verdict: 'held',
  holders: [holder],
  peers: [],
  sockets: [],
  bind: [],
  advice: [],
  freePort: 3001,
  system: { platform: 'linux', release: '6.18', arch: 'x64' },
};

const facts = (more: Partial<RoundFacts>): RoundFacts => ({
  how: 'crash',
  round: 1,
  coldStart: listens(),
  connected: 20,
  http: true,
  reuse: [],
  stopMs: 2,
  killed: false,
  leftBehind: {},
  restart: listens(),
  oldListener: 'gone',
  awayMs: 110,
  awayResolutionMs: 2,
  afterRelease: null,
  why: null,
  ...more,
});
const standard: Standard = { port: 3000, maxAwayMs: 2000, coldStartMs: 100 };
const BOTH = { TIME_WAIT: 10, FIN_WAIT2: 10 };
const SAID = 'bind: Address already in use';

describe('the verdict on a round', () => {
  it.each<[Partial<RoundFacts>, VerdictId, string, string | null]>([
    [{}, 'at-once', 'comes back at once', null],
    [{ leftBehind: BOTH }, 'at-once', 'comes back at once', null],
    [{ awayMs: 2100 }, 'at-once', 'comes back at once', null],
    [{ awayMs: 0 }, 'at-once', 'comes back at once', null],
    [{ awayMs: 4100 }, 'late', 'comes back after 4.0 s', 'slow-stop'],
    [{ awayMs: 4100, killed: true }, 'late', 'comes back after 4.0 s', 'slow-stop'],
    [
      { awayMs: 60_100, restart: listens(60_050), leftBehind: BOTH },
      'late',
      'comes back after 60.0 s',
      'slow-start',
    ],
    [
      { restart: ended(SAID), leftBehind: BOTH },
      'not-back',
      'does not come back: EADDRINUSE because 10 TIME_WAIT and 10 FIN_WAIT2 are left of its old connections, and it does not set SO_REUSEADDR before bind',
      'leftovers',
    ],
    [
      { restart: ended(SAID), leftBehind: { TIME_WAIT: 1 }, reuse: ['SO_REUSEADDR'] },
      'not-back',
      'does not come back: EADDRINUSE because 1 TIME_WAIT is left of its old connections, and its listener has SO_REUSEADDR, though not yet when it binds',
      'leftovers',
    ],
    // it does not say why it ended, and the same start on the released port shows it
    [
      { restart: ended(), leftBehind: { TIME_WAIT: 1 }, afterRelease: listens() },
      'not-back',
      'does not come back: EADDRINUSE because 1 TIME_WAIT is left of its old connections, and it does not set SO_REUSEADDR before bind',
      'leftovers',
    ],
    [
      { restart: silent(), leftBehind: { TIME_WAIT: 1 }, afterRelease: listens() },
      'not-back',
      'does not come back: EADDRINUSE because 1 TIME_WAIT is left of its old connections, and it does not set SO_REUSEADDR before bind',
      'leftovers',
    ],
    // it says EADDRINUSE, and fails without the leftovers too
    [
      { restart: ended(SAID), leftBehind: BOTH, afterRelease: ended(SAID) },
      'not-back',
      'does not come back: EADDRINUSE; its output says so, though nothing known here was in its way; it may mean another port',
      'unknown',
    ],
    [
      { restart: ended(), leftBehind: BOTH, afterRelease: ended() },
      'not-back',
      'does not come back: it ended with exit code 1 after 30 ms',
      'ended',
    ],
    [
      { restart: ended('bug') },
      'not-back',
      'does not come back: it ended with exit code 1 after 30 ms',
      'ended',
    ],
    [
      { restart: { ...ended(), code: null, signal: 'SIGSEGV' } as Start },
      'not-back',
      'does not come back: it ended by SIGSEGV after 30 ms',
      'ended',
    ],
    [{ restart: silent() }, 'not-back', 'does not come back: it did not listen within 30.0 s', 'silent'],
    [
      { restart: ended(SAID), leftBehind: { ESTABLISHED: 3 }, why },
      'not-back',
      'does not come back: EADDRINUSE because a process of the old one still has 3 ESTABLISHED open (node server.js (pid 9))',
      'connections',
    ],
    [
      { how: 'save', restart: ended(SAID), oldListener: 'was there' },
      'not-back',
      'does not come back: EADDRINUSE because the old process still listened when it started',
      'old-process',
    ],
    [
      { restart: ended(SAID), oldListener: 'stays', why },
      'old-listens',
      'not restarted: the old process still listens',
      'old-process',
    ],
    [
      { restart: silent(), oldListener: 'stays' },
      'old-listens',
      'not restarted: the old process still listens',
      'old-process',
    ],
    [{ restart: stranger }, 'not-back', 'does not come back: nginx (pid 7) took the port', 'other-process'],
    [{ restart: elsewhere }, 'moved', 'moved to another port: 3001 instead of 3000', 'elsewhere'],
    [
      { restart: elsewhere, oldListener: 'stays' },
      'moved',
      'moved to another port: 3001 instead of 3000',
      'old-process',
    ],
    [
      { restart: elsewhere, leftBehind: BOTH },
      'moved',
      'moved to another port: 3001 instead of 3000',
      'leftovers',
    ],
    [
      { coldStart: elsewhere, restart: null },
      'moved',
      'moved to another port: it listens on 3001, not on 3000',
      'elsewhere',
    ],
    [
      { coldStart: ended(), restart: null },
      'never-listened',
      'never listened on port 3000: it ended with exit code 1 after 30 ms',
      'ended',
    ],
    [
      { coldStart: silent(), restart: null },
      'never-listened',
      'never listened on port 3000: it did not listen within 30.0 s',
      'silent',
    ],
    [
      { coldStart: stranger, restart: null },
      'never-listened',
      'never listened on port 3000: nginx (pid 7) does, who is not of its tree; drill that process itself',
      'other-process',
    ],
  ])('%j', (more, id, text, cause) => {
    const verdict = judgeRound(facts(more), standard);
    expect(verdict).toMatchObject({ id, text });
    expect(verdict.cause?.id ?? null).toBe(cause);
  });

  it('names in its cause what made it late', () => {
    expect(judgeRound(facts({ awayMs: 4100, killed: true }), standard).cause?.text).toBe(
      'it had closed its listener 4.0 s before it ended by SIGKILL',
    );
    const late = facts({ awayMs: 60_100, restart: listens(60_050), leftBehind: BOTH });
    expect(judgeRound(late, standard).cause?.text).toBe(
      'it took 60.0 s longer to listen than on a clean port, while 10 TIME_WAIT and 10 FIN_WAIT2 are left of its old connections, and it does not set SO_REUSEADDR before bind',
    );
  });

  it('counts time away beyond the cold start alone: the limit is where it is', () => {
    const at = (awayMs: number) => judgeRound(facts({ awayMs }), { ...standard, coldStartMs: 5000 }).id;
    expect([at(7000), at(7001)]).toEqual(['at-once', 'late']);
  });
});

describe('the verdict on several rounds', () => {
  const verdict = (id: VerdictId) => ({ id, text: id, cause: null });

  it('is the worst, and says in how many where not in all', () => {
    expect(judgeWay([verdict('at-once'), verdict('at-once')]).text).toBe('at-once');
    expect(judgeWay([verdict('at-once'), verdict('late'), verdict('not-back')]).text).toBe(
      'not-back (in 1 of 3 rounds)',
    );
  });

  it.each(VERDICTS.slice(1))('%s is worse than the one before', (id) => {
    const better = VERDICTS[VERDICTS.indexOf(id) - 1] ?? 'at-once';
    expect(worst([verdict(better), verdict(id), verdict(better)])).toEqual({
      verdict: verdict(id),
      count: 1,
    });
  });
});

describe('a server says that its address is in use', () => {
  it.each([
    'Error: listen EADDRINUSE: address already in use :::3000',
    'bind: Address already in use',
    'OSError: [Errno 98] Address already in use',
    'java.net.BindException: Address already in use',
    'listen tcp :3000: bind: address already in use',
    'Os { code: 98, kind: AddrInUse, message: "Address already in use" }',
    'nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)',
    'Port 5173 is in use, trying another one...',
    'Error: Port 5173 is already in use',
    'Die Adresse wird bereits verwendet (os error 98)',
    'Web server failed to start. Port 8080 was already in use.',
  ])('%s', (line) => {
    expect(saysInUse(['starting', line])).toBe(true);
  });

  it.each([
    'listening on port 3000',
    'address 127.0.0.1 port 3000',
    'TypeError: x is not a function',
    'memory in use: 98 MB',
    'exit code 98',
  ])('and not so: %s', (line) => {
    expect(saysInUse([line])).toBe(false);
  });
});
