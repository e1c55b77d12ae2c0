import { describe, expect, it } from 'vitest';
import { dgram, net } from '../listeners.ts';
import { excludes, portKey } from '../../../eslint-plugin/src/sites/exclusion.ts';
import {
  PLATFORMS,
  type ApiFacts,
  type GivenOption,
  type ListenSite,
  type Platform,
} from '../../../eslint-plugin/src/sites/site.ts';
import { readTargets } from '../../../eslint-plugin/src/sites/targets.ts';

const raw: ApiFacts = { ...net, runtime: 'posix', restart: 'fails' };
const python: ApiFacts = { ...net, runtime: 'python', unstated: 'pythonServer' };

const site = (taken: string | undefined, more: Partial<ListenSite> = {}): ListenSite => ({
  api: net,
  loc: { start: { line: 1, column: 0 }, end: { line: 1, column: 1 } },
  port: { kind: 'literal', value: 3000 },
  taken,
  multicast: 'no',
  given: [],
  certainty: 'traced',
  proof: 'proven',
  platforms: PLATFORMS,
  hasFlag: () => false,
  write: () => undefined,
  ...more,
});

const on = (name: GivenOption['name'], value: boolean | 'unknown' = true): Partial<ListenSite> => ({
  given: [{ name, spelled: name, values: { linux: value, darwin: value, win32: value }, line: 1 }],
});

const LINUX: readonly Platform[] = ['linux'];
const POSIX: readonly Platform[] = ['linux', 'darwin'];
const NOWHERE: readonly Platform[] = [];
const shared = on('reusePort');
const reused = on('reuseAddr');
const udp = { api: dgram };

/** Two binds of one port, what the second has in place of what the first has, and where the second fails. */
const TABLE: readonly (readonly [string, ListenSite, ListenSite, readonly Platform[]])[] = [
  ['one address twice', site('127.0.0.1'), site('127.0.0.1'), PLATFORMS],
  ['no address twice', site('*'), site('*'), PLATFORMS],
  ['a name twice', site('localhost'), site('localhost'), PLATFORMS],
  ['the wildcard before a specific address', site('0.0.0.0'), site('127.0.0.1'), LINUX],
  ['the wildcard after a specific address', site('127.0.0.1'), site('0.0.0.0'), LINUX],
  ['both families before the IPv4 wildcard', site('::'), site('0.0.0.0'), LINUX],
  ['both families after the IPv4 wildcard', site('0.0.0.0'), site('*'), LINUX],
  ['both families beside a specific IPv4 address', site('*'), site('10.0.0.1'), LINUX],
  ['both families beside one of IPv6', site('::'), site('::1'), LINUX],
  ['both families beside a name', site('*'), site('localhost'), LINUX],
  ['IPv6 alone beside the IPv4 wildcard', site('::/v6only'), site('0.0.0.0'), NOWHERE],
  ['IPv6 alone beside one of its addresses', site('::/v6only'), site('::1'), LINUX],
  ['both families beside IPv6 alone', site('::'), site('::/v6only'), LINUX],
  ['two specific addresses', site('127.0.0.1'), site('127.0.0.2'), NOWHERE],
  ['a specific address of each family', site('127.0.0.1'), site('::1'), NOWHERE],
  ['the IPv4 wildcard beside an IPv6 address', site('0.0.0.0'), site('::1'), NOWHERE],
  ['an address written as IPv6 that is of IPv4', site('::ffff:127.0.0.1'), site('127.0.0.1'), PLATFORMS],
  ['brackets', site('[::1]'), site('::1'), PLATFORMS],
  ['a name beside an address that it may stand for', site('localhost'), site('127.0.0.1'), NOWHERE],
  ['an address that is not known', site(undefined), site('*'), NOWHERE],
  ['what an API takes by itself, twice', site(''), site(''), PLATFORMS],
  ['what two APIs take by themselves', site(''), site('', { api: { ...net, name: 'other()' } }), NOWHERE],
  ['another port', site('*'), site('*', { port: { kind: 'literal', value: 3001 } }), NOWHERE],
  ['the other protocol', site('*'), site('*', udp), NOWHERE],
  ['SO_REUSEPORT on both', site('*', shared), site('*', shared), NOWHERE],
  ['SO_REUSEPORT on the first', site('*', shared), site('*'), PLATFORMS],
  ['SO_REUSEPORT on the second', site('*'), site('*', shared), PLATFORMS],
  ['SO_REUSEPORT that may be on', site('*', on('reusePort', 'unknown')), site('*', shared), NOWHERE],
  [
    'a system socket without options beside a specific address',
    site('0.0.0.0', { api: raw }),
    site('127.0.0.1', { api: raw }),
    POSIX,
  ],
  [
    'system sockets with SO_REUSEADDR, which no listener shares',
    site('0.0.0.0', { api: raw, ...reused }),
    site('127.0.0.1', { api: raw, ...reused }),
    LINUX,
  ],
  [
    'system sockets with SO_REUSEADDR on one address, which Windows shares',
    site('0.0.0.0', { api: raw, ...reused }),
    site('0.0.0.0', { api: raw, ...reused }),
    POSIX,
  ],
  [
    'servers that set SO_REUSEADDR on Windows too',
    site('*', { api: python }),
    site('*', { api: python }),
    POSIX,
  ],
  ['datagrams', site('0.0.0.0', udp), site('0.0.0.0', udp), PLATFORMS],
  ['datagrams to a specific address', site('0.0.0.0', udp), site('127.0.0.1', udp), POSIX],
  [
    'datagrams with SO_REUSEADDR on both',
    site('0.0.0.0', { ...udp, ...reused }),
    site('0.0.0.0', { ...udp, ...reused }),
    NOWHERE,
  ],
  ['datagrams to both families and to the IPv4 wildcard', site('::', udp), site('0.0.0.0', udp), LINUX],
  ['datagrams to both families and to one address of IPv6', site('::', udp), site('::1', udp), POSIX],
  ['datagrams with SO_REUSEADDR on one', site('*', { ...udp, ...reused }), site('*', udp), PLATFORMS],
  ['where only one runs', site('*', { platforms: LINUX }), site('*', { platforms: ['darwin'] }), NOWHERE],
  ['where both run', site('*', { platforms: POSIX }), site('*', { platforms: LINUX }), LINUX],
];

describe('two binds of one port', () => {
  it.each(TABLE)('%s', (_, first, second, platforms) => {
    expect(excludes(first, second, readTargets({}))?.platforms ?? NOWHERE).toEqual(platforms);
  });

  it('are judged for the target platforms alone', () => {
    const settings = { rebind: { platforms: ['win32'] } };
    expect(excludes(site('0.0.0.0'), site('127.0.0.1'), readTargets(settings))).toBeUndefined();
  });
});

describe('the port of a bind is proven', () => {
  it.each<[string, ListenSite['port'], string | undefined]>([
    ['a number', { kind: 'literal', value: 3000 }, 'tcp 3000'],
    ['a variable with a default', { kind: 'environment', variable: 'PORT', fallback: 3000 }, 'tcp PORT 3000'],
    ['a variable that may be unset', { kind: 'environment', variable: 'PORT' }, undefined],
    ['an expression', { kind: 'unknown', text: 'port' }, undefined],
    ['the kernel’s choice', { kind: 'ephemeral' }, undefined],
    ['a path', { kind: 'path' }, undefined],
    [
      'one of two numbers',
      {
        kind: 'literal',
        value: 3000,
        written: [
          { value: 3000, range: [0, 4] },
          { value: 4000, range: [5, 9] },
        ],
      },
      undefined,
    ],
  ])('by %s', (_, port, key) => {
    expect(portKey(site('*', { port }))).toBe(key);
  });
});
