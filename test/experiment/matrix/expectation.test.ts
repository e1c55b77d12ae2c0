import { describe, expect, it } from 'vitest';
import { expectedBind } from '../../../experiment/src/matrix/expectation.ts';
import type { LeftState } from '../../../experiment/src/scenario.ts';
import { address, commonAddress, parseAddress } from '../../../experiment/src/sockets/address.ts';
import type { ReuseOption } from '../../../experiment/src/sockets/sockets.ts';

const OPTIONS: Record<string, ReuseOption[]> = {
  '-': [],
  RA: ['SO_REUSEADDR'],
  RP: ['SO_REUSEPORT'],
  X: ['SO_EXCLUSIVEADDRUSE'],
};

function expected(platform: NodeJS.Platform, state: LeftState, first: string, second: string): string | null {
  const side = (text: string) => {
    const [where = '', option = ''] = text.split(' ');
    return { address: address(where), options: OPTIONS[option] ?? [] };
  };
  return expectedBind(platform, {
    protocol: 'tcp',
    state,
    port: 3000,
    first: side(first),
    second: side(second),
  });
}

describe('what each platform is documented to answer', () => {
  it.each<[NodeJS.Platform, LeftState, string, string, string | null]>([
    // socket(7), NOTES
    ['linux', 'TIME_WAIT', '127.0.0.1 RA', '127.0.0.1 RA', 'ok'],
    ['linux', 'TIME_WAIT', '127.0.0.1 -', '127.0.0.1 RA', 'EADDRINUSE'],
    ['linux', 'LISTEN', '127.0.0.1 RA', '127.0.0.1 RA', 'EADDRINUSE'],
    ['linux', 'LISTEN', '0.0.0.0 RA', '127.0.0.1 RA', 'EADDRINUSE'],
    ['linux', 'LISTEN', '127.0.0.1 RP', '127.0.0.1 RP', 'ok'],
    ['linux', 'LISTEN', '::/v6only -', '0.0.0.0 -', 'ok'],
    ['linux', 'LISTEN', ':: -', '0.0.0.0 -', 'EADDRINUSE'],
    // xnu, in_pcbbind
    ['darwin', 'TIME_WAIT', '127.0.0.1 -', '127.0.0.1 RA', 'ok'],
    ['darwin', 'TIME_WAIT', '127.0.0.1 -', '127.0.0.1 -', 'EADDRINUSE'],
    ['darwin', 'LISTEN', '0.0.0.0 RA', '127.0.0.1 RA', 'ok'],
    ['darwin', 'LISTEN', '127.0.0.1 RA', '127.0.0.1 RA', 'EADDRINUSE'],
    ['darwin', 'BOUND', '127.0.0.1 RA', '127.0.0.1 RA', 'EADDRINUSE'],
    // "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE"
    ['win32', 'TIME_WAIT', '127.0.0.1 -', '127.0.0.1 -', 'ok'],
    ['win32', 'LISTEN', '127.0.0.1 RA', '127.0.0.1 RA', 'ok'],
    ['win32', 'LISTEN', '127.0.0.1 -', '127.0.0.1 RA', 'EACCES'],
    ['win32', 'LISTEN', '0.0.0.0 -', '127.0.0.1 -', 'ok'],
    ['win32', 'LISTEN', '0.0.0.0 X', '127.0.0.1 -', 'EACCES'],
    ['win32', 'ESTABLISHED', '127.0.0.1 -', '127.0.0.1 -', null],
    // nobody says
    ['aix', 'LISTEN', '127.0.0.1 -', '127.0.0.1 -', null],
    ['linux', 'CLOSED', '127.0.0.1 -', '127.0.0.1 -', 'ok'],
  ])('%s, %s: %s, then %s: %s', (platform, state, first, second, outcome) => {
    expect(expected(platform, state, first, second)).toBe(outcome);
  });
});

describe('an address', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::', '::'],
    ['0:0::0', '::'],
    ['::/v6only', '::/v6only'],
    ['::FFFF:1.2.3.4', '::ffff:1.2.3.4'],
    ['localhost', undefined],
    ['127.1', undefined],
    ['0.0.0.0/v6only', undefined],
    ['fe80::1%eth0', undefined],
    ['', undefined],
  ])('%j reads as %j', (text, expectedText) => {
    expect(parseAddress(text)?.text).toBe(expectedText);
  });

  it.each([
    ['0.0.0.0', '127.0.0.2', '127.0.0.2'],
    ['0.0.0.0', '::', '127.0.0.1'],
    ['::', '::/v6only', '::1'],
    ['::ffff:127.0.0.1', '127.0.0.1', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.2', undefined],
    ['::/v6only', '0.0.0.0', undefined],
  ])('%s and %s have %s in common, in either order', (one, other, common) => {
    expect(commonAddress(address(one), address(other))?.text).toBe(common);
    expect(commonAddress(address(other), address(one))?.text).toBe(common);
  });
});
