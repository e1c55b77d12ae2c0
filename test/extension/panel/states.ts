import {
  type ClaimsReport,
  type MatrixReport,
  runInChild,
  type TracedCellReport,
  type WhyReport,
} from 'rebind';
import type { ListenCall } from '../../../extension/src/lint/listen-call.ts';
import { measureKey } from '../../../extension/src/panel/calls.ts';
import {
  type At,
  type DrillRecord,
  EMPTY,
  type PanelState,
  type Surroundings,
} from '../../../extension/src/panel/state.ts';
import type { PortChoice } from '../../../extension/src/port/port-choice.ts';
import { freePort } from '../../experiment/support.ts';
import { drill, drilledServer } from './drills.ts';

export const NOW = Date.parse('2026-11-26T12:00:00Z');

export const AROUND: Surroundings = {
  lang: 'en',
  trusted: true,
  virtual: false,
  remoteName: undefined,
  platform: 'linux',
  release: '6.18.44',
  arch: 'x64',
  ownPids: [],
  terminals: [],
  relativePath: (uri) => uri.replace('file:///shop/', ''),
  now: NOW,
};

export const PORT: PortChoice = {
  port: 3000,
  by: 'configured',
  protocol: 'tcp',
  folder: 'file:///shop',
  place: { file: '.env', line: 1, column: 6 },
};

export const SYSTEM = { platform: 'linux', release: '6.18.44', arch: 'x64' } as const;

/** What `why` says of a free port. */
export const FREE: WhyReport = {
  schemaVersion: 1,
  command: 'why',
  port: 3000,
  verdict: 'free',
  holders: [],
  peers: [],
  sockets: [],
  bind: [],
  advice: [],
  freePort: 3001,
  system: SYSTEM,
};

const SERVER = {
  pid: 4711,
  command: ['/usr/bin/node', 'dist/server.js'],
  user: 'ada',
  since: new Date(NOW - 12 * 60_000).toISOString(),
  addresses: ['[::]:3000'],
  ancestors: [4700, 4600],
};

/** ... of one that a server listens on. */
export const HELD: WhyReport = {
  ...FREE,
  verdict: 'held',
  holders: [SERVER],
  sockets: [
    {
      protocol: 'tcp',
      local: '[::]:3000',
      remote: null,
      state: 'LISTEN',
      secondsLeft: null,
      inode: 77,
      options: null,
    },
  ],
  advice: [{ id: 'stop-process', text: 'Stop it.' }],
};

/** ... of one with leftovers. */
export const REMEMBERED: WhyReport = {
  ...FREE,
  verdict: 'remembered',
  sockets: [
    {
      protocol: 'tcp',
      local: '127.0.0.1:3000',
      remote: '127.0.0.1:47400',
      state: 'TIME_WAIT',
      secondsLeft: 47.4,
      options: null,
      inode: null,
    },
  ],
  advice: [{ id: 'release', text: 'Run rebind release 3000.' }],
};

export function listenCall(more: Partial<ListenCall> = {}): ListenCall {
  return {
    uri: 'file:///shop/src/server.ts',
    range: { start: { line: 11, character: 2 }, end: { line: 11, character: 15 } },
    api: 'http.Server.listen()',
    languageId: 'typescript',
    protocol: 'tcp',
    port: { kind: 'environment', variable: 'PORT', fallback: 3000 },
    reuse: { reuseAddr: true, reusePort: false },
    ...more,
  };
}

const CALLS: readonly ListenCall[] = [
  listenCall(),
  listenCall({
    uri: 'file:///shop/tools/echo.c',
    range: { start: { line: 39, character: 6 }, end: { line: 39, character: 10 } },
    api: 'bind()',
    languageId: 'c',
    address: '0.0.0.0',
    port: { kind: 'literal', value: 3000 },
    reuse: { reuseAddr: false, reusePort: false },
    finding: { ruleId: 'rebind/require-reuse', message: 'A restart fails.', severity: 2, fixable: true },
  }),
  listenCall({
    uri: 'file:///shop/src/worker.ts',
    address: 'db.internal',
    reuse: { reuseAddr: true, reusePort: 'unknown' },
  }),
];

export interface Measurements {
  readonly matrix: MatrixReport;
  readonly trace: TracedCellReport;
  readonly claims: ClaimsReport;
  readonly calls: Readonly<Record<string, { readonly report: MatrixReport }>>;
  /** A server that did not come back, and the same one that does. */
  readonly drills: readonly At<DrillRecord>[];
}

/** What this kernel says, once. */
export async function measure(): Promise<Measurements> {
  const matrixAt = (address: string) =>
    runInChild({ command: 'matrix', port: 0, protocols: ['tcp'], first: [address], second: [address] });
  const matrix = await matrixAt('127.0.0.1');
  const port = await freePort();
  const server = drilledServer(port);
  const generation = { address: '127.0.0.1', options: [] };
  return {
    matrix,
    trace: await runInChild({
      command: 'cell',
      port: 0,
      protocol: 'tcp',
      state: 'TIME_WAIT',
      first: generation,
      second: generation,
    }),
    claims: await runInChild({ command: 'claims', port: 0, host: '127.0.0.1' }),
    calls: {
      'tcp ::': { report: await matrixAt('::') },
      'tcp 0.0.0.0': { report: await matrixAt('0.0.0.0') },
    },
    drills: [await drill(server, port, false, NOW - 60_000), await drill(server, port, true, NOW)],
  };
}

/** Everything the panel can show at once. */
export function everything({ matrix, trace, claims, calls, drills }: Measurements): PanelState {
  if (CALLS.slice(0, 2).some((call) => !Object.hasOwn(calls, measureKey(call) ?? ''))) {
    throw new TypeError('a call was not measured');
  }
  return {
    ...EMPTY,
    port: PORT,
    why: { at: NOW, value: HELD },
    run: { at: NOW, value: { report: matrix, elsewhere: true } },
    measured: calls,
    calls: CALLS,
    trace,
    claims: { at: NOW, value: claims },
    drills,
  };
}
