import * as l10n from '@vscode/l10n';
import type { DrillReport, DrillVerdict as Verdict, How, Spread, StateCounts, WayReport } from 'rebind';
import { commandLine } from 'rebind/report';
import { callId } from '../calls.ts';
import { drillId } from '../drills.ts';
import type { Button, DrillColumn, DrillSection, Tone } from '../page.ts';
import type { At, DrillRecord, PanelState, Surroundings } from '../state.ts';
import { causeText } from './cause-texts.ts';

/** What becomes of the user's own server when it is ended and started again; undefined where it cannot be drilled. */
export function presentDrill(
  { drills, calls }: Pick<PanelState, 'drills' | 'calls'>,
  {
    platform,
    trusted,
    virtual,
    relativePath,
  }: Pick<Surroundings, 'platform' | 'trusted' | 'virtual' | 'relativePath'>,
): DrillSection | undefined {
  if (platform !== 'linux' || virtual || !trusted) {
    return undefined;
  }
  const last = drills.at(-1);
  const heading = l10n.t('Does your server come back?');
  if (!last) {
    return {
      heading,
      intro: l10n.t(
        'The drill starts your server, ends it with clients connected, starts it again, and measures how long it is away.',
      ),
      buttons: [{ label: l10n.t('Drill My Server…'), action: { kind: 'drill', again: false } }],
      drills: [],
    };
  }
  const isBack = last.value.report.verdict.id === 'at-once';
  const fix = isBack
    ? undefined
    : calls?.find(({ finding, reuse }) => finding?.fixable === true && reuse.reuseAddr !== true);
  const again: Button = { label: l10n.t('Drill Again'), action: { kind: 'drill', again: true } };
  return {
    heading,
    buttons: [
      ...(fix
        ? [
            {
              label: l10n.t('Fix {0}', `${relativePath(fix.uri)}:${fix.range.start.line + 1}`),
              action: { kind: 'fixCall' as const, id: callId(fix) },
              primary: true,
            },
          ]
        : []),
      again,
      { label: l10n.t('Drill Another Command…'), action: { kind: 'drill', again: false } },
    ],
    drills: drills.map((drill, index) =>
      column(drill, drills.length === 1 ? 'only' : index === 0 ? 'before' : 'after'),
    ),
  };
}

const CAPTIONS = {
  only: () => l10n.t('Drilled'),
  before: () => l10n.t('Before'),
  after: () => l10n.t('After'),
};

function column(drill: At<DrillRecord>, place: keyof typeof CAPTIONS): DrillColumn {
  const {
    at,
    value: { command, report },
  } = drill;
  return {
    id: drillId(drill),
    caption: CAPTIONS[place](),
    tone: TONES[report.verdict.id],
    text: verdictText(report.verdict, report),
    command: commandLine(command.server),
    cause: report.verdict.cause ? causeText(report.verdict.cause) : undefined,
    ways: {
      caption: l10n.t('Each way to end it'),
      columns: [l10n.t('ended by'), l10n.t('outcome'), l10n.t('left behind'), l10n.t('away, median')],
      rows: report.ways.map((way) => [
        WAYS[way.how](),
        verdictText(way.verdict, report),
        leftBehind(way),
        milliseconds(way.awayMs),
      ]),
    },
    dated: { at, text: l10n.t('Drilled on port {0}, {age}.', String(report.port)) },
  };
}

const TONES: Readonly<Record<Verdict['id'], Tone>> = {
  'at-once': 'good',
  late: 'caution',
  moved: 'caution',
  'old-listens': 'bad',
  'not-back': 'bad',
  'never-listened': 'bad',
};

function verdictText({ id }: Verdict, { maxAwayMs }: Pick<DrillReport, 'maxAwayMs'>): string {
  switch (id) {
    case 'at-once':
      return l10n.t('Comes back at once');
    case 'late':
      return l10n.t('Comes back, later than {0} s', maxAwayMs / 1000);
    case 'moved':
      return l10n.t('Moves to another port');
    case 'old-listens':
      return l10n.t('Not restarted: the old process still listens');
    case 'not-back':
      return l10n.t('Does not come back');
    case 'never-listened':
      return l10n.t('Never listened');
  }
}

const WAYS: Readonly<Record<How, () => string>> = {
  crash: () => l10n.t('crash (SIGKILL)'),
  stop: () => l10n.t('stop (SIGTERM)'),
  interrupt: () => l10n.t('interrupt (SIGINT)'),
  save: () => l10n.t('save (restart while it stops)'),
};

/** The most that a round left of each state: "TIME_WAIT 10, FIN_WAIT2 10". */
function leftBehind({ rounds }: WayReport): string {
  const most: Record<string, number> = {};
  for (const counts of rounds.map((round): StateCounts => round.leftBehind)) {
    for (const [state, count] of Object.entries(counts)) {
      most[state] = Math.max(most[state] ?? 0, count);
    }
  }
  const states = Object.entries(most).map(([state, count]) => `${state} ${count}`);
  return states.length > 0 ? states.join(', ') : '–';
}

function milliseconds(spread: Spread | null): string {
  return spread === null ? '–' : l10n.t('{0} ms', Math.round(spread.p50));
}
