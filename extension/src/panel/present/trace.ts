import * as l10n from '@vscode/l10n';
import type { SocketRole, TracedCall, TracedCellReport } from 'rebind';
import type { SimpleTable, TraceSection } from '../page.ts';
import type { Lane, Span, Timeline, TimelineRow } from '../view/timeline.ts';
import { cellSentence } from './cell.ts';

const ROLES: readonly SocketRole[] = ['first', 'connection', 'client', 'second'];

const ROLE_NAMES: Readonly<Record<SocketRole, () => string>> = {
  first: () => l10n.t('First server'),
  connection: () => l10n.t('Its connection'),
  client: () => l10n.t('Client'),
  second: () => l10n.t('Second server'),
};

const CALLER_NAMES: Readonly<Record<TracedCall['by'], () => string>> = {
  first: ROLE_NAMES.first,
  client: ROLE_NAMES.client,
  second: ROLE_NAMES.second,
};

/** A chosen cell: its calls with their results, and the states of both sides as the kernel showed them. */
export function presentTrace(report: TracedCellReport): TraceSection {
  const { cell, calls, port } = report;
  return {
    heading: cellSentence(cell),
    note: l10n.t(
      'Run once more on port {0} to write it down: every system call, and the states the kernel showed after it.',
      String(port),
    ),
    buttons: [{ label: l10n.t('Close'), action: { kind: 'closeTrace' } }],
    calls: callTable(calls),
    timeline: timelineOf(report),
  };
}

function callTable(calls: readonly TracedCall[]): SimpleTable {
  return {
    caption: l10n.t('System calls'),
    columns: [l10n.t('no.'), l10n.t('by'), l10n.t('call'), l10n.t('result'), l10n.t('at')],
    rows: calls.map(({ by, call, result, atUs }, index) => [
      String(index + 1),
      CALLER_NAMES[by](),
      call,
      result,
      `${(atUs / 1000).toFixed(2)} ms`,
    ]),
  };
}

/** The calls that changed a state, and the second server's own. */
export function timelineOf({ calls, cell }: TracedCellReport): Timeline {
  const shown = calls
    .map((call, index) => ({ call, number: index + 1, before: calls[index - 1] }))
    .filter(
      ({ call, before }) =>
        isOutcome(call) || states(call).join() !== (before ? states(before) : NOTHING).join(),
    );
  const used = ROLES.filter((role) =>
    shown.some(({ call }) => stateOf(call, role) !== undefined || (role === 'second' && isOutcome(call))),
  );
  return {
    summary: l10n.t('States of the sockets, call by call. {0}', cellSentence(cell)),
    lanes: used.map((role): Lane => ({
      name: ROLE_NAMES[role](),
      spans: spansOf(
        shown.map(({ call }) => stateOf(call, role)),
        ROLE_NAMES[role](),
      ),
    })),
    rows: shown.map(({ call, number }): TimelineRow => ({
      number,
      call: nameOf(call),
      outcome:
        isOutcome(call) && call.result !== 'ok'
          ? { lane: used.indexOf('second'), text: call.result, good: false }
          : undefined,
    })),
  };
}

const NOTHING = ROLES.map(() => undefined);

const nameOf = ({ call }: TracedCall) => call.slice(0, call.indexOf('('));
const isOutcome = (call: TracedCall) => call.phase === 'bind again' && /^(bind|listen)$/.test(nameOf(call));
const states = (call: TracedCall) => ROLES.map((role) => stateOf(call, role));
const stateOf = ({ sockets }: TracedCall, role: SocketRole) =>
  sockets.find((socket) => socket.role === role)?.state;

function spansOf(lane: readonly (string | undefined)[], name: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (let row = 1; row <= lane.length; row += 1) {
    const state = lane[from];
    if (row === lane.length || lane[row] !== state) {
      if (state !== undefined) {
        const label = state === 'CLOSE' ? l10n.t('bound') : state;
        spans.push({ from, to: row, state, label, title: l10n.t('{0}: {1}', name, label) });
      }
      from = row;
    }
  }
  return spans;
}
