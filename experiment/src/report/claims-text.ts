import type { ClaimReport, ClaimsReport, ClaimVerdict } from '../claims/claims.ts';
import { ranElsewhere } from './elsewhere.ts';
import { count, type Style } from './style.ts';

const MARKS: Readonly<Record<ClaimVerdict, string>> = {
  holds: '✓ holds         ',
  'does not hold': '✗ does not hold ',
  'cannot be tested here': '- cannot be tested here',
};

/** One line a claim and one for what was seen; with `evidence`, every call and the socket table too. */
export function claimsText(report: ClaimsReport, style: Style, evidence: boolean): string {
  const { port, system, claims, elapsedMs, leftAsFound } = report;
  const lines = [
    `${style.bold(`${claims.length} claims about address reuse`)}, tested on port ${port} of ${system.platform} ${system.release} in ${elapsedMs.toFixed(0)} ms`,
    '',
    ...claims.flatMap((claim) => claimLines(claim, style, evidence)),
    '',
    ...surprises(claims, style),
    ...ranElsewhere(claims, 'claim'),
    leftAsFound
      ? style.green(`Port ${port} is as it was found.`)
      : style.red(`Port ${port} is not as it was found.`),
  ];
  return `${lines.join('\n')}\n`;
}

/** How many claims hold, in a sentence. */
export function claimsLine({ port, claims, leftAsFound }: ClaimsReport, style: Style): string {
  const number = (verdict: ClaimVerdict) => claims.filter((claim) => claim.verdict === verdict).length;
  const different = claims.filter(isSurprise).length;
  return (different === 0 && leftAsFound ? style.green : style.red)(
    `Port ${port}: ${count(claims.length, 'claim')}, ${number('holds')} hold, ${number('does not hold')} do not, ${number('cannot be tested here')} cannot be tested here, ${different} other than documented; the port is ${leftAsFound ? '' : 'not '}as it was found.`,
  );
}

function claimLines(claim: ClaimReport, style: Style, evidence: boolean): string[] {
  const { id, text, verdict, finding } = claim;
  const paint = verdict === 'holds' ? style.green : verdict === 'does not hold' ? style.red : style.yellow;
  return [
    `${style.bold(id.padEnd(4))}${paint(MARKS[verdict])} ${text}`,
    `    ${style.dim(finding)}`,
    ...(evidence
      ? [
          ...claim.calls.map((call) => `      ${call}`),
          ...claim.sockets.map((socket) => `      ${style.dim(socket)}`),
          '',
        ]
      : []),
  ];
}

function surprises(claims: readonly ClaimReport[], style: Style): string[] {
  const different = claims.filter(isSurprise);
  return different.length === 0
    ? []
    : [
        style.yellow(
          `${count(different.length, 'claim')} turned out other than documented for this platform: ${different.map(({ id }) => id).join(', ')}.`,
        ),
      ];
}

/** Whether a claim was tested and turned out other than known of this platform. */
export function isSurprise({ verdict, documented }: ClaimReport): boolean {
  return documented !== null && verdict !== 'cannot be tested here' && verdict !== documented;
}
