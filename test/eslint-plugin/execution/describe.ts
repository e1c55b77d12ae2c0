import { GENERATORS } from './generate.ts';
import type { Failure } from './prove.ts';
import type { Ran } from './run/outcome.ts';

/** The choices of a failing program that are not the first of their dimension. */
export function unusualChoices({ program: { language, choices } }: Failure): string {
  return GENERATORS[language].dimensions
    .flatMap(({ name, choices: all }) => {
      const choice = choices[name] ?? '';
      return choice === '' || choice === all[0] ? [] : [`${name}: ${choice}`];
    })
    .join('; ');
}

/** A failure as a person needs it: what it is, the whole program, what the change makes of it, and what both did. */
export function describeFailure(failure: Failure): string {
  const { kind, detail, program, change, before, after } = failure;
  return [
    `${program.language}: ${kind}`,
    detail,
    `choices: ${JSON.stringify(program.choices)}`,
    `settings: ${JSON.stringify(program.settings)}`,
    '',
    program.text.replaceAll('\r', '␍'),
    ...(change && change.text !== program.text
      ? [
          'became:',
          ...difference(program.text, change.text),
          '',
          'before:',
          callsOf(before),
          'after:',
          callsOf(after),
        ]
      : ['did:', callsOf(before)]),
  ].join('\n');
}

/** The lines that differ, by their longest common subsequence, with two around each change. */
export function difference(before: string, after: string): string[] {
  const [old, now] = [before.split(/\r?\n/), after.split(/\r?\n/)];
  const lengths = new Map<string, number>();
  const lengthAt = (i: number, j: number): number => lengths.get(`${i} ${j}`) ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const length =
        old[i] === now[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
      lengths.set(`${i} ${j}`, length);
    }
  }
  const lines: string[] = [];
  for (let i = 0, j = 0; i < old.length || j < now.length;) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push(`  ${old[i++] ?? ''}`);
      j++;
    } else if (j < now.length && (i === old.length || lengthAt(i, j + 1) >= lengthAt(i + 1, j))) {
      lines.push(`+ ${now[j++] ?? ''}`);
    } else {
      lines.push(`- ${old[i++] ?? ''}`);
    }
  }
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - 2), index + 3).some((line) => !line.startsWith('  '));
  return lines.filter((_, index) => isNear(index));
}

function callsOf(ran: Ran | undefined): string {
  if (!ran || 'refused' in ran) {
    return `  ${ran?.refused ?? 'not run'}`;
  }
  return [...ran.outcomes]
    .map(([situation, { calls, status, output }]) =>
      [
        `  ${situation}: ${status}`,
        ...calls.map(({ text }) => `    ${text}`),
        ...output
          .trimEnd()
          .split('\n')
          .map((line) => `    | ${line}`),
      ].join('\n'),
    )
    .join('\n');
}
