import { runInChild } from 'rebind';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CellReport } from '../../../experiment/src/matrix/cell.ts';
import { addressOf, measureKey, placeOf } from '../../../extension/src/panel/calls.ts';
import {
  type CallOutcome,
  outcomeOf,
  outcomeSentence,
} from '../../../extension/src/panel/present/call-outcome.ts';
import { listenCall } from './states.ts';

const cells: CellReport[] = [];

beforeAll(async () => {
  const { cells: measured } = await runInChild({
    command: 'matrix',
    port: 0,
    protocols: ['tcp', 'udp'],
    first: ['127.0.0.1'],
    second: ['127.0.0.1'],
  });
  cells.push(...measured);
});

// what Linux does: socket(7)
describe.runIf(process.platform === 'linux')('measured on this kernel, a server', () => {
  it.each([
    ['tcp', false, false, 'fails', 'refused'],
    ['tcp', true, false, 'works', 'refused'],
    ['tcp', false, true, 'works', 'shared'],
    ['tcp', true, true, 'works', 'shared'],
    ['tcp', 'unknown', false, 'unknown', 'refused'],
    ['tcp', true, 'unknown', 'works', 'unknown'],
    ['tcp', 'unknown', true, 'works', 'shared'],
    ['tcp', 'unknown', 'unknown', 'unknown', 'unknown'],
    ['udp', false, false, 'works', 'refused'],
    ['udp', true, false, 'works', 'shared'],
    ['udp', 'unknown', true, 'works', 'shared'],
  ] as const)(
    'of %s with SO_REUSEADDR %s and SO_REUSEPORT %s: after a crash it %s, a second copy is %s',
    (protocol, reuseAddr, reusePort, afterCrash, secondCopy) => {
      expect(outcomeOf(protocol, { reuseAddr, reusePort }, cells)).toEqual({ afterCrash, secondCopy });
    },
  );

  it('of which nothing was measured is unknown', () => {
    const unknown = { afterCrash: 'unknown', secondCopy: 'unknown' };
    const reuse = { reuseAddr: true, reusePort: false };
    expect(outcomeOf('tcp', reuse, undefined)).toEqual(unknown);
    expect(outcomeOf('tcp', reuse, [])).toEqual(unknown);
    const unreached = cells.map((cell) => ({ ...cell, reached: false, bind: null, listen: null }));
    expect(outcomeOf('tcp', reuse, unreached)).toEqual(unknown);
  });

  it('that may bind and not listen is refused', () => {
    const deaf = cells.map((cell) =>
      cell.state === 'LISTEN' && cell.bind === 'ok' ? { ...cell, listen: 'EADDRINUSE' } : cell,
    );
    expect(outcomeOf('tcp', { reuseAddr: false, reusePort: true }, deaf).secondCopy).toBe('refused');
  });
});

describe('the sentence', () => {
  const answers = (['works', 'fails', 'unknown'] as const).flatMap((afterCrash) =>
    (['refused', 'shared', 'unknown'] as const).map((secondCopy): CallOutcome => ({
      afterCrash,
      secondCopy,
    })),
  );

  it.each(['tcp', 'udp', 'multicast'] as const)('of each outcome of %s', (protocol) => {
    expect(
      answers.map(
        (outcome) => `${outcome.afterCrash}, ${outcome.secondCopy}: ${outcomeSentence(protocol, outcome)}`,
      ),
    ).toMatchSnapshot();
  });
});

describe('the address a call is measured at', () => {
  it.each([
    [undefined, '::'],
    ['', '::'],
    ['0.0.0.0', '0.0.0.0'],
    ['127.0.0.1', '127.0.0.1'],
    ['localhost', '127.0.0.1'],
    ['::1', '::1'],
    ['[::1]', '::1'],
    ['db.internal', undefined],
    ['constructor', undefined],
  ])('written %s is %s', (address, measured) => {
    expect(addressOf(listenCall({ address }))).toBe(measured);
  });

  it('is none where no port is bound', () => {
    expect(measureKey(listenCall({ port: { kind: 'path' } }))).toBeUndefined();
  });

  it.each([
    [{}, '[::]:$PORT (3000)'],
    [{ port: { kind: 'literal', value: 80 }, address: '0.0.0.0' }, '0.0.0.0:80'],
    [{ port: { kind: 'unknown', text: 'options.port' }, address: 'localhost' }, 'localhost:options.port'],
    [{ port: { kind: 'opaque' } }, '[::]'],
  ] as const)('is shown: %j', (more, place) => {
    expect(placeOf(listenCall(more))).toBe(place);
  });
});
