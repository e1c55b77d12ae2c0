import type { StateCounts } from '../drill/facts.ts';
import type { DrillReport, DrillStep, RoundReport, WayReport } from '../drill/model.ts';
import type { Spread } from '../drill/statistics.ts';
import type { Verdict } from '../drill/verdict.ts';
import { commandLine } from '../text/command-line.ts';
import { groupBy } from '../group-by.ts';
import { columns } from './columns.ts';
import { count, type Style } from './style.ts';

/** What is said while a drill runs and no bar shows it: where the output goes, and a line a round. */
export function stepText(step: DrillStep, rounds: number): string | undefined {
  switch (step.kind) {
    case 'log':
      return `The server's output goes to ${step.path}`;
    case 'round': {
      const { how, round } = step.report;
      return `${how} ${round}/${rounds}: ${roundText(step.report)}`;
    }
    case 'phase':
      return undefined;
  }
}

function roundText({ verdict, stopMs, awayMs, leftBehind }: RoundReport): string {
  return [
    ...(stopMs === null ? [] : [`ended in ${time(stopMs)}`]),
    ...(Object.keys(leftBehind).length === 0 ? [] : [`left ${states(leftBehind)}`]),
    ...(awayMs === null ? [] : [`away ${time(awayMs)}`]),
    short(verdict),
  ].join(', ');
}

/** Whether it comes back, and what else is bad news. */
export function drillLine(report: DrillReport, style: Style): string {
  return [verdictLine(report, style), ...(report.leftAsFound ? [] : [notAsFound(report, style)])].join(' ');
}

function verdictLine({ server, port, verdict }: DrillReport, style: Style): string {
  return style.bold(`${typed(server)} on port ${port} ${paint(verdict, style)(verdict.text)}.`);
}

function notAsFound(report: DrillReport, style: Style): string {
  return style.red(`Port ${report.port} is not as it was found: ${remains(report)}.`);
}

/** The verdict, then each way with its times, then what is known of the cause. */
export function drillText(report: DrillReport, style: Style): string {
  const { port, ways, coldStartMs, cutShort, log, elapsedMs } = report;
  const sections = [
    [verdictLine(report, style)],
    [listener(ways), ...ways.map((way) => wayText(way, style))],
    [times(ways, coldStartMs), exactness(report, style)],
    ...alike(ways.filter(({ verdict: { id } }) => id !== 'at-once')).map((group) => evidence(group, style)),
    findings(report, style),
    [
      ...(cutShort === null ? [] : [style.yellow(`Cut short: ${cutShort}.`)]),
      ...(log === null ? [] : [`The server's output: ${log}`]),
      report.leftAsFound
        ? style.green(`In ${(elapsedMs / 1000).toFixed(1)} s; port ${port} is as it was found.`)
        : notAsFound(report, style),
    ],
  ];
  return `${sections
    .map((lines) => lines.filter((line) => line !== ''))
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function paint({ id }: Verdict, style: Style): (text: string) => string {
  return id === 'at-once' ? style.green : id === 'late' || id === 'moved' ? style.yellow : style.red;
}

/** Without its cause, which is said once. */
function short({ text }: Verdict): string {
  return text.replace(/ because .*?(?=$| \(in \d+ of)/, '');
}

/** What its listener was like, before it was ended for the first time. */
function listener(ways: readonly WayReport[]): string {
  const [round] = ways.flatMap(({ rounds }) => rounds);
  if (round?.coldStart.kind !== 'listens') {
    return '';
  }
  const { coldStart, connected, http, reuse } = round;
  const options =
    reuse === null ? '' : `, with ${reuse.join(' and ') || 'neither SO_REUSEADDR nor SO_REUSEPORT'}`;
  return `  listens on ${coldStart.listener}${options}; ${count(connected, 'client')} connected${http === true ? ' by HTTP' : ''}`;
}

const MARKS: Readonly<Partial<Record<Verdict['id'], string>>> = { 'at-once': '✓', late: '-', moved: '-' };

function wayText({ how, verdict, rounds }: WayReport, style: Style): string {
  const left = rounds.map(({ leftBehind }) => states(leftBehind));
  const most = left.toSorted((one, other) => other.length - one.length)[0] ?? '';
  const behind = most === '' ? '' : style.dim(`  left behind: ${most}`);
  return `  ${how.padEnd(9)}  ${paint(verdict, style)(`${MARKS[verdict.id] ?? '✗'} ${short(verdict)}`)}${behind}`;
}

function times(ways: readonly WayReport[], coldStartMs: Spread | null): string {
  const row = (name: string, spread: Spread | null) =>
    spread === null
      ? []
      : [[name, time(spread.p50), time(spread.p95), time(spread.max), String(spread.count)]];
  const rows = [
    ...row('cold start', coldStartMs),
    ...ways.flatMap(({ how, stopMs, beyondColdStartMs }) => [
      ...row(`${how}: to end`, stopMs),
      ...row(`${how}: away beyond a cold start`, beyondColdStartMs),
    ]),
  ];
  return rows.length === 0 ? '' : columns([['', 'p50', 'p95', 'max', 'rounds'], ...rows]);
}

/** Said where the machine was too busy to look as often as intended. */
function exactness({ resolutionMs }: DrillReport, style: Style): string {
  return resolutionMs !== null && resolutionMs > EXACT_MS
    ? style.dim(
        `  The machine was busy: the times are exact to ${time(resolutionMs)}, not to ${EXACT_MS} ms.`,
      )
    : '';
}

const EXACT_MS = 5;
const MOST_SOCKETS = 5;

/** The ways with one and the same verdict and cause together. */
function alike(ways: readonly WayReport[]): WayReport[][] {
  return groupBy(ways, ({ verdict: { id, cause } }) => `${id} ${cause?.id ?? ''}`).map(({ items }) => items);
}

/** Of the first round that shows the verdict; the other ways with the same one are named. */
function evidence([way, ...others]: readonly WayReport[], style: Style): string[] {
  const round = way?.rounds.find(({ verdict }) => verdict.id === way.verdict.id);
  if (!way || !round) {
    return [];
  }
  const { how, verdict } = way;
  const likewise = others.length === 0 ? '' : `; ${others.map((other) => other.how).join(', ')} likewise`;
  const { why, afterRelease, restart, coldStart } = round;
  const failed = restart ?? coldStart;
  const output = 'output' in failed ? failed.output : [];
  const sockets = (why?.sockets ?? []).filter(({ protocol }) => protocol === 'tcp');
  return [
    style.bold(`${how}, round ${round.round}${likewise}`),
    ...(verdict.cause === null || verdict.text.includes(verdict.cause.text)
      ? []
      : [`  ${verdict.cause.text}`]),
    ...(why?.holders ?? []).map(
      ({ pid, command, addresses }) => `  pid ${pid} has ${addresses.join(', ')}: ${commandLine(command)}`,
    ),
    sockets.length === 0
      ? ''
      : columns([
          ...sockets
            .slice(0, MOST_SOCKETS)
            .map(({ local, remote, state, secondsLeft }) => [
              state,
              remote === null ? local : `${local} ↔ ${remote}`,
              secondsLeft === null ? '' : `${secondsLeft.toFixed(0)} s left`,
            ]),
          ...(sockets.length > MOST_SOCKETS ? [[`and ${sockets.length - MOST_SOCKETS} more`, '', '']] : []),
        ]),
    afterRelease?.kind === 'listens'
      ? `  Once they were released, the same command listened after ${time(afterRelease.afterMs)}.`
      : '',
    ...output.map((line) => `  ${style.dim(`| ${line}`)}`),
  ];
}

function findings({ findings: found }: DrillReport, style: Style): string[] {
  return found.length === 0
    ? []
    : [
        style.bold('In the source'),
        ...found.map(
          ({ file, line, column, rule, message }) => `  ${file}:${line}:${column}  ${rule}\n    ${message}`,
        ),
      ];
}

function remains({ remains: rows, survivors }: DrillReport): string {
  return [
    ...(rows.length === 0
      ? []
      : [`${count(rows.length, 'socket')} ${rows.length === 1 ? 'is' : 'are'} left`]),
    ...(survivors.length === 0 ? [] : [`pid ${survivors.join(', ')} would not end`]),
  ].join(', ');
}

function states(counts: StateCounts): string {
  return Object.entries(counts)
    .map(([state, number]) => `${number} ${state}`)
    .join(', ');
}

function time(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds.toFixed(1)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

/** As one would type it. */
export function typed(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}
