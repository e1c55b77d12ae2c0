import type { MatrixReport } from 'rebind';
import { describe, expect, it } from 'vitest';
import { freePort, inFreshNetwork, matrix, mayMakeNetworks, MEASURE, REBIND, run, json } from '../support.ts';

const ADDRESSES = ['127.0.0.1', '127.0.0.2', '0.0.0.0', '::1', '::', '::/v6only', '::ffff:127.0.0.1'];
const PAIRS = ADDRESSES.flatMap((first) => ADDRESSES.map((second) => [first, second] as const));

interface Measured {
  state: string;
  first: string[];
  second: string[];
  reached: boolean;
  bind: string | null;
  listen: string | null;
}

function comparable({ cells }: MatrixReport): Measured[] {
  return cells.map(({ state, first, second, reached, bind, listen }) => ({
    state,
    first: [...first.options],
    second: [...second.options],
    reached,
    bind,
    listen,
  }));
}

async function measuredBoth(
  first: string,
  second: string,
  protocol: 'tcp' | 'udp',
  sysctls: Record<string, string> = {},
) {
  const [ours, theirs] = await Promise.all([
    matrix(
      inFreshNetwork(
        [...REBIND, 'matrix', '3000', '--first', first, '--second', second, '--protocol', protocol, '--json'],
        sysctls,
      ),
    ),
    run(inFreshNetwork([...MEASURE, first, second, protocol, '10000'], sysctls)),
  ]);
  return { ours, theirs: json(theirs) as Measured[] };
}

/** Two networks and two programs a protocol, 49 times: minutes on a machine that does much else. */
const MANY_PROGRAMS = { timeout: 240_000 };

describe.runIf(mayMakeNetworks)(
  'every cell equals what an independent program measures',
  MANY_PROGRAMS,
  () => {
    it.concurrent.each(PAIRS)('%s first, then %s', async (first, second) => {
      for (const [protocol, count] of [
        ['tcp', 112],
        ['udp', 48],
      ] as const) {
        const { ours, theirs } = await measuredBoth(first, second, protocol);
        expect(ours.cells).toHaveLength(count);
        expect(comparable(ours)).toEqual(theirs);
        expect(ours.cells.every(({ reached }) => reached)).toBe(true);
        expect(ours.leftAsFound).toBe(true);
      }
    });

    it('also where the kernel keeps no TIME_WAIT, and says so', async () => {
      const { ours, theirs } = await measuredBoth('127.0.0.1', '127.0.0.1', 'tcp', {
        'net.ipv4.tcp_max_tw_buckets': '0',
      });
      // an orphaned FIN_WAIT2 becomes such a row too, unless the ACK came while close still had the socket: then it stays
      const lost = (cells: readonly Measured[]) =>
        cells.flatMap(({ state, reached }, index) => (state === 'FIN_WAIT2' && !reached ? [index] : []));
      const uncertain = new Set([...lost(comparable(ours)), ...lost(theirs)]);
      const certain = (cells: readonly Measured[]) => cells.filter((_, index) => !uncertain.has(index));
      expect(certain(comparable(ours))).toEqual(certain(theirs));
      const waiting = ours.cells.filter(({ state }) => state === 'TIME_WAIT');
      expect(waiting).toHaveLength(16);
      for (const cell of waiting) {
        expect(cell).toMatchObject({ reached: false, bind: null, listen: null });
        expect(cell.reason).toContain('tcp_max_tw_buckets is 0');
      }
    });

    it('as documented for Linux, each of them', async () => {
      const report = await matrix(
        inFreshNetwork([
          ...REBIND,
          'matrix',
          '3000',
          ...ADDRESSES.flatMap((a) => ['--first', a, '--second', a]),
          '--json',
        ]),
      );
      expect(report.cells).toHaveLength(112 * 49);
      expect(report.cells.filter(({ bind, expected }) => bind !== expected)).toEqual([]);
    });
  },
);

describe('a bind that the kernel refuses for another reason', () => {
  // before the first cell: the lock, the list of interfaces, and a bind of each address; then a bind of each socket of a cell in turn
  const BINDS_BEFORE = 4;
  const refusing = async (bind: number) =>
    matrix([
      ...['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=bind'],
      ...['-e', `inject=bind:error=EACCES:when=${bind}`],
      ...[...REBIND, 'matrix', String(await freePort()), '--json'],
    ]);

  it.each([0, 37, 79])('is the outcome of the cell it happens in, number %i', async (index) => {
    const { cells, leftAsFound } = await refusing(BINDS_BEFORE + 2 * index + 2);
    expect(cells.map(({ bind }, at) => (bind === 'EACCES' ? at : -1)).filter((at) => at >= 0)).toEqual([
      index,
    ]);
    expect(cells.every(({ reached }) => reached)).toBe(true);
    expect(leftAsFound).toBe(true);
  });

  it('leaves the state unreached when it hits the first socket', async () => {
    const { cells, leftAsFound } = await refusing(BINDS_BEFORE + 2 * 20 + 1);
    expect(cells[20]).toMatchObject({
      reached: false,
      reason: 'bind of the first socket: EACCES',
      bind: null,
    });
    expect(cells.filter(({ reached }) => !reached)).toHaveLength(1);
    expect(leftAsFound).toBe(true);
  });
});
