import { type CellReport, differs } from '../matrix/cell.ts';
import { groupBy } from '../group-by.ts';
import type { MatrixReport } from '../matrix/matrix.ts';
import type { ReuseOption } from '../sockets/sockets.ts';
import { columns } from './columns.ts';
import { ranElsewhere } from './elsewhere.ts';
import { count, type Style } from './style.ts';

const LEGEND = "Down: what was left, and the first socket's options. Across: the second socket's.";

/** The matrix as a person reads it: a block a state, the first socket's options down, the second's across. */
export function matrixText(report: MatrixReport, style: Style): string {
  const { port, system, elapsedMs, cells } = report;
  const lines = [
    `${style.bold(`Port ${port}`)} on ${system.platform} ${system.release}: ${count(cells.length, 'cell')} in ${elapsedMs.toFixed(1)} ms`,
  ];
  for (const group of groupBy(cells, pairTitle)) {
    lines.push('', style.bold(group.key), style.dim(LEGEND), '', table(group.items, style));
  }
  lines.push('', ...notes(report, style));
  return `${lines.join('\n')}\n`;
}

/** Whether the kernel does what is documented, in a sentence. */
export function matrixLine({ port, cells, leftAsFound }: MatrixReport, style: Style): string {
  const missed = cells.filter(({ reached }) => !reached).length;
  const differing = cells.filter(differs).length;
  const fine = missed + differing === 0 && leftAsFound;
  return (fine ? style.green : style.red)(
    `Port ${port}: ${count(cells.length, 'cell')}, ${differing} not as documented, ${missed} not reached; the port is ${leftAsFound ? '' : 'not '}as it was found.`,
  );
}

function pairTitle({ protocol, first, second }: CellReport): string {
  return first.address === second.address
    ? `${protocol}, both sockets on ${first.address}`
    : `${protocol}, ${first.address} first, then ${second.address}`;
}

function table(cells: readonly CellReport[], style: Style): string {
  const across = groupBy(cells, ({ second }) => optionNames(second.options)).map(({ key }) => key);
  const header = ['left behind', 'first', ...across];
  const rows = groupBy(cells, ({ state }) => state).flatMap(({ key: state, items }) =>
    groupBy(items, ({ first }) => optionNames(first.options)).map(({ key, items: row }, index) => [
      index === 0 ? style.bold(state) : '',
      key,
      ...row.map((cell) => cellText(cell, style)),
    ]),
  );
  return columns([header.map((title) => style.dim(title)), ...rows]);
}

function optionNames(options: readonly ReuseOption[]): string {
  // so short that the table fits into 80 columns
  return options.length === 0
    ? 'none'
    : options.length === 2
      ? 'both'
      : options.map((option) => option.replace('SO_', '')).join('+');
}

function cellText(cell: CellReport, style: Style): string {
  if (cell.bind === null) {
    return style.yellow('- not reached');
  }
  const [good, text] =
    cell.bind !== 'ok'
      ? [false, cell.bind]
      : cell.listen === null || cell.listen === 'ok'
        ? [true, 'ok']
        : [false, `ok, listen ${cell.listen}`];
  const shown = good ? style.green(`✓ ${text}`) : style.red(`✗ ${text}`);
  return differs(cell) ? `${shown} ${style.yellow(`(documented: ${String(cell.expected)})`)}` : shown;
}

function notes({ cells, port, leftAsFound, remains, interference }: MatrixReport, style: Style): string[] {
  const missed = cells.filter(({ reached }) => !reached);
  const reasons = groupBy(missed, ({ state, reason }) => `${state}: ${reason ?? ''}`);
  const differing = cells.filter(differs);
  return [
    ...reasons.map(({ key, items }) => style.yellow(`${count(items.length, 'cell')} not reached: ${key}`)),
    differing.length === 0
      ? 'Every cell that was reached is as documented for this platform.'
      : style.yellow(`${count(differing.length, 'cell')} not as documented for this platform.`),
    ...ranElsewhere(cells, 'cell'),
    ...(interference > 0
      ? [
          `${count(interference, 'connection')} of others came in meanwhile and were reset; their cells were repeated.`,
        ]
      : []),
    leftAsFound
      ? style.green(`Port ${port} is as it was found.`)
      : style.red(
          `Port ${port} is not as it was found: ${remains.map(({ local, state }) => `${local} ${state}`).join(', ')}.`,
        ),
  ];
}
