import { groupBy } from '../group-by.ts';
import type { LeftoverReport, ReleaseReport } from '../release/release.ts';
import { columns } from './columns.ts';
import { count, type Style } from './style.ts';

const MOST_ROWS = 20;

/** What was released and what stays, in a sentence. */
export function releaseLine({ port, leftovers, released, elapsedMs }: ReleaseReport, style: Style): string {
  const stay = leftovers.filter(({ outcome }) => outcome === 'stays').length;
  return leftovers.length === 0
    ? style.green(`Port ${port} has no leftovers to release.`)
    : style.bold(
        `Port ${port}: ${count(released, 'leftover')} released${stay > 0 ? `, ${stay} left` : ''}, in ${elapsedMs.toFixed(1)} ms.`,
      );
}

/** What was done about each leftover, and what is left to do. */
export function releaseText(report: ReleaseReport, style: Style): string {
  const { port, leftovers, live } = report;
  const stays = leftovers.filter(({ outcome }) => outcome === 'stays');
  const lines =
    leftovers.length === 0
      ? [releaseLine(report, style)]
      : [
          releaseLine(report, style),
          '',
          columns(leftovers.slice(0, MOST_ROWS).map((row) => rowText(row, style))),
          ...(leftovers.length > MOST_ROWS ? [`  and ${leftovers.length - MOST_ROWS} more`] : []),
          ...reasons(stays),
        ];
  const listening = live.filter(({ state }) => state === 'LISTEN');
  if (listening.length > 0) {
    lines.push(
      '',
      `${listening.map(({ local }) => local).join(', ')} listens and was left alone: rebind why ${port} says who it is.`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function rowText({ local, remote, state, outcome }: LeftoverReport, style: Style): string[] {
  return [
    outcome === 'released' ? style.green('✓ released') : style.yellow('- stays'),
    `${local} ↔ ${remote ?? ''}`,
    state,
  ];
}

function reasons(stays: readonly LeftoverReport[]): string[] {
  return groupBy(stays, ({ text }) => text ?? '').flatMap(({ key: text, items: rows }) => {
    const seconds = Math.max(...rows.map(({ secondsLeft }) => secondsLeft ?? 0));
    return [
      '',
      `${count(rows.length, 'leftover')}: ${text}${seconds > 0 ? ` (${seconds.toFixed(0)} s left)` : ''}.`,
    ];
  });
}
