import { commandLine } from '../text/command-line.ts';
import type { HolderReport, WhyReport } from '../why/why.ts';
import type { Verdict } from '../why/diagnosis.ts';
import { columns } from './columns.ts';
import { conflictText } from './port-text.ts';
import type { Style } from './style.ts';

const SENTENCES: Readonly<Record<Verdict, string>> = {
  free: 'is free.',
  held: 'is held.',
  remembered: 'is free of processes, but earlier connections are remembered.',
  outgoing: 'is taken by an outgoing connection.',
  unknown: 'is free as far as this kernel can tell, and it cannot tell all.',
};

/** What is with the port, in a sentence. */
export function whyLine({ port, verdict }: Pick<WhyReport, 'port' | 'verdict'>, style: Style): string {
  const paint = verdict === 'free' ? style.green : verdict === 'held' ? style.red : style.yellow;
  return style.bold(`Port ${port} ${paint(SENTENCES[verdict])}`);
}

/** The diagnosis as a person reads it: the verdict, who and what, what a bind would give, what to do. */
export function whyText(report: WhyReport, style: Style, now = new Date()): string {
  const { verdict, holders, peers, sockets, bind, advice, conflicts = [] } = report;
  const sections = [
    [whyLine(report, style)],
    holders.map((holder) => process(holder, now)),
    section(
      'Sockets',
      style,
      sockets.map(({ protocol, local, remote, state, secondsLeft, options }) => [
        protocol,
        local,
        remote === null ? '' : `↔ ${remote}`,
        state === 'CLOSE' ? 'bound' : state,
        secondsLeft !== null
          ? `${secondsLeft.toFixed(0)} s left`
          : options === null
            ? ''
            : options.join(' + ') || 'no option',
      ]),
    ),
    verdict === 'remembered' && peers.length > 0
      ? [style.bold('At the other end'), ...peers.map((peer) => process(peer, now))]
      : [],
    verdict === 'free'
      ? []
      : section(
          'What a bind would give (nothing was bound)',
          style,
          bind
            .filter(({ protocol }) => sockets.some((socket) => socket.protocol === protocol))
            .map(({ protocol, options, outcome, condition }) => [
              protocol,
              options.join(' + ') || 'no option',
              outcome === null
                ? style.yellow('depends')
                : outcome === 'ok'
                  ? style.green('ok')
                  : style.red(outcome),
              condition ?? '',
            ]),
        ),
    conflicts.length === 0
      ? []
      : [style.bold('In this folder'), ...conflicts.map((conflict) => `  ${conflictText(conflict)}`)],
    advice.length === 0 ? [] : [style.bold('Advice'), ...advice.map(({ text }) => `  - ${text}`)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function section(title: string, style: Style, rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : [style.bold(title), columns(rows)];
}

function process({ pid, command, user, since, addresses }: HolderReport, now: Date): string {
  return `  ${commandLine(command)}\n    pid ${pid}${user === '' ? '' : `, user ${user}`}, running for ${age(now.getTime() - Date.parse(since))}, on ${addresses.join(', ')}`;
}

const UNITS: readonly (readonly [name: string, seconds: number])[] = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
];

/** "42 s", "12 min", "3 h", "5 d": at least two of the unit. */
function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const [name, size] = UNITS.find(([, length]) => seconds >= 2 * length) ?? ['s', 1];
  return `${Math.round(seconds / size)} ${name}`;
}
