import type { At, DrillRecord } from './state.ts';

type Drills = readonly At<DrillRecord>[];

/**
 * The drills to show once there is another one: the last, and beside it the one that it is compared with, which is the
 * first of the same server that ended otherwise. Another command or port begins anew.
 */
export function withDrill(drills: Drills, drill: At<DrillRecord>): Drills {
  const [before] = drills.filter(({ value }) => isSame(value, drill.value));
  return before && verdictOf(before) !== verdictOf(drill)
    ? [before, drill]
    : [...drills.slice(0, -1).filter(({ value }) => isSame(value, drill.value)), drill];
}

/** How the page names a drill. */
export const drillId = ({ at }: At<DrillRecord>): string => `drill ${at}`;

const verdictOf = ({ value }: At<DrillRecord>): string => value.report.verdict.id;

function isSame(one: DrillRecord, other: DrillRecord): boolean {
  const [a, b] = [one, other].map(({ command, report }) =>
    JSON.stringify([command.server, command.cwd, report.port]),
  );
  return a === b;
}
