import { describe, expect, it } from 'vitest';
import { decodeMibTable, fileTimeToDate } from '../../../experiment/src/kernel/mib-table.ts';

/** A DWORD. */
const dword = (value: number) => [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24];
/** A port in a DWORD: network order in its first two bytes, what Windows likes in the others. */
const port = (value: number) => [value >> 8, value & 0xff, 0xaa, 0xbb];
const table = (...rows: number[][]) => Uint8Array.from([...dword(rows.length), ...rows.flat()]);
const IPV6_LOOPBACK = [...new Array<number>(15).fill(0), 1];

describe('the tables of Windows', () => {
  it('give TCP sockets of IPv4: a listener with its owner, a TIME_WAIT without', () => {
    const loopback = [127, 0, 0, 1];
    const bytes = table(
      [...dword(2), ...loopback, ...port(3000), ...dword(0), ...port(0xdead), ...dword(4711)],
      [...dword(11), ...loopback, ...port(3000), ...loopback, ...port(51000), ...dword(0)],
      [...dword(8), ...loopback, ...port(3000), ...loopback, ...port(51001), ...dword(4712)],
    );
    expect(decodeMibTable('tcp', 4, bytes)).toMatchObject([
      {
        local: { address: { text: '127.0.0.1' }, port: 3000 },
        remote: { port: 0 },
        state: 'LISTEN',
        inode: 4711,
      },
      { remote: { address: { text: '127.0.0.1' }, port: 51000 }, state: 'TIME_WAIT', inode: 0 },
      { remote: { port: 51001 }, state: 'CLOSE_WAIT', inode: 4712 },
    ]);
  });

  it('give TCP sockets of IPv6, whose addresses have scopes behind them', () => {
    const bytes = table([
      ...IPV6_LOOPBACK,
      ...dword(7),
      ...port(3000),
      ...IPV6_LOOPBACK,
      ...dword(7),
      ...port(51000),
      ...dword(5),
      ...dword(4711),
    ]);
    expect(decodeMibTable('tcp', 6, bytes)).toMatchObject([
      {
        local: { address: { text: '::1' }, port: 3000 },
        remote: { address: { text: '::1' }, port: 51000 },
        state: 'ESTABLISHED',
        inode: 4711,
      },
    ]);
  });

  it('give datagram sockets of both', () => {
    expect(decodeMibTable('udp', 4, table([0, 0, 0, 0, ...port(5353), ...dword(4711)]))).toMatchObject([
      { protocol: 'udp', local: { address: { text: '0.0.0.0' }, port: 5353 }, state: 'CLOSE', inode: 4711 },
    ]);
    expect(
      decodeMibTable('udp', 6, table([...IPV6_LOOPBACK, ...dword(0), ...port(5353), ...dword(4711)])),
    ).toMatchObject([{ local: { address: { text: '::1' }, port: 5353 }, inode: 4711 }]);
  });

  it('are read no further than they are long', () => {
    const bytes = table([...dword(2), 127, 0, 0, 1, ...port(1), ...dword(0), ...port(0), ...dword(1)]);
    bytes.set(dword(1000));
    expect(decodeMibTable('tcp', 4, bytes)).toHaveLength(1);
    expect(decodeMibTable('tcp', 4, new Uint8Array(4))).toEqual([]);
  });
});

it('a FILETIME counts 100 ns since 1601', () => {
  expect(fileTimeToDate(116_444_736_000_000_000n)).toEqual(new Date(0));
});
