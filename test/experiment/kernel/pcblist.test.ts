import { describe, expect, it } from 'vitest';
import { decodePcbList } from '../../../experiment/src/kernel/pcblist.ts';
import { decodeArguments, decodeBsdInfo } from '../../../experiment/src/kernel/darwin-records.ts';
import { DARWIN_TCP_STATES } from '../../../experiment/src/sockets/darwin-states.ts';

/** Bytes laid out as a C struct is: little-endian numbers at their offsets, ports and addresses in network order. */
class Struct {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.#view = new DataView(this.bytes.buffer);
  }

  u8 = (at: number, value: number) =>
    this.#set(() => {
      this.#view.setUint8(at, value);
    });
  u16 = (at: number, value: number) =>
    this.#set(() => {
      this.#view.setUint16(at, value, true);
    });
  u32 = (at: number, value: number) =>
    this.#set(() => {
      this.#view.setUint32(at, value, true);
    });
  u64 = (at: number, value: bigint) =>
    this.#set(() => {
      this.#view.setBigUint64(at, value, true);
    });
  port = (at: number, value: number) =>
    this.#set(() => {
      this.#view.setUint16(at, value);
    });
  raw = (at: number, values: readonly number[]) =>
    this.#set(() => {
      this.bytes.set(values, at);
    });

  #set(change: () => void): this {
    change();
    return this;
  }
}

const GENERATION = new Struct(24).u32(0, 24); // struct xinpgen

const socket = ({ options = 0, state = 0, uid = 501, lastPid = 4711 } = {}) =>
  new Struct(76).u32(0, 76).u32(4, 0x001).u32(20, options).u16(26, state).u32(64, uid).u32(68, lastPid);

const inpcb = ({
  vflag,
  local,
  localPort,
  remote = [],
  remotePort = 0,
  flags = 0,
}: {
  vflag: number;
  local: readonly number[];
  localPort: number;
  remote?: readonly number[];
  remotePort?: number;
  flags?: number;
}) =>
  new Struct(104)
    .u32(0, 104)
    .u32(4, 0x010)
    .port(16, remotePort)
    .port(18, localPort)
    .u32(36, flags)
    .u8(44, vflag)
    .raw(48 + (remote.length === 4 ? 12 : 0), remote)
    .raw(64 + (local.length === 4 ? 12 : 0), local);

const tcpcb = (state: number) => new Struct(204).u32(0, 204).u32(4, 0x020).u32(36, state);
const buffer = (kind: number) => new Struct(32).u32(0, 32).u32(4, kind); // xsockbuf_n and others are passed over

function list(...structs: Struct[]): Uint8Array {
  const padded = [GENERATION, ...structs, GENERATION].map(({ bytes }) => {
    const record = new Uint8Array((bytes.length + 7) & ~7);
    record.set(bytes);
    return record;
  });
  return Uint8Array.from(padded.flatMap((record) => [...record]));
}

const IPV6_LOOPBACK = [...new Array<number>(15).fill(0), 1];

describe('the list of sockets of macOS', () => {
  it('gives a listener with its options, its user and the process that last used it', () => {
    const bytes = list(
      socket({ options: 0x0004 | 0x0002 }),
      buffer(0x002),
      buffer(0x004),
      buffer(0x008),
      inpcb({ vflag: 1, local: [127, 0, 0, 1], localPort: 3000 }),
      tcpcb(1),
    );
    expect(decodePcbList('tcp', bytes, DARWIN_TCP_STATES)).toMatchObject([
      {
        protocol: 'tcp',
        local: { address: { text: '127.0.0.1' }, port: 3000 },
        remote: { port: 0 },
        state: 'LISTEN',
        inode: 4711,
        uid: 501,
        options: ['SO_REUSEADDR'],
      },
    ]);
  });

  it('gives a TIME_WAIT as what no process has', () => {
    const bytes = list(
      socket({ state: 0x0001, options: 0x0200 | 0x0004 }),
      inpcb({ vflag: 2, local: IPV6_LOOPBACK, localPort: 3000, remote: IPV6_LOOPBACK, remotePort: 51000 }),
      tcpcb(10),
    );
    expect(decodePcbList('tcp', bytes, DARWIN_TCP_STATES)).toMatchObject([
      {
        local: { address: { text: '::1' }, port: 3000 },
        remote: { address: { text: '::1' }, port: 51000 },
        state: 'TIME_WAIT',
        inode: 0,
        options: ['SO_REUSEADDR', 'SO_REUSEPORT'],
      },
    ]);
  });

  it('tells a dual-stack wildcard from one for IPv6 alone', () => {
    const wildcard = new Array<number>(16).fill(0);
    const bytes = list(
      socket(),
      inpcb({ vflag: 3, local: wildcard, localPort: 3000 }),
      tcpcb(1),
      socket(),
      inpcb({ vflag: 2, local: wildcard, localPort: 3000, flags: 0x8000 }),
      tcpcb(1),
    );
    expect(decodePcbList('tcp', bytes, DARWIN_TCP_STATES).map(({ local }) => local.address.text)).toEqual([
      '::',
      '::/v6only',
    ]);
  });

  it('gives datagram sockets, which have no record of TCP', () => {
    const bytes = list(socket(), inpcb({ vflag: 1, local: [0, 0, 0, 0], localPort: 5353 }));
    expect(decodePcbList('udp', bytes, DARWIN_TCP_STATES)).toMatchObject([
      { protocol: 'udp', local: { address: { text: '0.0.0.0' }, port: 5353 }, state: 'CLOSE' },
    ]);
  });

  it('ends at records that are cut off, and is empty for an empty answer', () => {
    const whole = list(socket(), inpcb({ vflag: 1, local: [127, 0, 0, 1], localPort: 1 }), tcpcb(1));
    expect(decodePcbList('tcp', whole.subarray(0, 200), DARWIN_TCP_STATES)).toEqual([]);
    expect(decodePcbList('tcp', new Uint8Array(0), DARWIN_TCP_STATES)).toEqual([]);
  });
});

describe('a process of macOS', () => {
  it('has its parent, user and start in struct proc_bsdinfo', () => {
    const { bytes } = new Struct(136).u32(16, 99).u32(20, 501).u64(120, 1_700_000_000n).u64(128, 250_000n);
    expect(decodeBsdInfo(bytes)).toEqual({
      parent: 99,
      uid: 501,
      startedAt: new Date(1_700_000_000_250),
    });
  });

  it('has its arguments behind its path and some zeros', () => {
    const text = '/usr/local/bin/node\0\0\0\0\0\0node\0server.js\0--port\0HOME=/Users/me\0';
    const bytes = Uint8Array.from([3, 0, 0, 0, ...Buffer.from(text)]);
    expect(decodeArguments(bytes)).toEqual(['node', 'server.js', '--port']);
  });
});
