import type { ClaimsReport } from 'rebind';
import { describe, expect, it } from 'vitest';
import { freePort, json, mayBeOthers, mayMakeNetworks, rebind, REBIND, run } from '../support.ts';
import { evenness } from '../../../experiment/src/claims/statistics.ts';

const REFUTED = ['C6', 'C8', 'C9', 'C11', 'C22'];
const NEEDS_ROOT = ['C12', 'C17', 'C22', 'C25'];

describe('the claims', () => {
  it.runIf(mayBeOthers && mayMakeNetworks).each(['127.0.0.1', '127.0.0.3'])(
    'turn out as known of Linux, on %s',
    async (host) => {
      const ended = await rebind('claims', String(await freePort()), '--host', host, '--json');
      const { claims, leftAsFound } = json(ended) as ClaimsReport;
      expect(claims.map(({ id }) => id)).toEqual(Array.from({ length: 25 }, (_, index) => `C${index + 1}`));
      expect(claims.map(({ id, verdict }) => [id, verdict])).toEqual(
        claims.map(({ id }) => [id, REFUTED.includes(id) ? 'does not hold' : 'holds']),
      );
      expect(leftAsFound).toBe(true);
      expect(ended.status).toBe(0);
    },
  );

  it.runIf(mayBeOthers && mayMakeNetworks)(
    'turn out alike on ::1, but for those that take more of IPv4',
    async () => {
      const ended = await rebind('claims', String(await freePort()), '--host', '::1', '--json');
      const { claims } = json(ended) as ClaimsReport;
      const untested = claims.filter(({ obstacle }) => obstacle !== undefined);
      expect(untested.map(({ id, obstacle }) => [id, obstacle])).toEqual([
        ['C18', 'ipv4-group'],
        ['C19', 'one-loopback'],
      ]);
      const tested = claims.filter((claim) => !untested.includes(claim));
      expect(tested.map(({ id, verdict }) => [id, verdict])).toEqual(
        tested.map(({ id }) => [id, REFUTED.includes(id) ? 'does not hold' : 'holds']),
      );
      expect(ended.status).toBe(0);
    },
  );

  it('come with the calls, their results and the socket table', async () => {
    const { claims } = json(await rebind('claims', String(await freePort()), '--json')) as ClaimsReport;
    const [first] = claims;
    expect(first?.calls.filter((call) => call.startsWith('bind('))).toHaveLength(4);
    expect(first?.calls).toContainEqual(
      expect.stringMatching(/^bind\(\d+, 127\.0\.0\.1:\d+\) = EADDRINUSE$/),
    );
    expect(claims.find(({ id }) => id === 'C15')?.sockets).toEqual([
      expect.stringMatching(/^tcp 127\.0\.0\.1:\d+ ↔ 127\.0\.0\.1:\d+ TIME_WAIT, (60|59\.\d) s left$/),
    ]);
    expect(claims.every(({ calls }) => calls.length > 0)).toBe(true);
  });

  it('have the values of each finding beside it, in its order', async () => {
    const { claims } = json(await rebind('claims', String(await freePort()), '--json')) as ClaimsReport;
    for (const { id, verdict, finding, values } of claims) {
      expect(values === undefined, id).toBe(verdict === 'cannot be tested here');
      let rest = finding;
      for (const value of (values ?? []).flat().map(String)) {
        expect(rest, id).toContain(value);
        rest = rest.slice(rest.indexOf(value) + value.length);
      }
    }
    expect(claims.find(({ id }) => id === 'C1')?.values).toEqual(['EADDRINUSE']);
    expect(claims.find(({ id }) => id === 'C5')?.values).toEqual(
      ['FIN_WAIT2', 'CLOSE_WAIT', 'ESTABLISHED'].map((state) => [state, 'EADDRINUSE', 'ok']),
    );
  });

  it.runIf(mayBeOthers)('say what cannot be tested by a user who is not root', async () => {
    const user = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const ended = await run([...user, ...REBIND, 'claims', String(await freePort()), '--json']);
    const { claims, leftAsFound } = json(ended) as ClaimsReport;
    const untested = claims.filter(({ verdict }) => verdict === 'cannot be tested here');
    expect(untested.map(({ id, obstacle }) => [id, obstacle])).toEqual(
      NEEDS_ROOT.map((id) => [id, id === 'C12' ? 'no-second-user' : 'no-network']),
    );
    expect(leftAsFound).toBe(true);
  });
});

describe('the p-value of counts', () => {
  // tables of the chi-square distribution with one degree of freedom: 3.841 at 0.05, 6.635 at 0.01
  it.each([
    [[50, 50], 1],
    [[50 + 9.8, 50 - 9.8], 0.05],
    [[50 + 12.879, 50 - 12.879], 0.01],
  ])('%j', (counts, p) => {
    expect(evenness(counts)).toBeCloseTo(p, 3);
  });
});
