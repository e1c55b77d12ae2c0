import { describe, expect, it } from 'vitest';
import { net, dgram } from './listeners.ts';
import { PLATFORMS, type GivenOption, type ListenSite } from '../../eslint-plugin/src/sites/site.ts';
import { readTargets } from '../../eslint-plugin/src/sites/targets.ts';
import { judge } from '../../eslint-plugin/src/verdict.ts';

const site = (more: Partial<ListenSite>): ListenSite => ({
  api: net,
  loc: { start: { line: 1, column: 0 }, end: { line: 1, column: 1 } },
  port: { kind: 'literal', value: 3000 },
  multicast: 'no',
  given: [],
  certainty: 'traced',
  proof: 'proven',
  platforms: PLATFORMS,
  hasFlag: () => false,
  write: () => undefined,
  ...more,
});

const option = (
  name: GivenOption['name'],
  value: boolean | 'unknown',
  more: Partial<GivenOption> = {},
): GivenOption => ({
  name,
  spelled: name,
  values: { linux: value, darwin: value, win32: value },
  line: 1,
  ...more,
});
const onLinux = option('reusePort', true, { values: { linux: true, darwin: false, win32: false } });
const onPosix = option('reuseAddr', true, { values: { linux: true, darwin: true, win32: false } });
const python = { ...net, runtime: 'python' as const };
const NAMED = { platforms: ['linux', 'darwin', 'win32'] };
const misplaced = option('reusePort', true, { noEffect: { because: 'wrong-argument', where: '' } });
const portless = (value: boolean) =>
  option('reusePort', value, { noEffect: { because: 'no-port', where: 'path' } });

/** What is judged, what the settings say, the verdict, and its reason. */
const TABLE: readonly (readonly [string, Partial<ListenSite>, object, string, string?])[] = [
  ['nothing said', {}, {}, 'unstated', 'tcp'],
  ['nothing said, dropped anyway', { api: { ...net, forwards: 'no' } }, {}, 'unstated', 'dropped'],
  ['nothing said, shared by itself', { api: { ...net, sharesByDefault: true } }, {}, 'unstated', 'shares'],
  ['nothing said, UDP', { api: dgram }, {}, 'unstated', 'udp-unicast'],
  [
    'nothing said, UDP that may be multicast',
    { api: dgram, multicast: 'unknown' },
    {},
    'unstated',
    'udp-unicast',
  ],
  ['nothing said, multicast', { api: dgram, multicast: 'yes' }, {}, 'unstated', 'udp-multicast'],
  ['nothing said, no option exists', { api: { ...dgram, options: [] } }, {}, 'unstated', 'no-option'],
  ['port 0', { port: { kind: 'ephemeral' } }, {}, 'exempt'],
  ['no port', { port: { kind: 'none' } }, {}, 'exempt'],
  ['a path', { port: { kind: 'path' } }, {}, 'exempt'],
  ['a handle', { port: { kind: 'handle' } }, {}, 'exempt'],
  ['arguments that cannot be read', { port: { kind: 'opaque' } }, {}, 'exempt'],
  [
    'arguments that cannot be read, asked for',
    { port: { kind: 'opaque' } },
    { checkUnknown: true },
    'unstated',
    'tcp',
  ],
  ['off', { given: [option('reusePort', false)] }, {}, 'stated'],
  ['on, from elsewhere', { given: [option('reusePort', 'unknown')] }, {}, 'stated'],
  ['on Linux alone', { given: [onLinux] }, {}, 'stated'],
  ['exclusive', { given: [option('exclusive', true)] }, {}, 'stated'],
  [
    'on where macOS and Windows are targets',
    { given: [option('reusePort', true)] },
    {},
    'unsafe',
    'platform',
  ],
  [
    'on where Linux is the target',
    { given: [option('reusePort', true)] },
    { platforms: ['linux'] },
    'stated',
  ],
  [
    'on where Linux alone is reached',
    { given: [option('reusePort', true)], platforms: ['linux'] },
    {},
    'stated',
  ],
  ['on in Bun', { given: [option('reusePort', true)] }, { runtime: 'bun' }, 'unsafe', 'no-balance'],
  ['on in Deno, by node:net', { given: [option('reusePort', true)] }, { runtime: 'deno' }, 'stated'],
  [
    'on in an old Node',
    { given: [option('reusePort', true)] },
    { node: '>=20', platforms: ['linux'] },
    'ineffective',
    'node-too-old',
  ],
  ['off in an old Node', { given: [option('reusePort', false)] }, { node: '>=20' }, 'stated'],
  [
    'on in a Node between the two lines that have it',
    { given: [onLinux] },
    { node: '23.0.0' },
    'ineffective',
    'node-too-old',
  ],
  ['on in a new Node', { given: [onLinux] }, { node: '^22.12.0 || >=24' }, 'stated'],
  ['in the wrong argument', { given: [misplaced] }, {}, 'ineffective', 'wrong-argument'],
  [
    'in the wrong argument, with port 0',
    { given: [misplaced], port: { kind: 'ephemeral' } },
    {},
    'ineffective',
    'wrong-argument',
  ],
  ['on beside a path', { given: [portless(true)], port: { kind: 'path' } }, {}, 'ineffective', 'no-port'],
  ['off beside a path', { given: [portless(false)], port: { kind: 'path' } }, {}, 'exempt'],
  [
    'ignored by the runtime',
    { given: [onLinux], api: { ...net, ignoredBy: { bun: ['reusePort'] } } },
    { runtime: 'bun' },
    'ineffective',
    'runtime-drops',
  ],
  [
    'ignored by another runtime',
    { given: [onLinux], api: { ...net, ignoredBy: { bun: ['reusePort'] } } },
    {},
    'stated',
  ],
  ['needing a flag', { given: [onLinux], api: { ...net, reusePortNeedsFlag: '--x' } }, {}, 'unsafe', 'flag'],
  [
    'needing a flag that is there',
    { given: [onLinux], api: { ...net, reusePortNeedsFlag: '--x' }, hasFlag: (flag) => flag === '--x' },
    {},
    'stated',
  ],
  ['UDP reuse for unicast', { api: dgram, given: [option('reuseAddr', true)] }, {}, 'unsafe', 'unicast'],
  [
    'UDP reuse that others may need',
    { api: dgram, given: [option('reuseAddr', true)], multicast: 'unknown' },
    {},
    'stated',
  ],
  [
    'UDP reuse for multicast',
    { api: dgram, given: [option('reuseAddr', true)], multicast: 'yes' },
    {},
    'stated',
  ],
  [
    'UDP reuse off for multicast',
    { api: dgram, given: [option('reuseAddr', false)], multicast: 'yes' },
    {},
    'disabled',
    'multicast',
  ],
  ['Python, on everywhere', { api: python, given: [option('reuseAddr', true)] }, {}, 'stated'],
  [
    'Python, on everywhere, where the settings name Windows',
    { api: python, given: [option('reuseAddr', true)] },
    NAMED,
    'unsafe',
    'winsock',
  ],
  [
    'Python, kept from Windows, where the settings name it',
    { api: python, given: [onPosix] },
    NAMED,
    'stated',
  ],
  [
    'Python, off',
    { api: python, given: [option('reuseAddr', false)] },
    { platforms: ['linux'] },
    'disabled',
    'restart',
  ],
  [
    'Python, off on Windows alone',
    { api: python, given: [option('reuseAddr', false)] },
    { platforms: ['win32'] },
    'stated',
  ],
  [
    'on the first of several sockets',
    { api: python, given: [option('reuseAddr', true, { noEffect: { because: 'first-only', where: '' } })] },
    {},
    'ineffective',
    'first-only',
  ],
  ['UDP reuse off for unicast', { api: dgram, given: [option('reuseAddr', false)] }, {}, 'stated'],
  [
    'exclusive in a cluster worker',
    { given: [option('exclusive', true)], worker: 'cluster' },
    {},
    'disabled',
    'cluster-worker',
  ],
  ['exclusive in a thread', { given: [option('exclusive', true)], worker: 'thread' }, {}, 'stated'],
  [
    'exclusive in a worker that shares',
    { given: [option('exclusive', true), onLinux], worker: 'cluster' },
    {},
    'stated',
  ],
  [
    'misplaced and off at once: the first that applies',
    { api: dgram, multicast: 'yes', given: [option('reuseAddr', false), misplaced] },
    {},
    'ineffective',
    'wrong-argument',
  ],
];

describe('judge', () => {
  it.each(TABLE.map((row) => ({ row, title: row[0] })))(
    '$title',
    ({ row: [, more, rebind, kind, reason] }) => {
      const verdict = judge(site(more), readTargets({ rebind }));
      expect(verdict.kind).toBe(kind);
      expect(
        'because' in verdict ? verdict.because : 'situation' in verdict ? verdict.situation : undefined,
      ).toBe(reason);
    },
  );
});
