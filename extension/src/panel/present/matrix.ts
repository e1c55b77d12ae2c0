import * as l10n from '@vscode/l10n';
import { type CellReport, differs, type LeftState, type MatrixReport } from 'rebind';
import type { Button, MatrixCell, MatrixGroup, MatrixSection, MatrixTable } from '../page.ts';
import type { At, PanelState, Run, Surroundings } from '../state.ts';
import { cellSentence, cellVerdict, optionsKey, sameCell } from './cell.ts';
import { presentTrace } from './trace.ts';
import { optionNames } from './words.ts';

/** What the first server has left on the port, for people. */
const GLOSSES: Readonly<Record<LeftState, () => string>> = {
  BOUND: () => l10n.t('bound, not listening'),
  LISTEN: () => l10n.t('still listening'),
  ESTABLISHED: () => l10n.t('gone, a connection is open'),
  FIN_WAIT2: () => l10n.t('gone, its client has not closed'),
  CLOSE_WAIT: () => l10n.t('its client closed, it has not'),
  TIME_WAIT: () => l10n.t('gone, having closed first'),
  CLOSED: () => l10n.t('gone, its client closed first'),
};

const SHORT: readonly LeftState[] = ['LISTEN', 'TIME_WAIT'];
const SHORT_UDP: readonly LeftState[] = ['BOUND', 'CLOSED'];

/** What was measured: in short, and every cell. */
export function presentMatrix(
  { at, value }: At<Run>,
  state: Pick<PanelState, 'port' | 'trace' | 'work'>,
  around: Pick<Surroundings, 'trusted'>,
): MatrixSection {
  const { report, elsewhere } = value;
  const { cells } = report;
  const chosen = state.trace ? cells.findIndex((cell) => sameCell(cell, state.trace?.cell)) : -1;
  return {
    heading: l10n.t('What this kernel does'),
    dated: { at, text: caption(report, elsewhere) },
    buttons: runButtons(state, elsewhere, around),
    short: shortTable(cells, chosen),
    all: {
      summary: l10n.t('All {0} cells', cells.length),
      tables: pairsOf(cells).map((pair) => fullTable(pair, cells, chosen)),
    },
    trace: state.trace ? presentTrace(state.trace) : undefined,
  };
}

function caption({ port, elapsedMs, cells }: MatrixReport, elsewhere: boolean): string {
  const time = elapsedMs < 10 ? elapsedMs.toFixed(1) : elapsedMs.toFixed(0);
  const where = elsewhere
    ? l10n.t('Measured on free port {0}, {age}, in {1} ms.', String(port), time)
    : l10n.t('Measured on port {0}, {age}, in {1} ms.', String(port), time);
  const surprising = cells.filter(differs).length;
  const known =
    surprising === 0
      ? l10n.t('As documented for this platform.')
      : surprising === 1
        ? l10n.t('1 cell is not as documented for this platform.')
        : l10n.t('{0} cells are not as documented for this platform.', surprising);
  return `${where} ${known}`;
}

function runButtons(
  { port, work }: Pick<PanelState, 'port' | 'work'>,
  elsewhere: boolean,
  { trusted }: Pick<Surroundings, 'trusted'>,
): Button[] {
  if (work) {
    return [];
  }
  const again: Button = {
    label: l10n.t('Run Again'),
    action: { kind: 'run', on: elsewhere ? 'free' : 'port' },
  };
  return elsewhere && port && mayUse(port.by, trusted)
    ? [{ label: l10n.t('Run on {0}', String(port.port)), action: { kind: 'run', on: 'port' } }, again]
    : [again];
}

/** A port that the workspace names is touched only where the workspace is trusted. */
export function mayUse(by: NonNullable<PanelState['port']>['by'], trusted: boolean): boolean {
  return trusted || by === 'chosen';
}

interface Pair {
  readonly protocol: CellReport['protocol'];
  readonly first: string;
  readonly second: string;
}

function pairsOf(cells: readonly CellReport[]): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { protocol, first, second } of cells) {
    pairs.set(`${protocol} ${first.address} ${second.address}`, {
      protocol,
      first: first.address,
      second: second.address,
    });
  }
  return [...pairs.values()];
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}

function shortTable(cells: readonly CellReport[], chosen: number): MatrixTable {
  const same = cells.filter(({ first, second }) => optionsKey(first) === optionsKey(second));
  const short = same.some(({ protocol }) => protocol === 'tcp') ? SHORT : SHORT_UDP;
  const wanted = same.filter(({ state }) => short.includes(state));
  const columns = unique(wanted.map(({ first }) => optionsKey(first))).filter((key) => !key.includes(','));
  return {
    caption: l10n.t('Starting a server on a port that another one left, with the same option on both'),
    rowHeads: [l10n.t('left behind')],
    columns: columns.map((key) => optionNames(key === '' ? [] : [key as 'SO_REUSEADDR'])),
    groups: short.map((state): MatrixGroup => ({
      head: state,
      gloss: GLOSSES[state](),
      rows: [
        {
          cells: columns.flatMap((key) =>
            cellsOf(
              cells,
              chosen,
              (cell) => same.includes(cell) && cell.state === state && optionsKey(cell.first) === key,
            ).slice(0, 1),
          ),
        },
      ],
    })),
  };
}

function fullTable(pair: Pair, cells: readonly CellReport[], chosen: number): MatrixTable {
  const inPair = (cell: CellReport) =>
    cell.protocol === pair.protocol &&
    cell.first.address === pair.first &&
    cell.second.address === pair.second;
  const own = cells.filter(inPair);
  const sets = unique(own.map(({ second }) => optionsKey(second)));
  const nameOf = (key: string) =>
    optionNames(own.find(({ first }) => optionsKey(first) === key)?.first.options ?? []);
  return {
    caption:
      pair.first === pair.second
        ? l10n.t('{0}, both servers on {1}', pair.protocol.toUpperCase(), pair.first)
        : l10n.t('{0}, first {1}, then {2}', pair.protocol.toUpperCase(), pair.first, pair.second),
    rowHeads: [l10n.t('left behind'), l10n.t('by a server with')],
    columns: sets.map((key) => l10n.t('then {0}', nameOf(key))),
    groups: unique(own.map(({ state }) => state)).map((state) => ({
      head: state,
      gloss: GLOSSES[state](),
      rows: sets.map((firstKey) => ({
        head: nameOf(firstKey),
        cells: sets.flatMap((secondKey) =>
          cellsOf(
            cells,
            chosen,
            (cell) =>
              inPair(cell) &&
              cell.state === state &&
              optionsKey(cell.first) === firstKey &&
              optionsKey(cell.second) === secondKey,
          ),
        ),
      })),
    })),
  };
}

function cellsOf(
  cells: readonly CellReport[],
  chosen: number,
  wanted: (cell: CellReport) => boolean,
): MatrixCell[] {
  return cells.flatMap((cell, index) =>
    wanted(cell)
      ? [
          {
            ...cellVerdict(cell),
            description: cellSentence(cell),
            action: { kind: 'trace' as const, cell: index },
            chosen: index === chosen,
          },
        ]
      : [],
  );
}
